"""The year after school in the demo: guidance contacts, what pupils of classes that leave have agreed to and told, and
how those who have left say it is going."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import cast
from uuid import UUID

from portfolio_app.demo.chance import chance_for
from portfolio_app.demo.people import FINNISH, NORWEGIAN
from portfolio_app.demo.rows import identity
from portfolio_app.demo.story import Scene
from portfolio_app.guidance.check_ins import CHECK_IN, MONTHS
from portfolio_app.guidance.contacts import WISH
from portfolio_app.guidance.departure import months_after
from portfolio_app.guidance.models import (
    CheckIn,
    CheckInAgreement,
    ContactWish,
    Destination,
    DestinationKind,
    GuidanceContact,
    HowItGoes,
    RightPlace,
)
from portfolio_app.notices.kinds import CHECKED_IN, CHECKING_IN, CONTACT_WISHED, NoticeKind
from portfolio_app.notices.models import Notice
from portfolio_app.schools.models import ClassMember, Leaving, SchoolClass

AGREES = 0.6
TELLS = 0.4
"""How many of a class have agreed to be asked, and told where they go: as far as they want, and not everybody does."""


@dataclass(frozen=True)
class _School:
    """The contact of a school, the places people go to from there, and what one who left says in their language."""

    contact: str
    how: str
    places: Mapping[DestinationKind, tuple[str, ...]]
    answer: str
    wish: str
    reach: str


_SCHOOLS = {
    FINNISH: _School(
        "petri",
        "petri.lahtinen@auranlaakso.example, ma–to 9–14",
        {
            DestinationKind.UPPER_SECONDARY: ("Aurajoen lukio", "Ristikallion lukio", ""),
            DestinationKind.VOCATIONAL: ("Jokilaakson ammattiopisto, sähköala", "Jokilaakson ammattiopisto", ""),
            DestinationKind.APPRENTICESHIP: ("Autokorjaamo Lehto",),
            DestinationKind.UNKNOWN: ("",),
        },
        "Työpaja on kiva, mutta matka kestää yli tunnin. Mietin, onko lähempänä jotain.",
        "Haluaisin puhua alan vaihtamisesta ennen joulua.",
        "050 555 0142, koulun jälkeen",
    ),
    NORWEGIAN: _School(
        "marit",
        "marit.nygard@fjordvik.example, man–tor 9–14",
        {
            DestinationKind.UPPER_SECONDARY: ("Fjordvik videregående skole", ""),
            DestinationKind.VOCATIONAL: ("Sundet videregående skole, elektro", "Sundet videregående skole"),
            DestinationKind.APPRENTICESHIP: ("Nes båtbyggeri",),
            DestinationKind.OTHER: ("Folkehøgskole", ""),
        },
        "Verkstedet er fint, men det er langt å reise. Jeg lurer på om det finnes noe nærmere.",
        "Jeg vil gjerne snakke om å bytte linje før jul.",
        "555 01 42, etter skolen",
    ),
}


def add_after_school(scene: Scene) -> None:
    """Add it, for the classes that leave and the people who have left among the rows."""
    for key, school in _SCHOOLS.items():
        school_id = identity("school", key)
        scene.rows.add(
            GuidanceContact(
                id=identity("guidance contact", key),
                school_id=school_id,
                adult_id=scene.ids[school.contact],
                how=school.how,
            )
        )
        for person_id in _leaving(scene, school_id):
            _before(scene, school, school_id, person_id)
        left = cast(list[Leaving], scene.rows.of("leaving"))
        for one in [row for row in left if row.left_on is not None and row.school_id == school_id]:
            _after(scene, school, one)


def _leaving(scene: Scene, school_id: UUID) -> list[UUID]:
    """The pupils of that school whose class has a leaving day."""
    classes = {
        one.id
        for one in cast(list[SchoolClass], scene.rows.of("school_class"))
        if one.school_id == school_id and one.leaving_on is not None
    }
    members = cast(list[ClassMember], scene.rows.of("class_member"))
    return [one.person_id for one in members if one.class_id in classes and one.role == "pupil" and not one.ended_at]


def _before(scene: Scene, school: _School, school_id: UUID, person_id: UUID) -> None:
    chance = chance_for("after school", str(person_id))
    moment = scene.years.now - timedelta(days=chance.randint(2, 40))
    if chance.random() < AGREES:
        _agree(scene, school_id, person_id, days_ago=chance.randint(2, 40))
    if chance.random() >= TELLS:
        return
    kind = chance.choice(tuple(school.places))
    scene.rows.add(
        Destination(
            id=identity("destination", person_id),
            person_id=person_id,
            school_id=school_id,
            kind=kind,
            place=chance.choice(school.places[kind]),
            told_at=moment,
        )
    )


def _agree(scene: Scene, school_id: UUID, person_id: UUID, *, days_ago: int) -> None:
    agreed_at = scene.years.now - timedelta(days=days_ago)
    scene.rows.add(
        CheckInAgreement(
            id=identity("check-in agreement", person_id),
            person_id=person_id,
            school_id=school_id,
            agreed_at=agreed_at,
        )
    )


def _after(scene: Scene, school: _School, leaving: Leaving) -> None:
    """Asked as often as the day is behind them: the latest question waits where an earlier one was answered."""
    today = scene.years.now.date()
    assert leaving.left_on
    days = (today - leaving.left_on).days
    _agree(scene, leaving.school_id, leaving.person_id, days_ago=days + 20)
    asked = [months for months in MONTHS if months_after(leaving.left_on, months) < today]
    contact, chance = scene.ids[school.contact], chance_for("check-in", str(leaving.person_id))
    for months in asked:
        answered = len(asked) == 1 or months != asked[-1]
        _ask(scene, school, leaving, months, contact if answered else None, chance)
    made_at = scene.years.now - timedelta(days=1, hours=3)
    wish = ContactWish(
        id=identity("contact wish", leaving.person_id),
        person_id=leaving.person_id,
        school_id=leaving.school_id,
        words=school.wish,
        reach=school.reach,
        made_at=made_at,
        request=identity("contact wish request", leaving.person_id),
    )
    scene.rows.add(wish)
    _tell(scene, contact, CONTACT_WISHED, leaving.person_id, WISH, wish.id)


def _ask(scene: Scene, school: _School, leaving: Leaving, months: int, contact: UUID | None, chance: Random) -> None:
    assert leaving.left_on
    day = months_after(leaving.left_on, months)
    asked_at = scene.years.now - timedelta(days=(scene.years.now.date() - day).days, hours=2)
    answered_at = scene.years.after(asked_at, chance.randint(1, 6)) if contact else None
    row = CheckIn(
        id=identity("check-in", leaving.person_id, months),
        person_id=leaving.person_id,
        school_id=leaving.school_id,
        months=months,
        asked_at=asked_at,
        goes=HowItGoes.MIXED if contact else "",
        place=RightPlace.PARTLY if contact else "",
        words=school.answer if contact else "",
        answered_at=answered_at,
    )
    scene.rows.add(row)
    _tell(scene, leaving.person_id, CHECKING_IN, None, CHECK_IN, row.id, owner=leaving.person_id, read=bool(contact))
    if contact:
        _tell(scene, contact, CHECKED_IN, leaving.person_id, CHECK_IN, row.id)


def _tell(
    scene: Scene,
    person_id: UUID,
    kind: NoticeKind,
    by: UUID | None,
    thing_kind: str,
    thing: UUID,
    *,
    owner: UUID | None = None,
    read: bool = False,
) -> None:
    once = f"{thing_kind}:{thing}"
    made_at = scene.years.now - timedelta(hours=20)
    scene.rows.add(
        Notice(
            id=identity("notice", kind.code, once),
            person_id=person_id,
            kind=kind.code,
            by_id=by,
            owner_id=owner or by,
            thing_kind=thing_kind,
            thing=str(thing),
            once=once,
            made_at=made_at,
            read_at=made_at if read else None,
        )
    )
