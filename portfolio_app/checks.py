"""Is this instance fit to be used? The questions `portfolio check` asks, and those `portfolio serve` insists on."""

import asyncio
import contextlib
import os
import socket
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path

from obstore.exceptions import BaseError
from obstore.store import from_url
from sqlalchemy import make_url, select
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlmodel import col

from portfolio_app import build, migrations
from portfolio_app.core.database import Database
from portfolio_app.core.errors import DomainError, OperatorError
from portfolio_app.core.languages import LOCALE_DIR, SOURCE
from portfolio_app.core.mail import mail_server
from portfolio_app.core.models import Mark
from portfolio_app.core.outbox import Waiting, load_waiting
from portfolio_app.esco.searching import Edition, load_editions
from portfolio_app.marketplace.working_hours_rules import all_rules
from portfolio_app.settings import SHIPPED_LANGUAGES, Settings, settings
from portfolio_app.skills.framework import FrameworkError, frameworks

DEMO = "demo"  # the name of the mark a demo database carries


@dataclass(frozen=True)
class Finding:
    """The answer to one question: `about` in a word, whether it is `good`, and a sentence that says what or how."""

    about: str
    good: bool
    sentence: str


@dataclass(frozen=True)
class Standing:
    """Where a database stands: its schema's revision ("" before the first migration), whether it holds a demo."""

    revision: str
    demo: bool
    waiting: Waiting = field(default_factory=Waiting)
    """What is in the outbox, where the schema is that of this version."""
    esco: tuple[Edition, ...] = ()


class Unreachable(OperatorError):
    """The database does not answer; the message says which and why, without its password."""


def standing(chosen: Settings) -> Standing:
    """Where the database of `chosen` stands. A SQLite file that is not there is not made. Raises `Unreachable`."""
    try:
        url = make_url(chosen.database)
    except ArgumentError:
        raise Unreachable("DATABASE_URL is an address such as postgresql://user:password@host/name") from None
    if url.get_backend_name() == "sqlite" and url.database and not Path(url.database).exists():
        return Standing("", False)
    try:
        return asyncio.run(_standing(chosen.database))
    except (DomainError, SQLAlchemyError, OSError) as problem:
        reason = str(problem.__cause__ or problem).splitlines()[0]
        raise Unreachable(f"{url.render_as_string(hide_password=True)} does not answer: {reason}") from problem


async def _standing(url: str) -> Standing:
    database = Database(url)
    try:
        async with asyncio.timeout(15), database.reading() as session:
            connection = await session.connection()
            revision = await connection.run_sync(migrations.revision)
            if not revision:
                return Standing("", False)
            mark = await session.scalar(select(Mark).where(col(Mark.name) == DEMO))
            waiting = await load_waiting(session) if revision == migrations.head() else Waiting()
            esco = tuple(await load_editions(session)) if revision == migrations.head() else ()
            return Standing(revision, mark is not None, waiting, esco)
    finally:
        await database.close()


def loopback(host: str) -> bool:
    """Whether `host` is reached from this machine alone."""
    with contextlib.suppress(ValueError):
        return ip_address(host).is_loopback
    return host == "localhost"


def exposure(chosen: Settings) -> str:
    """Why `chosen` must not be served where others can reach it; "" when it may."""
    if loopback(chosen.host):
        if chosen.public_url.startswith("https://") and not chosen.trusted_proxy_hops:
            return (
                "PUBLIC_URL is https, so a proxy stands in front: set PORTFOLIO_TRUSTED_PROXY_HOPS=1, "
                "or everybody seems to come from one address."
            )
        return ""
    if chosen.demo and not chosen.demo_public:
        return (
            f"HOST is {chosen.host}: others could reach this demo, where everybody's passphrase is known. "
            "Serve it on 127.0.0.1, or say --demo-public if that is what you want."
        )
    if not chosen.public_url.startswith("https://") and not chosen.allow_http:
        return (
            f"HOST is {chosen.host}, and passphrases would travel unprotected. Set PORTFOLIO_PUBLIC_URL to the https "
            "address of the proxy in front, or PORTFOLIO_ALLOW_HTTP=1 on a network you trust."
        )
    return ""


