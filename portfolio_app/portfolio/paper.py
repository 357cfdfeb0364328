"""Skills on paper for a pupil, or for everybody in a class: who may have them, and what stands on them.

The sheets hold the framework's words and names of pupils, nothing that a pupil made: so whoever opens a class may print
its sheets, and no look at anybody's things is noted.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.audit import audit
from portfolio_app.core.database import as_id, reading, writing
from portfolio_app.core.languages import _, speaking, spoken
from portfolio_app.portfolio.document import COLOURS
from portfolio_app.portfolio.paper_document import (
    PaperCapability,
    PaperContact,
    PaperStep,
    PaperTheme,
    SkillsPaper,
    skills_paper_pdf,
)
from portfolio_app.portfolio.policy import check_opens_class
from portfolio_app.portfolio.teaching import pupils_of_classes
from portfolio_app.schools.membership import belonging
from portfolio_app.schools.models import School, SchoolClass
from portfolio_app.schools.queries import Contact, HelpLine, contact_of
from portfolio_app.skills.framework import Framework, pupils_framework
from portfolio_app.skills.policy import may_keep_skills
from portfolio_app.skills.queries import stage_of

MOST_NAMED = 40
"""Pupils of a class who get sheets with their names on. Typst needs 7 MB for each of them; a larger class gets one set
with a line for the name, to be copied."""


@dataclass(frozen=True)
class PrintedPaper:
    """The sheets as a PDF, and what they are called."""

    pdf: bytes
    title: str


async def own_paper_pdf(actor: Actor, language: str) -> PrintedPaper:
    """The actor's own sheets in `language`, for the stage of their class. Raises `Refused` for whoever is no pupil."""
    may_keep_skills(actor)
    with speaking(language):
        async with reading() as session:
            here = await belonging(session, actor.person_id)
            contact = await contact_of(session, here.school_id)
        used = pupils_framework(here.framework)
        paper = _paper(used, here.stage, contact, here.class_name, (actor.name,), actor.name)
    made = await skills_paper_pdf(paper)
    async with writing() as session:
        audit(session, "portfolio.print_paper", actor_id=actor.person_id, about_id=actor.person_id)
    return PrintedPaper(made.pdf, paper.title)


async def class_paper_pdf(actor: Actor, class_id: str, language: str) -> PrintedPaper:
    """Sheets for every pupil of a class in `language`, by name in the alphabet's order.

    A class of nobody, or of more than `MOST_NAMED`, gets one set without a name. Raises `NotFound` for a class that is
    not the actor's to open.
    """
    with speaking(language):
        async with reading() as session:
            one = await class_to_print(session, actor, class_id)
        used = pupils_framework(one.school.framework)
        paper = _paper(used, one.row.stage, one.contact, one.row.name, one.named, one.row.name)
    made = await skills_paper_pdf(paper)
    async with writing() as session:
        audit_class_paper(session, "portfolio.print_class_paper", actor, one)
    return PrintedPaper(made.pdf, paper.title)


@dataclass(frozen=True)
class ClassToPrint:
    """A class whose sheets are printed: `named` are the names on them, one of "" for a set without."""

    row: SchoolClass
    school: School
    contact: Contact
    pupils: int
    named: tuple[str, ...]


async def class_to_print(session: AsyncSession, actor: Actor, class_id: str) -> ClassToPrint:
    """The class, for whoever may open it. Raises `NotFound` otherwise."""
    row = await check_opens_class(session, actor, as_id(class_id))
    school = (await session.execute(select(School).where(col(School.id) == row.school_id))).scalar_one()
    names = await _names(session, row.id)
    named = names if 0 < len(names) <= MOST_NAMED else ("",)
    return ClassToPrint(row, school, await contact_of(session, school.id), len(names), named)


def audit_class_paper(session: AsyncSession, action: str, actor: Actor, one: ClassToPrint) -> None:
    """Note that sheets of a class were made."""
    audit(
        session,
        action,
        actor_id=actor.person_id,
        school_id=one.school.id,
        thing=f"class:{one.row.id}",
        pupils=one.pupils,
    )


async def _names(session: AsyncSession, class_id: UUID) -> tuple[str, ...]:
    pupils = pupils_of_classes(col(SchoolClass.id) == class_id)
    rows = await session.execute(select(pupils.c.name).order_by(pupils.c.sort_name, pupils.c.person_id))
    return tuple(rows.scalars())


def _paper(
    used: Framework, stage: str, contact: Contact, class_name: str, names: tuple[str, ...], whose: str
) -> SkillsPaper:
    """The sheets in the language being spoken; `whose` they are stands in their title."""
    language, at = spoken(), stage_of(used, stage)
    return SkillsPaper(
        title=_("My skills on paper: {name}").format(name=whose),
        language=language,
        class_name=class_name,
        names=names,
        steps=tuple(PaperStep(used.text(step.name, language), used.text(step.help, language)) for step in used.scale),
        themes=tuple(
            PaperTheme(
                name=used.text(theme.name, language),
                colour=COLOURS[theme.look],
                shape=theme.shape,
                capabilities=tuple(
                    PaperCapability(
                        used.text(one.name, language),
                        used.text(one.statements[at], language),
                        (used.text(one.poles.first, language), used.text(one.poles.second, language))
                        if one.poles
                        else (),
                    )
                    for one in theme.capabilities
                ),
            )
            for theme in used.themes
        ),
        contacts=tuple(paper_contacts(contact)),
    )


def paper_contacts(contact: Contact) -> Iterator[PaperContact]:
    """Whom to turn to, as it stands at the foot of a sheet."""
    at_school = tuple(told for told in (contact.name, contact.how) if told)
    yield PaperContact(_("At your school"), at_school if contact.name else (_("Ask any teacher you trust."),))
    help_lines = tuple(_told(line) for line in contact.help)
    emergency = _("In an emergency call 112. In Norway, 112 is the police and 113 an ambulance.")
    yield PaperContact(_("Need to talk?"), help_lines or (emergency,))


def _told(line: HelpLine) -> str:
    """A help line on paper: its number, or its address where it has none. A number stays on one line."""
    reach = line.phone.replace(" ", "\u00a0") or line.url.removeprefix("https://").rstrip("/")
    return " ".join(part for part in (line.name, reach, line.hours) if part)
