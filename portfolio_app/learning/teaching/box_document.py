"""A lesson in a box as a PDF, for whoever stands in: made of a module's files, and of no pupil's work."""

import asyncio
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.cleaning import Cleaning, Kind
from portfolio_app.core.clock import today
from portfolio_app.core.database import as_id, reading
from portfolio_app.core.languages import NAMES, _, format_date, languages, speaking, spoken
from portfolio_app.core.typesetting import one_line, typeset
from portfolio_app.core.unusable_files import UnusableFile
from portfolio_app.learning import policy
from portfolio_app.learning.box import BoxAsked, Stretch, chosen_stretches, content_of
from portfolio_app.learning.doing import must_be_a_name, skills_asked
from portfolio_app.learning.lesson_words import minutes_said
from portfolio_app.learning.own.reaching import module_for
from portfolio_app.learning.reading import Module, media_address
from portfolio_app.learning.teaching.models import Assignment
from portfolio_app.learning.teaching.policy import check_teaches
from portfolio_app.learning.versions import version_of
from portfolio_app.schools.membership import framework_of
from portfolio_app.schools.places import country_of
from portfolio_app.skills.framework import Framework, pupils_framework

TEMPLATE = Path(__file__).parent.parent / "templates" / "box.typ"
PATH = "/documents/lesson-box.pdf"
_PICTURES = (".png", ".jpg", ".jpeg", ".webp")


@dataclass(frozen=True)
class WantedBox:
    """What was asked for: a module, one meeting of it by its number ("" for all), the language of its text; a class
    whose version of it is taken, whether that class is named in it, and a day."""

    module: str
    meeting: str = ""
    language: str = ""
    class_id: str = ""
    named: bool = False
    day: date | None = None


@dataclass(frozen=True)
class MadeBox:
    """A PDF/UA-1, and what it is called."""

    pdf: bytes
    title: str


async def box_pdf(actor: Actor, wanted: WantedBox, page_language: str) -> MadeBox:
    """The box. What the app itself says stands in the language of the text, where it has it, else in `page_language`.
    Raises `Refused` for whoever does not teach, `NotFound` for a module, a meeting or a class there is none of for the
    actor."""
    policy.may_run(actor)
    async with reading() as session:
        module, class_name = await _of_class(session, actor, wanted)
        country = await country_of(session, actor.person_id)
        used = pupils_framework(await framework_of(session, actor.person_id))
    language = wanted.language if wanted.language in module.languages else module.language_for(page_language)
    text = await asyncio.to_thread(module.text, language)
    stretches = chosen_stretches(module, wanted.meeting)
    files = await _pictures(module)
    with speaking(language if language in languages() else page_language):
        asked = BoxAsked(
            module,
            text,
            stretches,
            country,
            used,
            _skills(module, used),
            {media_address(module.hash, path): file for path, (file, _body) in files.items()},
        )
        about = (stretches[0].name(),) if wanted.meeting else ()
        title = ": ".join((text.title, *about))
        content = {**content_of(asked), **_around(module, stretches, wanted, class_name), "words": _words()}
        made = await typeset(
            TEMPLATE,
            content,
            language=spoken(),
            title=title,
            made_on=today(),
            files=dict(files.values()),
        )
    return MadeBox(made.pdf, title)


async def _of_class(session: AsyncSession, actor: Actor, wanted: WantedBox) -> tuple[Module, str]:
    """The version that a class of the actor's was given last, and the name of the class; else the newest one."""
    must_be_a_name(wanted.module)
    if not wanted.class_id:
        return await module_for(session, actor, wanted.module), ""
    one = await check_teaches(session, actor, as_id(wanted.class_id))
    given = await session.execute(
        select(col(Assignment.version_id))
        .where(
            col(Assignment.class_id) == one.id,
            col(Assignment.module) == wanted.module,
            col(Assignment.ended_at).is_(None),
        )
        .order_by(col(Assignment.made_at).desc(), col(Assignment.id))
        .limit(1)
    )
    version = given.scalar_one_or_none()
    module = await version_of(session, version) if version else await module_for(session, actor, wanted.module)
    return module, one.name if wanted.named else ""


def _skills(module: Module, used: Framework) -> dict[str, tuple[str, ...]]:
    return {one.code: tuple(skills_asked(one, used)) for one in module.about.activities if one.kind == "skills"}


async def _pictures(module: Module) -> dict[str, tuple[str, bytes]]:
    """The pictures of a module by their paths, cleaned as any that somebody brings, with names for the document. Of one
    that cannot be read its description is set."""
    paths = [one for one in sorted(module.files) if PurePosixPath(one).suffix.casefold() in _PICTURES]
    found: dict[str, tuple[str, bytes]] = {}
    if not paths:
        return found
    async with Cleaning() as cleaning:
        with TemporaryDirectory(prefix="polku-box-") as folder:
            for number, path in enumerate(paths, 1):
                file = Path(folder) / str(number)
                file.write_bytes(module.files[path])
                try:
                    found[path] = (f"picture-{number}.jpg", (await cleaning.clean(file, Kind.PICTURE)).data)
                except UnusableFile:
                    continue
    return found


def _around(module: Module, stretches: tuple[Stretch, ...], wanted: WantedBox, class_name: str) -> dict[str, object]:
    minutes = minutes_said(sum(one.minutes for one in stretches))
    about = stretches[0].name() if wanted.meeting else _("All meetings")
    day = format_date(wanted.day) if wanted.day else ""
    version = _("version {number} ({letters})").format(number=module.about.version, letters=module.hash[:8])
    language = NAMES[wanted.language if wanted.language in module.languages else module.language_for(spoken())]
    return {
        "run": _("Run this in {minutes}").format(minutes=minutes),
        "lead": [one for one in (about, minutes, day) if one],
        "class_name": one_line(class_name),
        "foot": " · ".join((about, language, version, format_date(today()))),
    }


def _words() -> dict[str, str]:
    return {
        "box": _("Lesson in a box"),
        "how_to": _(
            "Never seen this lesson? Read this page and the notes for the teacher. Copy what comes after the notes for "
            "the pupils, or let them open the lesson in Polku."
        ),
        "time": _("Minutes"),
        "what": _("What"),
        "how": _("How"),
        "where": _("Where, with whom"),
        "needs": _("Material"),
        "bring": _("What is needed"),
        "board": _("Write on the board"),
        "ask": _("Questions to ask"),
        "teacher": _("For the teacher"),
        "only": _("For the teacher alone: not to be copied or shown"),
        "pupils": _("For the pupils: to copy"),
        "about": _("About this lesson"),
        "aloud": _("To read aloud, where there is no recording"),
        "key": _("Key"),
        "answers": _("Answers"),
        "cards": _("Cards to cut"),
        "cut": _("Cut along the lines. One set for each group."),
        "sheets": _("Worksheets"),
        "place": _("Where you live"),
        "exit": _("Before you go"),
        "tonight": _("Three questions for tonight"),
        "home": _("To talk about at home."),
    }
