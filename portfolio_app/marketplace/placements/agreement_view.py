"""An agreement in words: for whoever signs it by a link, and for the adults of the school who look after it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.accounts.queries import Option
from portfolio_app.core.clock import now
from portfolio_app.core.database import reading
from portfolio_app.core.languages import N_, _, format_date, format_days, local_date
from portfolio_app.marketplace.models import OfferKind
from portfolio_app.marketplace.offer_typed import clock_typed
from portfolio_app.marketplace.offer_words import KIND_NAMES, clock_said
from portfolio_app.marketplace.placements import policy
from portfolio_app.marketplace.placements.agreements import Former, formerly_signed, newest, terms_of
from portfolio_app.marketplace.placements.families import FamilyFields, load_family
from portfolio_app.marketplace.placements.files import papers_of
from portfolio_app.marketplace.placements.insured import insured_said
from portfolio_app.marketplace.placements.models import Agreement, Party, Signature, SignatureAsk
from portfolio_app.marketplace.working_hours_words import length
from portfolio_app.schools.listing import address

PARTY_NAMES: Mapping[Party, str] = {
    Party.SCHOOL: N_("School"),
    Party.HOST: N_("Host"),
    Party.FAMILY: N_("Family"),
}
WAY_NAMES: Mapping[str, str] = {
    "account": N_("signed in"),
    "link": N_("by the link that was mailed"),
    "paper": N_("on paper"),
}


@dataclass(frozen=True)
class Said:
    """One of the terms: what it is about, and what is agreed."""

    what: str = ""
    words: str = ""


@dataclass(frozen=True)
class Change:
    """One of the terms that is not as it was."""

    what: str = ""
    before: str = ""
    now: str = ""


@dataclass(frozen=True)
class PartyLine:
    """How one party stands: who signed when and how, or whom was asked when. `former` says which version they signed
    when they have not signed this one, and `changes` what is different since."""

    party: str = ""
    name: str = ""
    stands: str = ""
    signed: bool = False
    on_paper: bool = False
    asks: str = ""
    """What the button that mails the link says; "" for the school."""
    former: str = ""
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class TermsFields:
    """What stands in the form of the terms; times as `09:00`."""

    responsible: str = ""
    address: str = ""
    begins: str = ""
    ends: str = ""
    break_minutes: str = ""
    tasks: str = ""
    clothing: str = ""
    lunch: str = ""
    way_there: str = ""
    photos_allowed: bool = False
    adult_phone: str = ""


@dataclass(frozen=True)
class AgreementView:
    """An agreement for those who look after the placement."""

    id: str = ""
    pupil: str = ""
    pupil_href: str = ""
    host: str = ""
    detail: str = ""
    adult: str = ""
    terms: tuple[Said, ...] = ()
    insured: tuple[str, ...] = ()
    """Who insures what."""
    agreement: str = ""
    version_said: str = ""
    unwritten: bool = False
    """Whether the placement says something that is not written down yet."""
    parties: tuple[PartyLine, ...] = ()
    approved: bool = False
    cancelled: bool = False
    complete: bool = False
    fields: TermsFields = field(default_factory=TermsFields)
    family: FamilyFields = field(default_factory=FamilyFields)
    today: str = ""
    version: int = 0
    papers: tuple[Option, ...] = ()
    """The agreement as a PDF in two languages: its address, and which languages."""
    board_href: str = ""
    loaded: bool = False


TERM_NAMES: Mapping[str, str] = {
    "where": N_("Where"),
    "days": N_("Days"),
    "hours": N_("Hours"),
    "break": N_("Break"),
    "responsible": N_("Who looks after the pupil there"),
    "tasks": N_("What the pupil does"),
    "clothes": N_("Clothes and what to bring"),
    "lunch": N_("Lunch"),
    "way_there": N_("How to get there"),
    "photos": N_("Photos"),
    "phone": N_("Telephone of the school on these days"),
}
"""What terms are about, in their order; a msgid each."""


def terms_said(terms: Mapping[str, Any]) -> Iterator[Said]:
    """Terms in the language being spoken, those that say something."""
    said = _worded(terms)
    return (Said(_(what), said[name]) for name, what in TERM_NAMES.items() if said[name])


def changes_said(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    """Terms that are not as they were, one at a time, in the language being spoken."""
    was, is_now, nothing = _worded(before), _worded(after), _("nothing")
    return (
        Change(_(what), was[name] or nothing, is_now[name] or nothing)
        for name, what in TERM_NAMES.items()
        if was[name] != is_now[name]
    )


def former_said(one: Former) -> str:
    """Which version somebody signed."""
    return _("{name} signed version {n} on {day}. This is different now:").format(
        name=one.name, n=one.version, day=format_date(one.signed_at)
    )


def _worded(terms: Mapping[str, Any]) -> dict[str, str]:
    """What each of the terms says, by its name in `TERM_NAMES`."""
    first, last = (date.fromisoformat(str(terms[name])) for name in ("first_day", "last_day"))
    pause = int(terms["break_minutes"])
    photos = _("The pupil may take photos for their diary") if terms["photos_allowed"] else _("No photos are taken")
    return {
        "where": ", ".join(part for part in (terms["host_name"], terms["address"]) if part),
        "days": format_days(first, last),
        "hours": f"{clock_said(int(terms['begins']))}–{clock_said(int(terms['ends']))}",
        "break": length(pause) if pause else "",
        "responsible": terms["responsible"],
        "tasks": terms["tasks"],
        "clothes": terms["clothing"],
        "lunch": terms["lunch"],
        "way_there": terms["way_there"],
        "photos": photos,
        "phone": terms["adult_phone"],
    }


async def load_agreement(actor: Actor, placement_id: str) -> AgreementView:
    """The agreement of a placement that the actor looks after. Raises `NotFound`."""
    async with reading() as session:
        row = await policy.check_guides(session, actor, placement_id)
        names = await session.execute(
            select(col(Person.id), col(Person.name)).where(
                col(Person.id).in_([row.person_id, *([row.adult_id] if row.adult_id else [])])
            )
        )
        named = {one.id: one.name for one in names}
        latest = await newest(session, row.id)
        signed: dict[str, Signature] = {}
        former = await formerly_signed(session, latest) if latest else {}
        insured = await insured_said(session, row)
        if latest is not None:
            rows = await session.execute(select(Signature).where(col(Signature.agreement_id) == latest.id))
            signed = {one.party: one for one in rows.scalars()}
        asks = await session.execute(select(SignatureAsk).where(col(SignatureAsk.placement_id) == row.id))
        asked = {one.party: one for one in asks.scalars()}
        family = await load_family(session, actor, row.person_id)
    terms = terms_of(row)
    return AgreementView(
        id=str(row.id),
        pupil=named.get(row.person_id, ""),
        pupil_href=address("/pupil", id=str(row.person_id)),
        host=row.host_name,
        detail=f"{format_days(row.first_day, row.last_day)} · {_(KIND_NAMES[OfferKind(row.kind)])}",
        adult=", ".join(
            part for part in (named.get(row.adult_id, "") if row.adult_id else "", row.adult_phone) if part
        ),
        terms=tuple(terms_said(latest.terms)) if latest else (),
        agreement=str(latest.id) if latest else "",
        version_said=_("Version {n}, written on {day}").format(n=latest.version, day=format_date(latest.made_at))
        if latest
        else "",
        unwritten=latest is not None and latest.terms != terms,
        insured=insured,
        parties=tuple(_party(one, signed.get(one), asked.get(one), former.get(one), latest) for one in Party),
        approved=row.approved_at is not None,
        cancelled=row.cancelled_at is not None,
        complete=len(signed) == len(Party),
        fields=TermsFields(
            **{
                name: str(getattr(row, name))
                for name in (
                    "responsible",
                    "address",
                    "break_minutes",
                    "tasks",
                    "clothing",
                    "lunch",
                    "way_there",
                    "adult_phone",
                )
            },
            begins=clock_typed(row.begins),
            ends=clock_typed(row.ends),
            photos_allowed=row.photos_allowed,
        ),
        family=family,
        today=local_date(now()).isoformat(),
        version=row.version,
        papers=papers_of(str(row.id)),
        board_href=address("/period", id=str(row.period_id)) if row.period_id else address("/work-experience"),
        loaded=True,
    )


def _party(
    party: Party,
    signed: Signature | None,
    asked: SignatureAsk | None,
    former: Former | None,
    latest: Agreement | None,
) -> PartyLine:
    stands, asks = _("not signed yet"), ""
    if signed is not None:
        stands = _("{name}, {day}, {way}").format(
            name=signed.name, day=format_date(signed.signed_at), way=_(WAY_NAMES[signed.way])
        )
    elif asked is not None and asked.declined_at is not None:
        stands = _("{name} did not agree on {day}").format(name=asked.name, day=format_date(asked.declined_at))
        stands += f": {asked.decline_words}" if asked.decline_words else "."
    elif asked is not None:
        stands = _("{name} was asked on {day} ({mail})").format(
            name=asked.name, day=format_date(asked.asked_at), mail=asked.mail
        )
    changed = signed is None and former is not None
    if signed is None and party is not Party.SCHOOL:
        again = {Party.FAMILY: N_("Ask the family again"), Party.HOST: N_("Ask the host again")}
        first = {Party.FAMILY: N_("Ask the family by mail"), Party.HOST: N_("Ask the host by mail")}
        asks = _((again if asked else first)[party])
    return PartyLine(
        party=party,
        name=_(PARTY_NAMES[party]),
        stands=stands,
        signed=signed is not None,
        on_paper=signed is not None and signed.way == "paper",
        asks=asks,
        former=former_said(former) if changed and former else "",
        changes=tuple(changes_said(former.terms, latest.terms)) if changed and former and latest else (),
    )
