"""What one adult sees of one pupil, and why: for the adult and for the pupil, asked of the policies that decide it.

It speaks of kinds of things and never of a thing: neither how many there are nor whether there is one that is not
shared.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import now
from portfolio_app.core.database import as_id, reading
from portfolio_app.core.languages import N_, _, format_date
from portfolio_app.portfolio.class_picture import SILENT_FOR
from portfolio_app.portfolio.policy import check_opens_pupil
from portfolio_app.portfolio.teaching import href
from portfolio_app.sharing.models import Audience, Grant, Kind
from portfolio_app.sharing.policy import guides, teaches, visible_at
from portfolio_app.sharing.talks import has_noted
from portfolio_app.skills.support import has_told

SHAREABLE = {
    Kind.CAPABILITY: N_("How the pupil sees their skills, and what others said about those"),
    Kind.EVIDENCE: N_("Evidence"),
    Kind.ENTRY: N_("Portfolio entries"),
    Kind.COLLECTION: N_("Collections, with the entries in them"),
    Kind.GOAL: N_("Goals"),
    Kind.ABOUT_ME: N_("Lines about themself"),
    Kind.CREDENTIAL: N_("Credentials"),
    Kind.RESULT: N_("Results of questionnaires: themes and their reasons"),
    Kind.LESSON: N_("Answers in lessons"),
}
HOW = {
    Audience.CLASS_TEACHERS: N_("The pupil shares some with their class’s teachers."),
    Audience.PERSON: N_("The pupil shares some with this adult by name."),
}
NOT_SHARED = N_("Nothing of this kind is shared with this adult now.")
NEVER = (
    N_("Answers in the first lesson, and earlier lines about themself"),
    N_("Entries in their private corner"),
    N_("The CV they made"),
    N_("Every answer to the questionnaires"),
    N_("Occupations and studies they keep in their plan"),
    N_("What was begun and not saved yet"),
    N_("Credentials they were offered, and whether they declined, but for whoever offered them"),
    N_("Comments of other adults"),
    N_("Talks that other adults noted"),
    N_("Whom the pupil asks, and links they made"),
    N_("Who has looked at the pupil’s things"),
    N_("Passphrase"),
)
"""What no policy opens to anybody but the pupil: their pages load what is the reader's own, and adults only their own
comments (`sharing.queries.remarks`)."""
ONLY_OWNER = N_("Only the pupil sees this. It cannot be shared.")


@dataclass(frozen=True)
class DrillLine:
    """A kind of thing: whether some of it is seen, and why."""

    what: str = ""
    seen: bool = False
    why: str = ""


@dataclass(frozen=True)
class DrillView:
    """What the reader sees of one pupil."""

    loaded: bool = False
    name: str = ""
    why: str = ""
    """What the two have to do with each other."""
    lines: tuple[DrillLine, ...] = ()
    back: str = ""


async def load_seen_by_me(actor: Actor, pupil_id: str) -> DrillView:
    """What the actor sees of a pupil. Raises `NotFound` for a pupil whose page is not the actor's to open."""
    async with reading() as session:
        pupil = await check_opens_pupil(session, actor, as_id(pupil_id))
        why, lines = await drill(session, actor.person_id, pupil.id)
    return DrillView(True, pupil.name, why, lines, back=href("/pupil", id=str(pupil.id)))


async def drill(session: AsyncSession, adult_id: UUID, pupil_id: UUID) -> tuple[str, tuple[DrillLine, ...]]:
    """What the two have to do with each other, and kind by kind whether the adult sees some of it, and why."""
    row = (await session.execute(select(teaches(adult_id, pupil_id), guides(adult_id, pupil_id)))).one()
    opened = await _opened(session, adult_id, pupil_id)
    here = DrillLine(_("Name and class"), bool(row[0] or row[1]), _relation(*row))
    shared = (
        DrillLine(
            _(what),
            kind in opened,
            " ".join(_(HOW[one]) for one in HOW if one in opened.get(kind, ())) or _(NOT_SHARED),
        )
        for kind, what in SHAREABLE.items()
    )
    told = DrillLine(
        _("What the pupil told an adult about support"),
        await has_told(session, pupil_id, adult_id),
        _("Only the adult it was sent to sees it."),
    )
    talked = DrillLine(
        _("Talks this adult noted with the pupil"),
        await has_noted(session, adult_id, pupil_id),
        _("Only this adult and the pupil see those."),
    )
    return _relation(*row), (here, *shared, told, talked, *(DrillLine(_(one), False, _(ONLY_OWNER)) for one in NEVER))


async def _opened(session: AsyncSession, adult_id: UUID, pupil_id: UUID) -> Mapping[Kind, set[Audience]]:
    """By which audiences each kind is open to that adult now: the filter that every page asks."""
    rows = await session.execute(
        select(col(Grant.kind), col(Grant.audience))
        .where(col(Grant.owner_id) == pupil_id, visible_at(adult_id, now()))
        .distinct()
    )
    found: dict[Kind, set[Audience]] = {}
    for kind, audience in rows:
        found.setdefault(Kind(kind), set()).add(Audience(audience))
    return found


def _relation(taught: bool, guided: bool) -> str:
    if taught:
        return _("This adult teaches a class the pupil is in.")
    if guided:
        return _("This adult works at the pupil’s school and teaches none of their classes.")
    return _("This adult and the pupil are at no school together now, so nothing is open.")


def contact_words(moment: datetime | None) -> str:
    """For a pupil: when an adult of the school last talked with them, or wrote or said something to them."""
    if moment and moment > now() - SILENT_FOR:
        return _(
            "An adult at your school last talked with you, or wrote or said something to you here, on {day}."
        ).format(day=format_date(moment))
    return _(
        "No adult at your school has noted a talk with you, or written or said anything to you here, for half a year. "
        "You can ask one how they see you."
    )
