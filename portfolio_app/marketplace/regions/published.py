"""What hosts of a region offer, for other programs: a sheet for its coordinators, and pages of JSON for whoever holds a
key. Only what schools see today; whom to ask there, a person's name, is told to nobody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import reading, writing
from portfolio_app.core.languages import _, local_date
from portfolio_app.core.secrets import digest
from portfolio_app.core.sheets import written
from portfolio_app.marketplace.fields import NAMES as FIELD_NAMES
from portfolio_app.marketplace.fields import FieldOfWork
from portfolio_app.marketplace.models import Host, Offer, OfferDate, OfferKind
from portfolio_app.marketplace.offer_typed import clock_typed
from portfolio_app.marketplace.offer_words import KIND_NAMES
from portfolio_app.marketplace.offering import TRUE_FOR, with_dates
from portfolio_app.marketplace.regions.calendar import region_named
from portfolio_app.marketplace.regions.models import ReadingKey
from portfolio_app.schools.models import Region

PAGE = 200
"""Offers in a page of JSON."""


class _Published(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PublishedDate(_Published):
    """When an offer takes place, and for how many."""

    first_day: Annotated[date, Field(description="The first day, where the host is.")]
    last_day: Annotated[date, Field(description="The last day; the same as the first for a single one.")]
    begins: Annotated[str, Field(pattern=r"^\d\d:\d\d$", description="From when on each of these days, local time.")]
    ends: Annotated[str, Field(pattern=r"^\d\d:\d\d$", description="Until when on each of these days.")]
    seats: Annotated[int, Field(ge=1, description="For how many pupils.")]
    free: Annotated[int, Field(ge=0, description="How many of these seats nobody has booked or holds.")]


class PublishedOffer(_Published):
    """What a host offers to pupils."""

    id: Annotated[UUID, Field(description="Stays the same for as long as the offer is made.")]
    kind: Annotated[OfferKind, Field(description="What is offered.")]
    title: str
    words: Annotated[str, Field(description="What pupils do there; may be empty.")]
    host: Annotated[str, Field(description="The name of the host, an organisation.")]
    field: Annotated[FieldOfWork, Field(description="The host's field of work: groups of sections of NACE Rev. 2.")]
    town: str
    website: Annotated[str, Field(description="The host's; may be empty.")]
    ages_from: Annotated[int, Field(description="From which age, in years.")]
    ages_to: Annotated[int, Field(description="To which age, in years.")]
    languages: Annotated[str, Field(description="Spoken there, in words; may be empty.")]
    access: Annotated[str, Field(description="What can get in the way of somebody; may be empty.")]
    clothing: str
    lunch: str
    confirmed_on: Annotated[date, Field(description="When somebody there said last that it is true.")]
    dates: Annotated[tuple[PublishedDate, ...], Field(description="Those that are not over, the next first.")]


class OffersPage(_Published):
    """A page of the offers of a region."""

    region: str
    offers: tuple[PublishedOffer, ...]
    next: Annotated[str | None, Field(description="The address of the next page; null on the last one.")] = None


@dataclass(frozen=True)
class Narrowed:
    """What a program asks for; empty or None does not matter."""

    kind: str = ""
    field: str = ""
    town: str = ""
    since: date | None = None
    until: date | None = None
    after: UUID | None = None


async def offers_page(key: str, narrowed: Narrowed) -> tuple[OffersPage, UUID | None] | None:
    """A page of a region's offers by their ids, and the last id of it where there are more; None for a key that is none
    (any more)."""
    async with reading() as session:
        row = (
            await session.execute(
                select(ReadingKey).where(col(ReadingKey.digest) == digest(key), col(ReadingKey.ended_at).is_(None))
            )
        ).scalar_one_or_none()
        if row is None:
            return None
        region, name = row.region_id, (await session.get_one(Region, row.region_id)).name
        found = await _offers(session, region, narrowed, PAGE + 1)
    if row.used_on != (today := local_date(now())):
        await _used(row.id, today)
    more = found[PAGE - 1].id if len(found) > PAGE else None
    return OffersPage(region=name, offers=tuple(found[:PAGE])), more


async def offers_csv(actor: Actor, region_id: str) -> str:
    """All offers of a region that schools see, a line for each date, with their headings in the language being spoken.
    For its coordinators. Raises `NotFound`."""
    async with writing() as session:
        region = await region_named(session, actor, region_id)
        audit(session, "marketplace.take_offers", actor_id=actor.person_id, thing=f"region:{region.id}")
        lines: list[tuple[str, ...]] = []
        narrowed = Narrowed()
        while found := await _offers(session, region.id, narrowed, PAGE):
            lines += [line for one in found for line in _lines(one)]
            narrowed = Narrowed(after=found[-1].id)
    heads = (
        _("Host"),
        _("Town or village"),
        _("Field of work"),
        _("What is offered"),
        _("Title"),
        _("From which age"),
        _("To which age"),
        _("Languages spoken there"),
        _("First day"),
        _("Last day"),
        _("From"),
        _("Until"),
        _("Seats"),
        _("Free seats"),
        _("Still true on"),
    )
    return written([heads, *lines])


def openapi(address: str) -> Mapping[str, Any]:
    """What programs may ask for, as OpenAPI 3.1; `address` is where this instance is reached."""
    schema = OffersPage.model_json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
    schemas = schema.pop("$defs") | {"OffersPage": schema}
    asked = (
        ("kind", "Offers of this kind alone.", {"$ref": "#/components/schemas/OfferKind"}),
        ("field", "Offers of hosts in this field of work alone.", {"$ref": "#/components/schemas/FieldOfWork"}),
        ("town", "Offers of hosts in this town alone, spelt as in the answers.", {"type": "string"}),
        ("since", "Offers with a date that ends on this day or later.", {"type": "string", "format": "date"}),
        ("until", "Offers with a date that begins on this day or earlier.", {"type": "string", "format": "date"}),
        ("after", "The last id of the page before.", {"type": "string", "format": "uuid"}),
    )
    said = {"type": "object", "properties": {"error": {"type": "string"}}, "required": ["error"]}
    answers: dict[str, Any] = {
        "200": {
            "description": "A page of offers.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/OffersPage"}}},
        }
    }
    for status, words in (
        ("400", "A parameter cannot be read."),
        ("401", "No key, or one that has ended."),
        ("429", "Too many requests; ask again in a minute."),
    ):
        answers[status] = {"description": words, "content": {"application/json": {"schema": said}}}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Polku: what hosts of a region offer",
            "version": "1",
            "description": "Read-only. A coordinator of the region makes a key; it stands for that region alone.",
        },
        "servers": [{"url": address}],
        "paths": {
            "/api/v1/offers": {
                "get": {
                    "operationId": "offers",
                    "summary": "Offers that schools of the region see today, by their ids.",
                    "security": [{"key": []}],
                    "parameters": [
                        {"name": name, "in": "query", "description": words, "schema": what}
                        for name, words, what in asked
                    ],
                    "responses": answers,
                }
            }
        },
        "components": {"securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}, "schemas": schemas},
    }


async def _used(key_id: UUID, today: date) -> None:
    """Note on which day a key was used, once a day: so that one nobody uses can be ended."""
    async with writing() as session:
        await session.execute(update(ReadingKey).where(col(ReadingKey.id) == key_id).values(used_on=today))


async def _offers(session: AsyncSession, region: UUID, narrowed: Narrowed, most: int) -> list[PublishedOffer]:
    today = local_date(now())
    wanted = (
        select(Offer, col(Host.name), col(Host.website))
        .join(Host, col(Host.id) == col(Offer.host_id))
        .where(
            col(Offer.region_id) == region,
            col(Offer.ended_at).is_(None),
            col(Offer.shown_until) >= today,
            col(Offer.confirmed_on) > today - TRUE_FOR,
        )
        .order_by(col(Offer.id))
        .limit(most)
    )
    for column, value in ((Offer.kind, narrowed.kind), (Offer.field, narrowed.field), (Offer.town, narrowed.town)):
        if value:
            wanted = wanted.where(col(column) == value)
    if narrowed.after:
        wanted = wanted.where(col(Offer.id) > narrowed.after)
    if narrowed.since or narrowed.until:
        on = select(col(OfferDate.offer_id)).where(col(OfferDate.last_day) >= (narrowed.since or today))
        if narrowed.until:
            on = on.where(col(OfferDate.first_day) <= narrowed.until)
        wanted = wanted.where(col(Offer.id).in_(on))
    rows = (await session.execute(wanted)).all()
    dated = {shown.offer.id: shown.dates for shown in await with_dates(session, [row[0] for row in rows])}
    return [_published(offer, name, website, dated[offer.id], today) for offer, name, website in rows]


def _published(offer: Offer, host: str, website: str, dates: Sequence[OfferDate], today: date) -> PublishedOffer:
    return PublishedOffer(
        id=offer.id,
        kind=OfferKind(offer.kind),
        title=offer.title,
        words=offer.words,
        host=host,
        field=FieldOfWork(offer.field),
        town=offer.town,
        website=website,
        ages_from=offer.ages_from,
        ages_to=offer.ages_to,
        languages=offer.languages,
        access=offer.access,
        clothing=offer.clothing,
        lunch=offer.lunch,
        confirmed_on=offer.confirmed_on,
        dates=tuple(
            PublishedDate(
                first_day=one.first_day,
                last_day=one.last_day,
                begins=clock_typed(one.begins),
                ends=clock_typed(one.ends),
                seats=one.seats,
                free=one.seats - one.taken,
            )
            for one in dates
            if one.last_day >= today
        ),
    )


def _lines(one: PublishedOffer) -> list[tuple[str, ...]]:
    begins = (
        one.host,
        one.town,
        _(FIELD_NAMES[one.field]),
        _(KIND_NAMES[one.kind]),
        one.title,
        str(one.ages_from),
        str(one.ages_to),
        one.languages,
    )
    true = one.confirmed_on.isoformat()
    if not one.dates:
        return [(*begins, "", "", "", "", "", "", true)]
    return [
        (
            *begins,
            when.first_day.isoformat(),
            when.last_day.isoformat(),
            when.begins,
            when.ends,
            str(when.seats),
            str(when.free),
            true,
        )
        for when in one.dates
    ]
