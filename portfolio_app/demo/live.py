"""A lesson that a class of the demo has together right now: most are where all were called to, one is stuck, notes for
a wall wait for the teacher's look. It ends by itself with the day on which the demo was loaded."""

from collections.abc import Sequence
from datetime import date, timedelta

from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import being_in, local_date, zone_of
from portfolio_app.demo.chance import chance_for
from portfolio_app.demo.lessons import keep_version
from portfolio_app.demo.people import FINNISH, DemoPupil
from portfolio_app.demo.rows import identity
from portfolio_app.demo.story import Scene
from portfolio_app.learning.live.models import LiveLesson, LivePlace, LiveWall, WallNote
from portfolio_app.learning.live.walls import questions_of
from portfolio_app.learning.modules import module
from portfolio_app.learning.teaching.days import ends_at

SCHOOL, CLASS, TEACHER, COUNTRY = FINNISH, "7A", "tuula", "FI"
MODULE, OPENED = "who-i-am-in-context", "then-and-now"
QUESTION = "then-and-now.surprise"
BEGAN = timedelta(minutes=40)
AWAY = 0.1
NOTES = (
    "Sattuma sai silloin vain kaksi kättä. Ehkä sitä ei huomaa, kun se tapahtuu.",
    "Raha sai nyt yhden. Meidän kotona siitä ei puhuta.",
    "Paikka on molemmissa suurin. Täällä bussi menee kerran tunnissa.",
    "Voisi johtua siitä, että silloin ei ollut puhelimia.",
    "Säännöt: kaikki nostivat käden, molemmissa.",
    "Oma toive oli ennen pienempi. Voisi johtua siitä, ettei kysytty.",
    "Aika!",
)
SHOWN = 4
"""How many of them the teacher has let onto the wall."""


def add_lesson_together(scene: Scene, everybody: Sequence[DemoPupil]) -> None:
    """The lesson, where its pupils are, and the wall."""
    try:
        lesson = module(MODULE)
    except NotFound:  # an installation with other lessons
        return
    codes = [one.code for one in lesson.about.activities]
    about, began = identity("live lesson", CLASS), scene.years.now - BEGAN
    scene.rows.add(
        LiveLesson(
            id=about,
            school_id=identity("school", SCHOOL),
            class_id=identity("class", SCHOOL, CLASS),
            module=MODULE,
            version_id=keep_version(scene, lesson),
            activity=OPENED,
            opened_at=began + timedelta(minutes=22),
            by_id=scene.ids[TEACHER],
            begun_at=began,
            until=ends_at(_day(scene), COUNTRY),
        )
    )
    question = next(asks for code, _title, asks in questions_of(lesson, "fi") if code == QUESTION)
    wall = identity("live wall", CLASS)
    scene.rows.add(
        LiveWall(
            id=wall,
            live_id=about,
            activity=OPENED,
            about=QUESTION,
            question=question,
            opened_at=began + timedelta(minutes=9),
        )
    )
    pupils = [who for who in everybody if (who.school, who.class_name) == (SCHOOL, CLASS)]
    for number, who in enumerate(pupils):
        _place(scene, who, codes, number)
        if number < len(NOTES):
            scene.rows.add(
                WallNote(
                    id=identity("wall note", who.username),
                    wall_id=wall,
                    person_id=scene.ids[who.username],
                    words=NOTES[number],
                    shown=number < SHOWN,
                )
            )


def _day(scene: Scene) -> date:
    """The day it is at the school."""
    with being_in(zone_of(COUNTRY)):
        return local_date(scene.years.now)


def _place(scene: Scene, who: DemoPupil, codes: Sequence[str], number: int) -> None:
    chance = chance_for("live lesson", who.username)
    if chance.random() < AWAY:
        return
    at = scene.years.now - timedelta(minutes=chance.randrange(3, 17))
    scene.rows.add(
        LivePlace(
            id=identity("live place", who.username),
            live_id=identity("live lesson", CLASS),
            person_id=scene.ids[who.username],
            activity=codes[max(0, codes.index(OPENED) - chance.choice((0, 0, 0, 0, 1, 2)))],
            moved_at=at,
            seen_at=scene.years.now - timedelta(minutes=chance.choice((0, 0, 0, 1, 2))),
            stuck_at=at + timedelta(minutes=1) if number == 4 else None,
        )
    )
