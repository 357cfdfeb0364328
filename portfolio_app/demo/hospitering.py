"""Taster days at an upper-secondary school (hospitering): one period in which pupils rank programmes now, and one in
which their teacher has placed some of them by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from portfolio_app.core.strict_yaml import read_yaml
from portfolio_app.core.wording import folded
from portfolio_app.demo.chance import chance_for
from portfolio_app.demo.holidays import school_days_from
from portfolio_app.demo.people import NORWEGIAN, DemoPupil
from portfolio_app.demo.places import SCHOOLS
from portfolio_app.demo.rows import identity
from portfolio_app.demo.story import Scene
from portfolio_app.demo.words import TEXTS
from portfolio_app.marketplace.booking.models import Booking, State
from portfolio_app.marketplace.findable import describe
from portfolio_app.marketplace.models import Host, HostContact, HostKind, Offer, OfferDate, OfferKind
from portfolio_app.marketplace.periods.models import Period, PeriodClass, PeriodOffer, Wish
from portfolio_app.marketplace.placements.models import BirthMonth, Placement
from portfolio_app.marketplace.placements.placing import offered

BEGINS, ENDS = 9 * 60, 13 * 60 + 30
PHONE = "400 00 000"


@dataclass(frozen=True)
class Tasting:
    """A period: for a class, with its teacher, so many weeks ahead; pupils say until how many days before (or after,
    when negative) what they wish, and so many of those who did are `placed`."""

    key: str
    name: str
    class_name: str
    adult: str
    weeks: int
    wishes_in: int
    placed: float


TASTINGS = (
    Tasting("tasting 9A", "Hospitering 9A", "9A", "ingrid", 8, 12, 0.0),
    Tasting("tasting 10B", "Hospitering 10B", "10B", "torerik", 2, -3, 0.6),
)


def add_hospitering(scene: Scene, everybody: Sequence[DemoPupil]) -> None:
    """The school that takes them in, its programmes, and both periods."""
    data: Any = read_yaml((TEXTS / "hospitering.yaml").read_text("utf-8")).data
    host = _host(scene, data)
    days = {one.key: _first_day(scene, one) for one in TASTINGS}
    programmes = [_programme(scene, host, data["contact"], each, days) for each in data["programmes"]]
    for one in TASTINGS:
        pupils = [each for each in everybody if each.school == NORWEGIAN and each.class_name == one.class_name]
        _period(scene, one, days[one.key], data, host, programmes, pupils)


def _first_day(scene: Scene, one: Tasting) -> date:
    """A Tuesday near the weeks it says: no holiday, and in no week in which the class goes out anyway."""
    today, about = scene.years.now.date(), identity("class", NORWEGIAN, one.class_name)
    theirs = {
        row.period_id for row in scene.rows.of("period_class") if isinstance(row, PeriodClass) and row.class_id == about
    }
    taken = [row for row in scene.rows.of("period") if isinstance(row, Period) and row.id in theirs]
    first = school_days_from(today - timedelta(days=today.weekday() - 1) + timedelta(weeks=one.weeks), 2)
    while any(row.first_day <= first + timedelta(days=1) and first <= row.last_day for row in taken):
        first = school_days_from(first + timedelta(weeks=1), 2)
    return first


def _host(scene: Scene, data: Any) -> Host:
    moment, region = scene.years.now - timedelta(days=200), SCHOOLS[NORWEGIAN].region
    about = identity("host", data["host"])
    host = Host(
        id=about,
        region_id=identity("region", region.name),
        name=data["host"],
        sort_name=folded(data["host"]),
        kind=HostKind.SCHOOL,
        field="learning",
        town=data["town"],
        address=data["address"],
        words=data["words"],
        searched=folded(f"{data['host']} {data['town']}"),
        approved_until=(scene.years.now + timedelta(days=300)).date(),
        approved_by=scene.ids["randi"],
        made_at=moment,
        made_by=scene.ids["randi"],
        changed_at=moment,
        request=identity("request", about),
    )
    mail = f"{folded(data['contact']).replace(' ', '.')}@example.org"
    contact = identity("host contact", data["host"])
    scene.rows.add(
        host,
        HostContact(
            id=contact,
            host_id=about,
            name=data["contact"],
            mail=mail,
            mail_key=mail,
            phone="+47 400 00 000",
            language="nb",
            confirmed_at=moment,
            made_at=moment,
            request=identity("request", contact),
        ),
    )
    return host


def _programme(
    scene: Scene, host: Host, contact: str, each: Any, days: Mapping[str, date]
) -> tuple[Offer, dict[str, list[OfferDate]], str]:
    """The offer, its two dates in each period, and how to get there."""
    moment = scene.years.now - timedelta(days=40)
    about = identity("offer", host.name, each["title"])
    offer = Offer(
        id=about,
        host_id=host.id,
        kind=OfferKind.TASTER,
        title=each["title"],
        words=each["words"],
        ages_from=13,
        ages_to=17,
        responsible=contact,
        languages="norsk",
        access="Heis i alle bygg.",
        clothing=each["clothing"],
        lunch="Kantina er åpen fra kl. 11.",
        confirmed_on=moment.date(),
        made_at=moment,
        changed_at=moment,
        request=identity("request", about),
    )
    describe(offer, host)
    offer.last_day = max(days.values()) + timedelta(days=1)
    dates = {
        key: [
            OfferDate(
                id=identity("offer date", about, key, number),
                offer_id=about,
                first_day=first + timedelta(days=number),
                last_day=first + timedelta(days=number),
                begins=BEGINS,
                ends=ENDS,
                seats=each["seats"],
            )
            for number in range(2)
        ]
        for key, first in days.items()
    }
    scene.rows.add(offer, *(one for some in dates.values() for one in some))
    return offer, dates, each["way_there"]


def _period(
    scene: Scene,
    one: Tasting,
    first: date,
    data: Any,
    host: Host,
    programmes: Sequence[tuple[Offer, dict[str, list[OfferDate]], str]],
    pupils: Sequence[DemoPupil],
) -> None:
    made, about = scene.years.now - timedelta(days=21), identity("period", one.key)
    period = Period(
        id=about,
        school_id=identity("school", NORWEGIAN),
        name=one.name,
        kind=OfferKind.TASTER,
        first_day=first,
        last_day=first + timedelta(days=1),
        wishes_until=min(scene.years.now.date() + timedelta(days=one.wishes_in), first - timedelta(days=1)),
        words="Én dag på videregående. Velg tre program, det du helst vil først.",
        adult_id=scene.ids[one.adult],
        adult_phone=PHONE,
        announced_at=made,
        made_by=scene.ids[one.adult],
        made_at=made,
        changed_at=made,
        request=identity("request", about),
    )
    scene.rows.add(
        period,
        PeriodClass(
            id=identity("period class", one.key),
            period_id=about,
            class_id=identity("class", NORWEGIAN, one.class_name),
        ),
        *(
            PeriodOffer(
                id=identity("period offer", one.key, offer.id),
                period_id=about,
                offer_id=offer.id,
                way_there=way,
                made_at=made,
            )
            for offer, _dates, way in programmes
        ),
    )
    chance = chance_for("hospitering", one.key)
    for pupil in pupils:
        if not pupil.signed_in or pupil.username == "nils" or chance.random() < 0.15:
            continue  # has not said anything yet
        wished = chance.sample(list(programmes), k=chance.choice((2, 3, 3, 3)))
        scene.rows.add(
            *(
                Wish(
                    id=identity("wish", one.key, pupil.username, rank),
                    period_id=about,
                    person_id=scene.ids[pupil.username],
                    rank=rank,
                    offer_id=offer.id,
                    why=chance.choice(data["whys"]) if rank == 1 else "",
                    made_at=scene.years.now - timedelta(days=chance.randrange(4, 15)),
                )
                for rank, (offer, _dates, _way) in enumerate(wished, start=1)
            )
        )
        if chance.random() < one.placed:
            _place(scene, one, period, pupil, host, wished, chance)


def _place(
    scene: Scene,
    one: Tasting,
    period: Period,
    pupil: DemoPupil,
    host: Host,
    wished: Sequence[tuple[Offer, dict[str, list[OfferDate]], str]],
    chance: Random,
) -> None:
    """On the first date with a free seat of what they wish most."""
    free = [(offer, day, way) for offer, dates, way in wished for day in dates[one.key] if day.taken < day.seats]
    if not free:
        return
    offer, day, way = free[0]
    day.taken += 1
    moment, person = scene.years.now - timedelta(days=2), scene.ids[pupil.username]
    booking = identity("booking", one.key, pupil.username)
    month = identity("birth month", pupil.username)
    if not any(row.id == month for row in scene.rows.of("birth_month")):
        scene.rows.add(
            BirthMonth(
                id=month,
                person_id=person,
                sealed=f"{scene.years.now.year - 16}-{chance.randint(1, 12):02d}",
                by_id=scene.ids[one.adult],
                made_at=moment,
            )
        )
    scene.rows.add(
        Booking(
            id=booking,
            offer_date_id=day.id,
            school_id=period.school_id,
            period_id=period.id,
            pupil_id=person,
            seats=1,
            state=State.BOOKED,
            by_id=scene.ids[one.adult],
            made_at=moment,
            changed_at=moment,
            request=identity("request", booking),
        ),
        Placement(
            id=_placement_id(one, pupil),
            person_id=person,
            school_id=period.school_id,
            period_id=period.id,
            booking_id=booking,
            **offered(day, offer, host),
            way_there=way,
            adult_id=scene.ids[one.adult],
            adult_phone=PHONE,
            made_at=moment,
            changed_at=moment,
            seen_at=moment + timedelta(days=1) if chance.random() < 0.5 else None,
        ),
    )


def _placement_id(one: Tasting, pupil: DemoPupil) -> UUID:
    return identity("placement", one.key, pupil.username)