def check() -> list[Finding]:
    """The answers to all questions, in the order in which to mend what is wrong."""
    chosen = settings()
    return [
        _settings(chosen),
        *_database(chosen),
        _after_school(chosen),
        _media(chosen),
        _secret(chosen),
        _mail(chosen),
        _pages(),
        _catalogues(chosen),
        _frameworks(),
        _working_hours(),
    ]


def refusals() -> Iterator[str]:
    """Why this instance cannot be served as it is set; nothing when it can."""
    chosen = settings()
    if reason := exposure(chosen):
        yield reason
    for finding in (_after_school(chosen), _frameworks(), _working_hours()):
        if not finding.good:
            yield finding.sentence
    if build.built_pages() is None:
        yield _pages().sentence
    try:
        found = standing(chosen)
    except Unreachable as problem:
        yield str(problem)
        return
    if found.revision != migrations.head():
        yield _schema(found).sentence
    if found.demo and not chosen.demo:
        yield "This database holds the demo school, where everybody's passphrase is known: say --demo to serve it."
    if found.revision and chosen.demo and not found.demo:
        yield "This database does not hold the demo school; serve it without --demo."


def _settings(chosen: Settings) -> Finding:
    unknown = [language for language in chosen.languages if language not in SHIPPED_LANGUAGES]
    if unknown or not chosen.languages:
        return Finding("settings", False, f"LANGUAGES are some of {', '.join(SHIPPED_LANGUAGES)}.")
    if reason := exposure(chosen):
        return Finding("settings", False, reason)
    return Finding("settings", True, f"served on {chosen.host}:{chosen.port} in {', '.join(chosen.languages)}")


def _after_school(chosen: Settings) -> Finding:
    """What becomes of accounts after school. Whoever keeps them must say who is responsible."""
    if not chosen.personal_accounts:
        return Finding("leaving", True, f"PERSONAL_ACCOUNTS is off: accounts go {chosen.leavers_days} days later")
    if not chosen.keeps_personal_accounts:
        return Finding(
            "leaving",
            False,
            "Set PORTFOLIO_PERSONAL_ACCOUNTS_BY: who is responsible for accounts after school, and how to reach them.",
        )
    return Finding("leaving", True, f"accounts become people's own; responsible: {chosen.personal_accounts_by}")


def _database(chosen: Settings) -> Iterator[Finding]:
    try:
        found = standing(chosen)
    except Unreachable as problem:
        yield Finding("database", False, str(problem))
        return
    shown = make_url(chosen.database).render_as_string(hide_password=True)
    yield Finding("database", True, shown + (" (demo school)" if found.demo else ""))
    yield _schema(found)
    yield _outbox(found.waiting)
    yield _esco(found.esco)


def _outbox(found: Waiting) -> Finding:
    """Late work is to be mended. What was given up is past mending: it is told, and forgotten after some weeks."""
    said = f"{found.waiting} waiting" + (f", {found.late} of them late" if found.late else "")
    said += f", {found.given_up} given up" if found.given_up else ""
    return Finding("outbox", not found.late, said + (f"; the last problem: {found.problem}" if found.problem else ""))


def _esco(loaded: tuple[Edition, ...]) -> Finding:
    """Nobody must load it: without it, nothing on screen speaks of tags."""
    if not loaded:
        return Finding("esco", True, "not loaded: `portfolio import esco FILE.zip` does, as docs/esco.md says")
    whole = ("skills", "skills, an extract")
    said = (f"{one.version} in {one.language} ({one.skills} {whole[one.extract]})" for one in loaded)
    return Finding("esco", True, ", ".join(said))


