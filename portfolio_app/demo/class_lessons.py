"""What two classes of the demo have to do, have planned and were taught: three years with a visit that fell out, some
deadlines, and lessons that were held with somebody away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from portfolio_app.core.errors import NotFound
from portfolio_app.demo.chance import chance_for
from portfolio_app.demo.people import FINNISH, NORWEGIAN, DemoPupil
from portfolio_app.demo.rows import identity
from portfolio_app.demo.story import Scene
from portfolio_app.learning.modules import module
from portfolio_app.learning.reading import Module
from portfolio_app.learning.teaching import material
from portfolio_app.learning.teaching.assigning import target_of
from portfolio_app.learning.teaching.days import school_year_days, school_year_of
from portfolio_app.learning.teaching.laying_out import laid_out
from portfolio_app.learning.teaching.models import (
    AssignedActivity,
    AssignedPupil,
    Assignment,
    HeldLesson,
    LessonPupil,
    PlanItem,
    PlanKind,
)

AWAY = 0.06
"""How often a pupil is not there."""


@dataclass(frozen=True)
class Day:
    """A day of a plan: so many days after its first school year began."""

    kind: PlanKind
    title: str
    after: int
    words: str = ""
    minutes: int = 0
    aims: tuple[int, ...] = ()
    families: bool = False
    cancelled: bool = False


@dataclass(frozen=True)
class Taught:
    """A class, who teaches it, how many years ago its plan began, and what stands there beside modules."""

    school: str
    name: str
    teacher: str
    began: int
    days: tuple[Day, ...]
    group: tuple[str, ...]
    """Pupils who have something to do by themselves."""


CLASSES = (
    Taught(
        FINNISH,
        "8B",
        "tuula",
        0,
        (
            Day(
                PlanKind.EXTERNAL,
                "Tutustumispäivä Aurajoen lukiossa",
                110,
                "Lähtö klo 8.30 pääovelta. Ota eväät mukaan.",
                300,
                (3,),
            ),
            Day(PlanKind.EXTERNAL, "Yritysvierailu pyöräpajalla", 75, "", 180, (4, 5), cancelled=True),
            Day(PlanKind.EXTERNAL, "Opinto- ja ammattimessut", 195, "", 240, (1, 3)),
            Day(
                PlanKind.DEADLINE,
                "TET-sopimus palautetaan",
                170,
                "Allekirjoitukset: työpaikka, huoltaja ja sinä. Palauta Tuulalle.",
                families=True,
            ),
            Day(PlanKind.DEADLINE, "Valinnaisaineet valitaan Wilmassa", 160, "", families=True),
        ),
        ("siiri", "venla"),
    ),
    Taught(
        NORWEGIAN,
        "9A",
        "ingrid",
        1,
        (
            Day(PlanKind.EXTERNAL, "Besøk på Fjordvik videregående skole", 480, "Ta med joggesko.", 300, (3,)),
            Day(PlanKind.EXTERNAL, "Utdanningsmessa", 530, "", 240, (1, 3)),
            Day(PlanKind.DEADLINE, "Ønsker til hospitering", 500, "Tre ønsker, i rekkefølge.", families=True),
        ),
        ("nils",),
    ),
)


def add_class_lessons_to_do(scene: Scene, everybody: Sequence[DemoPupil]) -> None:
    """Plans, assignments and lessons that were held."""
    for one in CLASSES:
        pupils = [who for who in everybody if (who.school, who.class_name) == (one.school, one.name)]
        first = school_year_of(scene.years.now.date()) - one.began
        _plan(scene, one, first)
        _assign(scene, one)
        _hold(scene, one, pupils)


def _plan(scene: Scene, one: Taught, first: int) -> None:
    begins = school_year_days(first)[0]
    made = datetime.combine(begins, time(9), UTC)
    for place, day in laid_out(list(material.places().values()), first):
        _item(
            scene,
            one,
            place.module,
            kind=PlanKind.MODULE,
            programme=place.programme,
            module=place.module,
            day=day,
            minutes=place.minutes,
            aims=list(place.aims),
            made_at=made,
        )
    for day in one.days:
        _item(
            scene,
            one,
            day.title,
            kind=day.kind,
            title=day.title,
            words=day.words,
            day=_weekday(begins + timedelta(days=day.after)),
            minutes=day.minutes,
            aims=list(day.aims),
            families=day.families,
            cancelled_at=scene.years.now - timedelta(days=9) if day.cancelled else None,
            made_at=made,
        )


def _item(scene: Scene, one: Taught, what: str, *, made_at: datetime, **values: Any) -> None:
    about = identity("plan item", one.name, what)
    by = scene.ids[one.teacher]
    scene.rows.add(
        PlanItem(
            id=about,
            school_id=identity("school", one.school),
            class_id=_class(one),
            by_id=by,
            changed_by_id=by,
            made_at=made_at,
            changed_at=made_at,
            request=identity("request", about),
            **values,
        )
    )


def _assign(scene: Scene, one: Taught) -> None:
    """A module that was due, a part of another that is due next week, and something for two alone."""
    today = scene.years.now.date()
    for name, whole, first, last, group in (
        ("strengths-i-can-show", True, -30, -6, ()),
        ("money-and-contracts", False, -4, 8, ()),
        ("money-and-contracts", False, -2, 20, one.group),
    ):
        lesson = _module(name)
        if lesson is None:
            continue
        codes = [piece.code for piece in material.material_of(lesson).pieces]
        part = codes if whole else codes[4:] if group else codes[:4]
        days = (_weekday(today + timedelta(days=first)), _weekday(today + timedelta(days=last)))
        _assignment(scene, one, lesson, part, days, group)


def _assignment(
    scene: Scene, one: Taught, lesson: Module, codes: Sequence[str], days: tuple[date, date], group: Sequence[str]
) -> None:
    about = identity("assignment", one.name, lesson.name, *group)
    by, made = scene.ids[one.teacher], datetime.combine(days[0], time(8, 40), UTC)
    target = target_of([scene.ids[who] for who in group])
    pieces = {piece.code: piece.minutes for piece in material.material_of(lesson).pieces}
    scene.rows.add(
        Assignment(
            id=about,
            school_id=identity("school", one.school),
            class_id=_class(one),
            programme=lesson.programme,
            module=lesson.name,
            version_id=identity("version", lesson.hash),
            activities=list(codes),
            minutes=sum(pieces[code] for code in codes),
            whole=len(codes) == len(pieces),
            target=target,
            first_day=days[0],
            due_on=days[1],
            by_id=by,
            made_at=made,
            changed_by_id=by,
            changed_at=made,
            request=identity("request", about),
        ),
        *(
            AssignedActivity(
                id=identity("assigned", about, code),
                assignment_id=about,
                class_id=_class(one),
                target=target,
                module=lesson.name,
                activity=code,
            )
            for code in codes
        ),
        *(
            AssignedPupil(id=identity("assigned to", about, who), assignment_id=about, person_id=scene.ids[who])
            for who in group
        ),
    )


def _hold(scene: Scene, one: Taught, pupils: Sequence[DemoPupil]) -> None:
    """Four lessons on strengths in the last weeks, the last one two days ago."""
    lesson = _module("strengths-i-can-show")
    if lesson is None:
        return
    known = material.material_of(lesson)
    codes = [piece.code for piece in known.pieces]
    for number in range(4):
        day = _weekday(scene.years.now.date() - timedelta(days=23 - 7 * number))
        about = identity("held lesson", one.name, day)
        chance = chance_for("held lesson", one.name, number)
        scene.rows.add(
            HeldLesson(
                id=about,
                school_id=identity("school", one.school),
                class_id=_class(one),
                module=lesson.name,
                activities=codes[2 * number : 2 * number + 2],
                aims=list(known.aims),
                held_on=day,
                minutes=45,
                by_id=scene.ids[one.teacher],
                made_at=datetime.combine(day, time(12, 5), UTC),
                request=identity("request", about),
            ),
            *(
                LessonPupil(
                    id=identity("at lesson", about, who.username),
                    lesson_id=about,
                    person_id=scene.ids[who.username],
                )
                for who in pupils
                if chance.random() > AWAY
            ),
        )


def _module(name: str) -> Module | None:
    try:
        return module(name)
    except NotFound:  # an installation with other lessons
        return None


def _class(one: Taught) -> UUID:
    return identity("class", one.school, one.name)


def _weekday(day: date) -> date:
    """That day, or the Friday before."""
    return day - timedelta(days=max(0, day.weekday() - 4))
