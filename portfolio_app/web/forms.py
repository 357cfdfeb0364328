"""Real forms over HTTP: sign in, sign out, choose a passphrase. They work before any script runs, or without one."""

import logging
from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from portfolio_app.accounts import actions, codes, ending, sessions
from portfolio_app.accounts.coming_in import SignedIn
from portfolio_app.core.errors import DomainError, TooMany
from portfolio_app.core.languages import SOURCE, best_language, languages, speaking
from portfolio_app.notices import addresses, mailing, sign_in_links
from portfolio_app.schools import roles
from portfolio_app.web.cookie import drop_key, key_in, set_key
from portfolio_app.web.origin import FROM_ANYWHERE

logger = logging.getLogger(__name__)

LONGEST_FIELD = 1000


def request_language(request: Request, form: Mapping[str, object] | None = None) -> str:
    """The language of the page a form was sent from, else what the browser asks for."""
    named = str((form or {}).get("language", ""))
    return named if named in languages() else best_language(request.headers.get("accept-language", ""))


def safe_next(path: str) -> str:
    """`path` when it stays on this site ("/fi/skills?x=1"), else ""."""
    try:
        parts = urlsplit(path)
    except ValueError:  # such as "//["
        return ""
    good = path.startswith("/") and not path.startswith(("//", "/\\")) and not parts.netloc and not parts.scheme
    return path if good and "\\" not in path and path.isprintable() else ""