def _schema(found: Standing) -> Finding:
    head = migrations.head()
    if found.revision == head:
        return Finding("schema", True, f"at {head}, as this version expects")
    if not found.revision:
        return Finding("schema", False, "The database has no tables yet: run `portfolio migrate`.")
    if migrations.known(found.revision):
        return Finding("schema", False, f"The database is at {found.revision}: run `portfolio migrate`.")
    return Finding(
        "schema", False, f"The database is at {found.revision}, made by a newer version of the app: install that one."
    )


def _media(chosen: Settings) -> Finding:
    try:
        if chosen.media.startswith("file://"):
            folder = Path(chosen.media.removeprefix("file://"))
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with tempfile.TemporaryFile(dir=folder) as file:
                file.write(b"\0" * 4096)
        else:
            store = from_url(chosen.media)
            store.put("check", b"\0")
            store.delete("check")
    except (OSError, ValueError, BaseError) as problem:
        return Finding("media", False, f"{chosen.media} cannot be written: {str(problem).splitlines()[0]}")
    return Finding("media", True, f"{chosen.media} can be written")


def _secret(chosen: Settings) -> Finding:
    path = chosen.secrets_path
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        if os.access(path.parent if path.parent.exists() else path.parent.parent, os.W_OK):
            return Finding("secret", True, f"{path} will be made at the first start")
        return Finding("secret", False, f"{path} is not there and its folder cannot be written.")
    if mode & 0o077 or not os.access(path, os.R_OK):
        return Finding("secret", False, f"{path} must be readable by its owner alone: chmod 600 {path}")
    return Finding("secret", True, f"{path}, readable by its owner alone")


def _mail(chosen: Settings) -> Finding:
    """What of mail can be known without sending any; whether the server takes it, `outbox` says."""
    server = mail_server()
    if server is None:
        return Finding("mail", True, "none is sent: MAIL_URL is not set")
    if not chosen.public_url:
        return Finding("mail", False, "Set PORTFOLIO_PUBLIC_URL: links in mails begin with it.")
    if server.security == "smtp" and server.password and not loopback(server.host):
        return Finding(
            "mail", False, "MAIL_URL would send its password unprotected: begin it with starttls:// or smtps://"
        )
    try:
        with socket.create_connection((server.host, server.port), timeout=10):
            return Finding("mail", True, f"from {chosen.mail_from} through {server.host}:{server.port}")
    except OSError as problem:
        return Finding("mail", False, f"{server.host}:{server.port} does not answer: {problem}")


def _pages() -> Finding:
    built = build.built_pages()
    if built is None:
        how = "run `make setup`" if build.checkout() else "this wheel is incomplete; make it with `make wheel`"
        return Finding("pages", False, f"The pages are not made: {how}.")
    if build.stale():
        return Finding("pages", False, "The pages are older than the sources: run `make setup`.")
    return Finding("pages", True, f"made, and sent {_how_sent(built.drawing)}")


def _how_sent(drawing: Path) -> str:
    if not settings().first_view:
        return "without their data, as FIRST_VIEW says"
    if drawing.is_file() and find_spec("py_mini_racer"):
        return "drawn with their data"
    return "with their data beside them: there is no V8 here (mini-racer) to draw them"


def _working_hours() -> Finding:
    try:
        found = all_rules()
    except OperatorError as problem:
        return Finding("hours", False, str(problem))
    return Finding(
        "hours", True, f"rules for working hours in {', '.join(sorted(found))}; to be verified by their authorities"
    )


def _frameworks() -> Finding:
    try:
        found = frameworks()
    except FrameworkError as problem:
        return Finding("frameworks", False, str(problem))
    return Finding("frameworks", True, f"{', '.join(found)}, with a way between each two")


def _catalogues(chosen: Settings) -> Finding:
    missing = [
        language
        for language in chosen.languages
        if language != SOURCE and not (LOCALE_DIR / language / "LC_MESSAGES" / "messages.mo").is_file()
    ]
    if missing:
        return Finding("catalogues", False, f"Not compiled: {', '.join(missing)}; run `make setup`.")
    return Finding("catalogues", True, "compiled")
