"""What somebody looks for among hosts and offers: read from an address, written into one, asked of the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, cast
from uuid import UUID

from babel import Locale
from sqlalchemy import ColumnElement, and_, or_, select
from sqlmodel import col

from portfolio_app.core.clock import now
from portfolio_app.core.containing import text_holds
from portfolio_app.core.languages import N_, languages, local_date
from portfolio_app.core.wording import folded
from portfolio_app.marketplace.fields import FieldOfWork
from portfolio_app.marketplace.models import Host, Offer, OfferDate, OfferKind
from portfolio_app.marketplace.offering import TRUE_FOR
from portfolio_app.marketplace.policy import open_hosts

DISTANCES = (5, 10, 20, 50, 100)
"""Kilometres within which somebody may look."""
SPOKEN: Mapping[str, str] = {
    "ar": N_("Arabic"),
    "da": N_("Danish"),
    "de": N_("German"),
    "en": N_("English"),
    "es": N_("Spanish"),
    "et": N_("Estonian"),
    "fi": N_("Finnish"),
    "fr": N_("French"),
    "nl": N_("Dutch"),
    "no": N_("Norwegian"),
    "pl": N_("Polish"),
    "ru": N_("Russian"),
    "so": N_("Somali"),
    "sv": N_("Swedish"),
    "tr": N_("Turkish"),
    "uk": N_("Ukrainian"),
}
"""Languages that can be looked for (ISO 639), and what they are called; a msgid each."""


class Listed(StrEnum):
    """What is listed."""

    HOSTS = ""
    OFFERS = "offers"


@dataclass(frozen=True)
class Sought:
    """What is looked for. Empty, 0 or None does not matter; `near` is the place that distances are measured from, ""
    for the school."""

    show: Listed = Listed.HOSTS
    field: str = ""
    town: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None
    near: str = ""
    within: int = 0
    age: int = 0
    spoken: str = ""
    access: bool = False
    seats: int = 0
    fits: bool = False
    """Only what has something of the reader's own interests."""
    offer: str = ""
    """An offer to look at, as "Surprise me" has drawn it."""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Sought":
        """What an address asks for; nonsense asks for nothing."""
        return cls(
            show=Listed.OFFERS if query.get("show") == Listed.OFFERS else Listed.HOSTS,
            field=_one_of(query.get("field"), list(FieldOfWork)),
            town=query.get("town", "")[:80],
            kind=_one_of(query.get("kind"), list(OfferKind)),
            since=_day(query.get("from")),
            until=_day(query.get("to")),
            near=" ".join(query.get("near", "").split())[:80],
            within=_number(query.get("within"), DISTANCES[0], DISTANCES[-1]),
            age=_number(query.get("age"), 10, 25),
            spoken=_one_of(query.get("spoken"), SPOKEN),
            access=query.get("access") == "yes",
            seats=_number(query.get("seats"), 1, 500),
            fits=query.get("fits") == "yes",
            offer=query.get("offer", "")[:36],
        )

    def query(self, **differs: Any) -> dict[str, str]:
        """How it stands in an address, with other values for some."""
        one = replace(self, **differs) if differs else self
        return {
            "show": one.show.value,
            "field": one.field,
            "town": one.town,
            "kind": one.kind,
            "from": one.since.isoformat() if one.since else "",
            "to": one.until.isoformat() if one.until else "",
            "near": one.near,
            "within": str(one.within or ""),
            "age": str(one.age or ""),
            "spoken": one.spoken,
            "access": "yes" if one.access else "",
            "seats": str(one.seats or ""),
            "fits": "yes" if one.fits else "",
        }

    @property
    def dated(self) -> bool:
        """Whether only offers with a date are meant."""
        return bool(self.since or self.until or self.seats)

    @property
    def of_offers(self) -> bool:
        """Whether something is asked that only offers answer."""
        return bool(self.kind or self.dated or self.age or self.spoken or self.access)


ANYTHING = Sought()


def _one_of(text: str | None, known: Any) -> str:
    return str(text) if text in known else ""


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "").strip())
    except ValueError:
        return None


