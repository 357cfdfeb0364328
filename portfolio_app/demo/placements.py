"""Periods of the demo's schools, with placements in every state: one that is over, one under way, one that comes soon,
one that is planned; seats that are booked, held and waited for; agreements that nobody, some or all have signed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import cast
from uuid import UUID

from portfolio_app.core.secrets import seal
from portfolio_app.demo.chance import chance_for
from portfolio_app.demo.diaries import add_diaries
from portfolio_app.demo.holidays import school_days_from
from portfolio_app.demo.hospitering import add_hospitering
from portfolio_app.demo.people import FINNISH, NORWEGIAN, STAFF, DemoPupil
from portfolio_app.demo.places import SCHOOLS
from portfolio_app.demo.rows import Rows, identity
from portfolio_app.demo.story import Scene
from portfolio_app.marketplace.booking.models import Booking, State
from portfolio_app.marketplace.models import Host, HostContact, Offer, OfferDate
from portfolio_app.marketplace.periods.models import Period, PeriodClass, Wish
from portfolio_app.marketplace.placements.ages import PURPOSE
from portfolio_app.marketplace.placements.agreements import terms_of
from portfolio_app.marketplace.placements.models import (
    Agreement,
    BirthMonth,
    FamilyContact,
    Party,
    Placement,
    Signature,
    SignatureAsk,
)
from portfolio_app.marketplace.placements.placing import offered

PHONES = {FINNISH: "040 000 0000", NORWEGIAN: "400 00 000"}


@dataclass(frozen=True)
class Planned:
    """A period: so many weeks from now (before, when negative), for a class; `places` of its pupils have a
    workplace, so far in so many ways as `states` says."""

    key: str
    school: str
    name: str
    classes: tuple[str, ...]
    weeks: int
    days: int
    kind: str
    adult: str
    share: float
    """How many of the pupils have a workplace."""
    announced: bool = True
    words: str = ""


PERIODS = (
    Planned(
        "past",
        FINNISH,
        "TET 9C, syksy",
        ("9C",),
        -5,
        5,
        "week",
        "janne",
        0.8,
        words="Viisi päivää työpaikalla. Muista päiväkirja.",
    ),
    Planned(
        "soon",
        FINNISH,
        "TET 8. luokat",
        ("8A", "8B"),
        4,
        5,
        "week",
        "petri",
        0.6,
        words="Viikko työpaikalla, enintään kuusi tuntia päivässä. Kysy rohkeasti paikkaa itse.",
    ),
    Planned(
        "now",
        NORWEGIAN,
        "Arbeidsuke 9A",
        ("9A",),
        0,
        5,
        "week",
        "ingrid",
        0.8,
        words="En uke på et arbeidssted. Skriv dagbok, den er bare din.",
    ),
    Planned("later", FINNISH, "TET-päivä 7A", ("7A",), 18, 1, "week", "tuula", 0.0, announced=False),
    Planned(
        "fjord",
        NORWEGIAN,
        "Arbeidsuke 10B",
        ("10B",),
        3,
        5,
        "week",
        "torerik",
        0.7,
        words="En uke på et arbeidssted. Husk matpakke.",
    ),
)


def add_placements(scene: Scene, everybody: Sequence[DemoPupil]) -> None:
    """All of them."""
    for one in PERIODS:
        _add(
            scene, one, [pupil for pupil in everybody if pupil.school == one.school and pupil.class_name in one.classes]
        )
    add_hospitering(scene, everybody)
    add_diaries(scene, {scene.ids[one.username]: one for one in everybody})


def seal_months(rows: Rows) -> None:
    """Seal the months of birth for this instance: that looks different each time."""
    for month in cast(list[BirthMonth], rows.of("birth_month")):
        month.sealed = seal(PURPOSE, month.sealed.encode())


def _monday(scene: Scene, weeks: int, days: int) -> date:
    """The Monday so many weeks from now, or one near it from which so many days are no holiday: what is over or under
    way lay earlier, what comes lies later."""
    today = scene.years.now.date()
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=weeks)
    return school_days_from(monday, days, earlier=weeks <= 0)


def _add(scene: Scene, one: Planned, pupils: Sequence[DemoPupil]) -> None:
    chance = chance_for("period", one.key)
    now = scene.years.now
    first = _monday(scene, one.weeks, one.days)
    last = first + timedelta(days=one.days - 1)
    made = now - timedelta(weeks=max(6, 12 - one.weeks))
    about = identity("period", one.key)
    scene.rows.add(
        Period(
            id=about,
            school_id=identity("school", one.school),
            name=one.name,
            kind=one.kind,
            first_day=first,
            last_day=last,
            wishes_until=first - timedelta(days=14),
            words=one.words,
            adult_id=scene.ids[one.adult],
            adult_phone=PHONES[one.school],
            announced_at=made if one.announced else None,
            made_by=scene.ids[one.adult],
            made_at=made,
            changed_at=made,
            request=identity("request", about),
        )
    )
    scene.rows.add(
        *(
            PeriodClass(
                id=identity("period class", one.key, name),
                period_id=about,
                class_id=identity("class", one.school, name),
            )
            for name in one.classes
        )
    )
    seats = _seats(scene, one, first, last)
    for pupil in pupils:
        _wishes(scene, one, about, pupil, chance)
        if not pupil.signed_in or chance.random() > one.share:
            continue
        if (seat := next(seats, None)) is None:
            continue
        _Placed(scene, one, pupil, seat, chance, made).add()


@dataclass(frozen=True)
class _Seat:
    host: Host
    offer: Offer
    date: OfferDate
    contact: HostContact | None


def _seats(scene: Scene, one: Planned, first: date, last: date) -> Iterator[_Seat]:
    """Seats of hosts in the school's region, on the days of the period: their weeks take place then too."""
    region = identity("region", SCHOOLS[one.school].region.name)
    hosts = {row.id: row for row in scene.rows.of("host") if isinstance(row, Host) and row.region_id == region}
    contacts = {
        row.host_id: row for row in scene.rows.of("host_contact") if isinstance(row, HostContact) and row.confirmed_at
    }
    for offer in [row for row in scene.rows.of("offer") if isinstance(row, Offer)]:
        host = hosts.get(offer.host_id)
        if host is None or offer.kind != one.kind or offer.ended_at is not None:
            continue
        dates = [row for row in scene.rows.of("offer_date") if isinstance(row, OfferDate) and row.offer_id == offer.id]
        dated = dates[0]
        date_row = next((row for row in dates if row.first_day == first), None)
        if date_row is None:
            date_row = OfferDate(
                id=identity("offer date", offer.id, one.key),
                offer_id=offer.id,
                first_day=first,
                last_day=last,
                begins=dated.begins,
                ends=dated.ends,
                seats=dated.seats,
            )
            scene.rows.add(date_row)
        for _seat in range(date_row.seats - date_row.taken):
            yield _Seat(host, offer, date_row, contacts.get(host.id))


