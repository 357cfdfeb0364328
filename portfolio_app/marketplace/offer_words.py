"""Offers in words: what they are called, when they take place."""

from collections.abc import Mapping
from datetime import date, time
from typing import Protocol

from portfolio_app.core.languages import N_, _, format_clock, format_date, ngettext
from portfolio_app.marketplace.models import Offer, OfferDate, OfferKind

KIND_NAMES: Mapping[OfferKind, str] = {
    OfferKind.VISIT: N_("Visit to the workplace"),
    OfferKind.TALK: N_("Talk in class"),
    OfferKind.WORKSHOPS: N_("Series of workshops"),
    OfferKind.TASTER: N_("Taster day"),
    OfferKind.WEEK: N_("Work-experience week"),
    OfferKind.TRAINING: N_("Short training with a subject"),
    OfferKind.PLACEMENT: N_("Longer placement"),
    OfferKind.PROJECT: N_("Task for a project"),
    OfferKind.INTERVIEW: N_("Mock interview"),
    OfferKind.REMOTE: N_("At a distance, by video"),
}
"""What each kind is called on a screen; a msgid each."""


def kind_said(offer: Offer) -> str:
    """What kind of offer it is."""
    return _(KIND_NAMES[OfferKind(offer.kind)])


def ages_said(offer: Offer) -> str:
    """For whom it is."""
    if offer.ages_from == offer.ages_to:
        return _("{age} years old").format(age=offer.ages_from)
    return _("{least} to {most} years old").format(least=offer.ages_from, most=offer.ages_to)


def kind_and_ages(offer: Offer) -> str:
    """What it is, and for whom."""
    return f"{kind_said(offer)} · {ages_said(offer)}"


def date_said(one: OfferDate) -> str:
    """When it takes place, and for how many."""
    days = format_date(one.first_day, "full")
    if one.last_day != one.first_day:
        days = f"{format_date(one.first_day)} – {format_date(one.last_day)}"
    times = hours_said(one)
    seats = ngettext("{n} seat", "{n} seats", one.seats)
    if one.taken:
        seats = _("{n} of {all} seats free").format(n=one.seats - one.taken, all=one.seats)
    return f"{days}, {times}, {seats}"


class Timed(Protocol):
    """Something with hours, as minutes after midnight: a date of an offer, a placement."""

    begins: int
    ends: int


def hours_said(one: Timed) -> str:
    """From when until when."""
    return f"{clock_said(one.begins)}–{clock_said(one.ends)}"


def details_said(offer: Offer, *, staff: bool) -> tuple[str, ...]:
    """Lines about clothes, lunch and so on, each beginning with what it is; who looks after pupils is for adults."""
    details = (
        (_("Who looks after them"), offer.responsible if staff else ""),
        (_("Clothes and what to bring"), offer.clothing),
        (_("Lunch"), offer.lunch),
        (_("Languages spoken there"), offer.languages),
        (_("Good to know"), offer.access),
    )
    return tuple(f"{what}: {said}" for what, said in details if said)


def clock_said(minutes: int) -> str:
    """Minutes after midnight as a time of day."""
    return format_clock(time(minutes // 60, minutes % 60))


def ahead(dates: tuple[OfferDate, ...], today: date) -> tuple[OfferDate, ...]:
    """Those that have not ended."""
    return tuple(one for one in dates if one.last_day >= today)