def device_of(user_agent: str) -> str:
    """Browser and system in words, such as "Firefox, Windows": enough to recognise one's own session."""
    browsers = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari"))
    systems = (
        ("CrOS", "ChromeOS"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    )
    found = [next((name for sign, name in group if sign in user_agent), "") for group in (browsers, systems)]
    return ", ".join(name for name in found if name)


def seen_from(request: Request) -> str:
    """The address a request came from, as the edge established it."""
    return request.client.host if request.client else ""


async def _fields(request: Request, *names: str) -> dict[str, str]:
    form = await request.form(max_files=0, max_fields=20, max_part_size=64 * 1024)
    return {name: str(form.get(name, ""))[:LONGEST_FIELD] for name in (*names, "language")}


def _back(language: str, page: str, **query: str) -> RedirectResponse:
    given = urlencode({name: value for name, value in query.items() if value})
    return RedirectResponse(f"/{language}/{page}" + (f"?{given}" if given else ""), status_code=303)


async def sign_in(request: Request) -> Response:
    """POST username, passphrase, own_device, next, language → a session cookie and on to `next` or home."""
    form = await _fields(request, "username", "passphrase", "own_device", "next")
    language = form["language"] if form["language"] in languages() else request_language(request)
    target = safe_next(form["next"])
    try:
        opened = await actions.sign_in(
            form["username"],
            form["passphrase"],
            own_device=bool(form["own_device"]),
            device=device_of(request.headers.get("user-agent", "")),
            address=seen_from(request),
        )
    except DomainError as problem:
        known = {TooMany: "wait", actions.WrongSignIn: "wrong"}
        return _back(language, "sign-in", problem=known.get(type(problem), "later"), next=target)
    if opened.must_choose:
        response: Response = _back(language, "choose-passphrase")
    else:
        response = RedirectResponse(await first_page(opened, language, target), status_code=303)
    set_key(response, opened.key, own_device=opened.own_device)
    return response


async def first_page(opened: SignedIn, language: str, target: str) -> str:
    """Where somebody goes who has just come in: to `target` or home, in their own language; home, and told so, when
    their account was about to be deleted."""
    actor = await sessions.actor_of(opened.key)
    if actor and actor.language in languages():
        language = actor.language
        first = target.strip("/").partition("/")[0]
        if first in languages():
            target = f"/{language}{target[len(first) + 1 :]}"
    return f"/{language}/home?done=kept" if opened.kept else target or f"/{language}/home"


async def ask_for_link(request: Request) -> Response:
    """POST address → a link to sign in is mailed, if somebody signs in so with that address. The answer is the same."""
    form = await _fields(request, "address")
    language = request_language(request, form)
    try:
        await sign_in_links.ask_for_link(form["address"], seen_from(request))
    except DomainError as problem:
        code = "wait" if isinstance(problem, TooMany) else problem.field or "later"
        return _back(language, "come-in", problem=code)
    return _back(language, "come-in", done="asked")


async def come_in(request: Request) -> Response:
    """POST key, own_device → a session, with the key of a mailed link. A GET, such as a link scanner's, is the page."""
    form = await _fields(request, "key", "own_device")
    language = request_language(request, form)
    try:
        opened = await sign_in_links.open_mail_link(
            form["key"],
            own_device=bool(form["own_device"]),
            device=device_of(request.headers.get("user-agent", "")),
        )
    except DomainError as problem:
        code = "used" if isinstance(problem, addresses.UsedUp) else "later"
        return _back(language, "come-in", problem=code)
    response = RedirectResponse(await first_page(opened, language, ""), status_code=303)
    set_key(response, opened.key, own_device=opened.own_device)
    return response


async def allow_links(request: Request) -> Response:
    """POST passphrase, allowed → links by mail open the account of whoever is signed in, or no more."""
    form = await _fields(request, "passphrase", "allowed")
    language = request_language(request, form)
    actor = await sessions.actor_of(key_in(request.headers.get("cookie", "")))
    if actor is None:
        return _back(language, "sign-in")
    try:
        await sign_in_links.allow_links(actor, form["passphrase"], allowed=bool(form["allowed"]))
    except DomainError as problem:
        code = "wait" if isinstance(problem, TooMany) else problem.field or "later"
        return _back(language, "ways-in", problem=code, at="mail")
    return _back(language, "ways-in", done="mail" if form["allowed"] else "no-mail")


async def welcome(request: Request) -> Response:
    """POST key → a session that may only choose a passphrase. A GET, such as a link scanner's, is only the page."""
    form = await _fields(request, "key")
    language = form["language"] if form["language"] in languages() else request_language(request)
    try:
        opened = await codes.open_link(form["key"], device=device_of(request.headers.get("user-agent", "")))
    except DomainError:
        return _back(language, "welcome", problem="used")
    response = _back(language, "choose-passphrase")
    set_key(response, opened.key, own_device=False)
    return response


async def confirm(request: Request) -> Response:
    """POST key → the address that its link was mailed to is in use. A GET, such as a link scanner's, is the page."""
    form = await _fields(request, "key")
    language = form["language"] if form["language"] in languages() else request_language(request)
    try:
        await addresses.confirm_address(form["key"])
    except DomainError as problem:
        code = "used" if isinstance(problem, addresses.UsedUp) else "later"
        return _back(language, "confirm-address", problem=code)
    return _back(language, "confirm-address", done="confirmed")


async def unsubscribe(request: Request) -> Response:
    """POST → no more daily mails to whom the key in the address was made for.

    Pressed on our page, or sent by a mail program by itself (RFC 8058): it knows no cookie, and wants no page."""
    form = await _fields(request, "key")
    from_page = form["language"] in languages()
    try:
        await mailing.unsubscribe(form["key"] or request.query_params.get("key", "")[:LONGEST_FIELD])
    except DomainError as problem:
        code = "used" if isinstance(problem, addresses.UsedUp) else "later"
        if from_page:
            return _back(form["language"], "unsubscribe", problem=code)
        return PlainTextResponse("", status_code=400 if code == "used" else 503)
    return _back(form["language"], "unsubscribe", done="stopped") if from_page else PlainTextResponse("")


async def end_account(request: Request) -> Response:
    """POST passphrase → the account is to be deleted, every session has ended; on to its receipt."""
    form = await _fields(request, "passphrase")
    language = request_language(request, form)
    actor = await sessions.actor_of(key_in(request.headers.get("cookie", "")))
    if actor is None:
        return _back(language, "sign-in")
    try:
        key = await ending.end_account(actor, form["passphrase"])
    except DomainError as problem:
        known = {TooMany: "wait", roles.LastCoordinator: "coordinator"}
        return _back(language, "delete-account", problem=known.get(type(problem), problem.field or "later"))
    response = _back(language, "receipt", key=key)
    drop_key(response)
    response.headers["clear-site-data"] = '"storage"'
    return response


async def sign_out(request: Request) -> Response:
    """POST → the session ends, the cookie goes, the browser forgets what the page stored."""
    form = await _fields(request)
    language = form["language"] if form["language"] in languages() else request_language(request)
    actor = await sessions.actor_of(key_in(request.headers.get("cookie", "")))
    if actor is not None:
        await actions.sign_out(actor)
    response = _back(language, "sign-in", done="signed-out")
    drop_key(response)
    response.headers["clear-site-data"] = '"storage"'
    return response


async def choose_passphrase(request: Request) -> Response:
    """POST new, again (and current) → a new passphrase, every other session ended; problems lead back to the form."""
    form = await _fields(request, "current", "new", "again")
    language = form["language"] if form["language"] in languages() else SOURCE
    actor = await sessions.actor_of(key_in(request.headers.get("cookie", "")))
    if actor is None:
        return _back(language, "sign-in")
    try:
        with speaking(language):
            await actions.choose_passphrase(actor, form["new"], form["again"], current=form["current"])
    except DomainError as problem:
        code = "wait" if isinstance(problem, TooMany) else problem.field or "later"
        return _back(language, "choose-passphrase", problem=code)
    return _back(language, "home", done="passphrase")


routes = [
    Route("/sign-in", sign_in, methods=["POST"]),
    Route("/sign-in-link", ask_for_link, methods=["POST"]),
    Route("/come-in", come_in, methods=["POST"]),
    Route("/ways-in/mail", allow_links, methods=["POST"]),
    Route("/welcome", welcome, methods=["POST"]),
    Route("/confirm-address", confirm, methods=["POST"]),
    Route(FROM_ANYWHERE, unsubscribe, methods=["POST"]),
    Route("/delete-account", end_account, methods=["POST"]),
    Route("/sign-out", sign_out, methods=["POST"]),
    Route("/choose-passphrase", choose_passphrase, methods=["POST"]),
]