def _number(text: str | None, least: int, most: int) -> int:
    said = (text or "").strip()
    if not (said.isascii() and said.isdigit() and len(said) < 5):
        return 0
    return int(said) if least <= int(said) <= most else 0


def made_today() -> ColumnElement[bool]:
    """Offers that somebody there still makes, and has said so within a year. A filter on `Offer`."""
    return and_(col(Offer.ended_at).is_(None), col(Offer.confirmed_on) > local_date(now()) - TRUE_FOR)


def open_offers() -> ColumnElement[bool]:
    """Offers that schools see today, as far as their hosts are found: with a date that has not ended or without dates,
    and said to be true within a year. A filter on `Offer`."""
    today = local_date(now())
    return and_(
        made_today(),
        or_(col(Offer.last_day).is_(None), col(Offer.last_day) >= today),
    )


def offers_sought(sought: Sought, words: str, regions: tuple[UUID, ...] | None) -> list[ColumnElement[bool]]:
    """Filters on `Offer` for what is sought wherever it is: all but town and distance. `regions` is None for
    offers of hosts that are known."""
    today = local_date(now())
    found = [open_offers(), col(Offer.shown_until) >= today]
    if regions is not None:
        found.append(col(Offer.region_id).in_(regions))
    if sought.field:
        found.append(col(Offer.field) == sought.field)
    if sought.kind:
        found.append(col(Offer.kind) == sought.kind)
    if sought.age:
        found += [col(Offer.ages_from) <= sought.age, col(Offer.ages_to) >= sought.age]
    if sought.access:
        found.append(col(Offer.has_access).is_(True))
    if sought.spoken:
        found.append(or_(*(text_holds(col(Offer.spoken), one) for one in called(sought.spoken))))
    if sought.since:  # most quickly said of an offer, so it comes before its words and its dates
        found.append(col(Offer.last_day) >= sought.since)
    found += [text_holds(col(Offer.searched), word) for word in folded(words).split()]
    if sought.dated:
        found.append(col(Offer.id).in_(select(col(OfferDate.offer_id)).where(*dates_sought(sought))))
    return found


def dates_sought(sought: Sought) -> list[ColumnElement[bool]]:
    """Filters on `OfferDate`: not over, on one of the days, with enough seats that are free."""
    today = local_date(now())
    found = [col(OfferDate.last_day) >= max(today, sought.since or today)]
    if sought.until:
        found.append(col(OfferDate.first_day) <= sought.until)
    if sought.seats:
        found.append(col(OfferDate.seats) - col(OfferDate.taken) >= sought.seats)
    return found


def hosts_sought(
    sought: Sought, words: str, regions: tuple[UUID, ...], towns: Sequence[str] = ()
) -> list[ColumnElement[bool]]:
    """Filters on `Host` for what is sought wherever it is: all but town and distance. Words may stand in what a host
    offers. `towns` are those whose hosts are read, so that only these are asked what they offer."""
    found = [
        col(Host.region_id).in_(regions),
        open_hosts(),
    ]
    if sought.field:
        found.append(col(Host.field) == sought.field)
    if sought.of_offers:
        found.append(_offering(sought, "", regions, towns))
    if parts := folded(words).split():
        says = and_(*(text_holds(col(Host.searched), word) for word in parts))
        found.append(or_(says, _offering(sought, words, regions, towns)))
    return found


def _offering(sought: Sought, words: str, regions: tuple[UUID, ...], towns: Sequence[str]) -> ColumnElement[bool]:
    offers = select(col(Offer.host_id)).where(*offers_sought(sought, words, regions))
    return col(Host.id).in_(offers.where(col(Offer.town).in_(towns)) if towns else offers)


def called(language: str) -> tuple[str, ...]:
    """What a language is called in those of this installation and in itself, folded, as somebody may have typed it."""
    readers = dict.fromkeys((*languages(), language if language != "no" else "nb"))
    names: list[str] = []
    for reader in readers:
        known = cast("Mapping[str, str]", Locale.parse(reader).languages)
        names.append(known.get(language, ""))
    return tuple(dict.fromkeys(folded(name) for name in names if name))
