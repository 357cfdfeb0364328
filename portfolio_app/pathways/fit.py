"""What a pathway has to do with somebody's interests: which of them are in it, and what they said that shows those.

Nothing is weighed and nothing is kept: themes that the catalogue names for a pathway are held beside themes that stand
out in its reader's own answers. Only that reader is told, and only while they want to be.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.languages import _, format_list, format_number, spoken
from portfolio_app.pathways.catalogue import Known
from portfolio_app.pathways.models import FitSetting
from portfolio_app.pathways.policy import keeps
from portfolio_app.skills.interests_now import INTERESTS, Interest, Interests, interests_now, theme_names


class Interesting(Protocol):
    """Something that has to do with interests: codes of themes of the questionnaire."""

    @property
    def interests(self) -> Sequence[str]:
        """Which."""
        ...


@dataclass(frozen=True)
class Reason:
    """One of the reader's interests: whether it is in the pathway, and what they said that shows it."""

    name: str = ""
    shared: bool = False
    because: str = ""


@dataclass(frozen=True)
class FitView:
    """How a pathway fits, in a sentence and in what that is made of. `on` and `off` say whether its reader wants that;
    neither is so for whoever is never told."""

    on: bool = False
    off: bool = False
    known: bool = False
    """Whether the reader's answers say anything yet."""
    said: str = ""
    reasons: tuple[Reason, ...] = ()
    others: str = ""
    rejected: str = ""
    result_href: str = ""


@dataclass(frozen=True)
class Reader:
    """Whoever looks at the catalogue, and what of their interests can be told beside it."""

    pupil: bool
    shown: bool
    interests: Interests

    def shared(self, one: Interesting) -> list[Interest]:
        """Those of the reader's interests that are in the pathway, or whatever else it is."""
        return [theme for theme in self.interests.themes if theme.code in one.interests]


async def load_reader(session: AsyncSession, actor: Actor) -> Reader:
    """The actor as a reader of the catalogue. Interests of somebody who does not want to be told are not even read."""
    if not keeps(actor):
        return Reader(pupil=False, shown=False, interests=Interests())
    shown = await session.execute(select(col(FitSetting.shown)).where(col(FitSetting.person_id) == actor.person_id))
    if shown.scalar_one_or_none() is False:
        return Reader(pupil=True, shown=False, interests=Interests())
    return Reader(pupil=True, shown=True, interests=await interests_now(session, actor.person_id))


def short_fit(reader: Reader, one: Known) -> str:
    """How many of the reader's interests are in a pathway, for a list; "" where there are none, or nothing is told."""
    shared = reader.shared(one)
    if not shared:
        return ""
    if len(reader.interests.themes) == 1:
        return _("Fits your interest")
    return _("Fits {n} of your {all} interests").format(
        n=format_number(len(shared)), all=format_number(len(reader.interests.themes))
    )


def fit_view(reader: Reader, one: Known) -> FitView:
    """What the page of a pathway says about its reader's interests."""
    themes = reader.interests.themes
    mine = {theme.code for theme in themes}
    names = theme_names()
    return FitView(
        on=reader.pupil and reader.shown,
        off=reader.pupil and not reader.shown,
        known=bool(themes),
        said=fit_sentence(reader, one) if themes else "",
        reasons=tuple(Reason(theme.name, theme.code in one.interests, format_list(theme.because)) for theme in themes),
        others=format_list([quoted(names[code]) for code in one.interests if code not in mine]),
        rejected=format_list([quoted(name) for name in reader.interests.rejected]),
        result_href=f"/{spoken()}/questionnaire-result?name={INTERESTS}",
    )


def fit_sentence(reader: Reader, one: Interesting) -> str:
    """How something fits, and why, for somebody of whom interests are known."""
    themes = reader.interests.themes
    shared = reader.shared(one)
    if not shared:
        return _("None of your interests is in this, so it lies outside your usual. That can be worth a look.")
    named = format_list([quoted(theme.name) for theme in shared])
    if len(themes) == 1:
        return _("This fits your interest, because there is something of {themes} in it.").format(themes=named)
    return _("This fits {n} of your {all} interests, because there is something of {themes} in it.").format(
        n=format_number(len(shared)), all=format_number(len(themes)), themes=named
    )


def quoted(name: str) -> str:
    """A theme's name as a part of a list: the names have an "and" of their own."""
    # Translators: a name between this language's quotation marks
    return _("“{name}”").format(name=name)