def _wishes(scene: Scene, one: Planned, period: UUID, pupil: DemoPupil, chance: Random) -> None:
    if one.key == "later" or chance.random() < 0.3:
        return
    fields = ["food", "care", "learning", "trade", "industry", "media", "building"]
    for rank, name in enumerate(chance.sample(fields, k=chance.randint(1, 3)), start=1):
        scene.rows.add(
            Wish(
                id=identity("wish", one.key, pupil.username, rank),
                period_id=period,
                person_id=scene.ids[pupil.username],
                rank=rank,
                field=name,
                made_at=scene.years.now - timedelta(weeks=6),
            )
        )


@dataclass(frozen=True)
class _Placed:
    """A pupil at a seat, and how far that is."""

    scene: Scene
    one: Planned
    pupil: DemoPupil
    seat: _Seat
    chance: Random
    made: datetime

    @property
    def about(self) -> UUID:
        """The placement's id."""
        return identity("placement", self.one.key, self.pupil.username)

    def add(self) -> None:
        """Its rows."""
        scene, seat, person = self.scene, self.seat, self.scene.ids[self.pupil.username]
        begun = self.one.weeks <= 0
        held = not begun and self.chance.random() < 0.12
        booking = identity("booking", self.one.key, self.pupil.username)
        seat.date.taken += 1
        scene.rows.add(
            Booking(
                id=booking,
                offer_date_id=seat.date.id,
                school_id=identity("school", self.one.school),
                period_id=identity("period", self.one.key),
                pupil_id=person,
                seats=1,
                state=State.HELD if held else State.BOOKED,
                held_until=scene.years.now + timedelta(hours=30) if held else None,
                by_id=scene.ids[self.one.adult],
                made_at=self.made + timedelta(days=7),
                changed_at=self.made + timedelta(days=7),
                request=identity("request", booking),
            )
        )
        month = identity("birth month", self.pupil.username)
        if not any(row.id == month for row in scene.rows.of("birth_month")):
            year = scene.years.now.year - (15 if "9" in self.pupil.class_name or "10" in self.pupil.class_name else 14)
            scene.rows.add(
                BirthMonth(
                    id=month,
                    person_id=person,
                    sealed=f"{year - 1}-{self.chance.randint(1, 12):02d}",  # see `seal_months`
                    by_id=scene.ids[self.one.adult],
                    made_at=self.made,
                )
            )
        if held:
            return
        # How far it is: 0 booked, 1 terms written, 2 the family asked, 3 signed by it, 4 by the host, 5 by the school
        far = 5 if begun else self.chance.randint(0, 5)
        self._placement(booking, far)
        if far >= 1:
            self._agreement(far)

    def _placement(self, booking: UUID, far: int) -> None:
        offer, host, day = self.seat.offer, self.seat.host, self.seat.date
        approved = self.made + timedelta(days=20) if far >= 5 else None
        self.scene.rows.add(
            Placement(
                id=self.about,
                person_id=self.scene.ids[self.pupil.username],
                school_id=identity("school", self.one.school),
                period_id=identity("period", self.one.key),
                booking_id=booking,
                **offered(day, offer, host),
                photos_allowed=self.chance.random() < 0.5 or self.pupil.username == "nils",
                adult_id=self.scene.ids[self.one.adult],
                adult_phone=PHONES[self.one.school],
                made_at=self.made + timedelta(days=7),
                changed_at=self.made + timedelta(days=7),
                approved_at=approved,
                approved_by=self.scene.ids[self.one.adult] if approved else None,
                seen_at=self.made + timedelta(days=22) if far >= 5 and self.chance.random() < 0.6 else None,
            )
        )

    def _agreement(self, far: int) -> None:
        scene, day = self.scene, self.seat.date
        agreement = identity("agreement", self.about)
        written = self.made + timedelta(days=10)
        placement = next(row for row in cast(list[Placement], scene.rows.of("placement")) if row.id == self.about)
        scene.rows.add(
            Agreement(
                id=agreement,
                placement_id=self.about,
                version=1,
                terms=terms_of(placement),
                made_at=written,
                made_by=scene.ids[self.one.adult],
                keep_until=day.last_day + timedelta(days=365),
                request=identity("request", agreement),
            )
        )
        last_name = self.pupil.name.split()[-1]
        contact = identity("family contact", self.pupil.username)
        guardian = f"{self.chance.choice(('Minna', 'Timo', 'Sari', 'Jari', 'Hanne', 'Ole'))} {last_name}"
        if far >= 2 and not any(row.id == contact for row in scene.rows.of("family_contact")):
            scene.rows.add(
                FamilyContact(
                    id=contact,
                    person_id=scene.ids[self.pupil.username],
                    name=guardian,
                    language=self.pupil.writes if self.pupil.writes in ("fi", "nb") else "en",
                    way="mail",
                    mail=f"{self.pupil.username}.koti@example.org",
                    given_by=scene.ids[self.pupil.username],
                    made_at=written,
                    changed_at=written,
                )
            )
        for number, party in enumerate((Party.FAMILY, Party.HOST, Party.SCHOOL), start=3):
            if far >= number - 1 and party is not Party.SCHOOL:
                self._ask(party, written, guardian)
            if far >= number:
                name = {
                    Party.FAMILY: guardian,
                    Party.HOST: self.seat.offer.responsible,
                    Party.SCHOOL: next(one.name for one in STAFF if one.username == self.one.adult),
                }[party]
                scene.rows.add(
                    Signature(
                        id=identity("signature", self.about, party),
                        agreement_id=agreement,
                        party=party,
                        name=name,
                        way="account" if party is Party.SCHOOL else "paper" if self.chance.random() < 0.2 else "link",
                        signed_at=written + timedelta(days=number),
                    )
                )

    def _ask(self, party: Party, written: datetime, guardian: str) -> None:
        contact = self.seat.contact
        if party is Party.HOST and contact is None:
            return
        host = party is Party.HOST and contact is not None
        self.scene.rows.add(
            SignatureAsk(
                id=identity("form ask", self.about, party),
                placement_id=self.about,
                party=party,
                contact_id=contact.id if host and contact else None,
                name=contact.name if host and contact else guardian,
                mail=contact.mail if host and contact else f"{self.pupil.username}.koti@example.org",
                language=contact.language if host and contact else "en",
                opens=identity("opens", self.about, party),
                opens_until=written + timedelta(days=60),
                asked_at=written + timedelta(days=1),
                asked_by=self.scene.ids[self.one.adult],
            )
        )
