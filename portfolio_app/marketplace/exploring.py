"""For pupils who look around: how an offer fits what they said of their interests, and a way to something else.

Nothing is weighed and nothing is kept. Which interests there is something of in a field of work is data with its source
(`fields_and_interests.yaml`); it is held beside the themes that stand out in the reader's own answers, and said to them
alone, while they want that.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.database import as_id
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import _
from portfolio_app.core.strict_yaml import read_yaml
from portfolio_app.marketplace.fields import FieldOfWork
from portfolio_app.marketplace.models import Offer
from portfolio_app.marketplace.sought import ANYTHING, offers_sought
from portfolio_app.pathways.fit import Reader, fit_sentence, load_reader

DATA = Path(__file__).parent / "fields_and_interests.yaml"


@dataclass(frozen=True)
class FieldThemes:
    """A field of work, as something that interests may be in."""

    interests: tuple[str, ...]


@dataclass(frozen=True)
class Explorer:
    """Whoever looks around. `pupil` is somebody who is told how things fit; `reader` has their interests then."""

    pupil: bool = False
    reader: Reader | None = None

    @property
    def known(self) -> bool:
        """Whether their answers say anything, and they want to be told."""
        return self.reader is not None and bool(self.reader.interests.themes)

    @property
    def fields(self) -> tuple[FieldOfWork, ...]:
        """The fields of work in which there is something of their interests."""
        if self.reader is None:
            return ()
        reader = self.reader
        return tuple(one for one, themes in themes_of_fields().items() if reader.shared(themes))

    def says(self, field: str) -> str:
        """How a field of work fits, in a sentence; "" where nothing is told or nothing fits."""
        themes = themes_of_fields().get(FieldOfWork(field))
        if self.reader is None or themes is None or not self.reader.shared(themes):
            return ""
        return fit_sentence(self.reader, themes)


NOBODY = Explorer()


@cache
def themes_of_fields() -> Mapping[FieldOfWork, FieldThemes]:
    """The fields of interest of each field of work."""
    data: Any = read_yaml(DATA.read_text("utf-8")).data
    return {FieldOfWork(field): FieldThemes(tuple(themes)) for field, themes in data["fields"].items()}


async def explorer(session: AsyncSession, actor: Actor) -> Explorer:
    """The actor as somebody who looks around: of adults nothing is read."""
    reader = await load_reader(session, actor)
    return Explorer(reader.pupil, reader if reader.pupil and reader.shown else None)


async def surprise(session: AsyncSession, who: Explorer, regions: tuple[UUID, ...], field: str) -> UUID | None:
    """An offer of another field than those that fit, or than the one that is looked at; None where there is none."""
    usual = {*who.fields, *([FieldOfWork(field)] if field else [])}
    found: list[ColumnElement[bool]] = offers_sought(ANYTHING, "", regions)
    if 0 < len(usual) < len(FieldOfWork):
        found.append(col(Offer.field).not_in([one.value for one in usual]))
    drawn = uuid4()
    for side in (col(Offer.id) >= drawn, col(Offer.id) < drawn):  # by the index of ids, from a place drawn by lot
        if chosen := await session.scalar(select(col(Offer.id)).where(side, *found).order_by(col(Offer.id)).limit(1)):
            return chosen
    return None


async def offer_named(session: AsyncSession, regions: tuple[UUID, ...], offer_id: str) -> Offer | None:
    """The offer that an address names, as far as schools see it today."""
    try:
        key = as_id(offer_id)
    except NotFound:
        return None
    asked = select(Offer).where(col(Offer.id) == key, *offers_sought(ANYTHING, "", regions))
    return (await session.execute(asked)).scalar_one_or_none()


def nothing_fits() -> str:
    """What is said where nothing found has anything of the reader's interests."""
    return _(
        "Nothing here has something of your interests just now. That says nothing about you: there are new offers all "
        "year. Take a filter away, or let yourself be surprised."
    )
