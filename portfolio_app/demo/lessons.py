"""Lessons in the demo: Siiri is in two modules; some others have begun the first, and a few are through all of it.

What they answered names questions of the modules that come with the app; whatever these ask no more is left out.
"""

import hashlib
import zlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from portfolio_app.core.errors import NotFound
from portfolio_app.demo.chance import chance_for
from portfolio_app.demo.rows import identity
from portfolio_app.demo.story import CLASS_TEACHERS, Scene, Story
from portfolio_app.learning.asked import ONE, SELECT, SEVERAL, WORDS, YES, Field
from portfolio_app.learning.doing import asked_of
from portfolio_app.learning.models import Lesson, LessonWork, ModuleContent, ModuleVersion, WorkState
from portfolio_app.learning.modules import module
from portfolio_app.learning.reading import Module
from portfolio_app.sharing.models import Kind, Phrase
from portfolio_app.skills.framework import framework

STRENGTHS, MONEY = "strengths-i-can-show", "money-and-contracts"

SIIRI: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    STRENGTHS: {
        "waited-with-jonas": {"q-one-sentence": "Odotin pikkuveljen kanssa bussia, kun se pelkäsi myöhästyvänsä."},
        "word-or-deed": {"q-ask.moved": "Hoidin valot kevätnäytelmässä 12.4., Jussi oli vieressä."},
        "deeds-of-mine": {
            "q-first-deed": "Vaihdoin palaneen lampun kesken harjoitusten, eikä kukaan huomannut.",
            "q-second-deed": "Korjasin naapurin pyörän ketjut.",
            "q-third-deed": "Kuuntelin, kun Aada oli surullinen kisojen jälkeen.",
            "q-conditions": "Kun saan tehdä rauhassa ja tiedän, kenelle teen.",
        },
        "what-would-you-write": {},
        "hands-and-eyes": {
            "q-first-round": "Hän odotti, että kaikki olivat valmiita.",
            "q-second-round": "Minusta sanottiin, että jaan hommat.",
            "q-not-noticed": "Se, että laskin palat ensin.",
        },
        "ask-two-people": {
            "q-first-saw": "Jussi: teet loppuun, vaikka muut ovat jo lähteneet.",
            "q-second-saw": "Mummo: huomaat, jos joku jää yksin.",
        },
    },
    MONEY: {
        "three-offers": {
            "q-one-saturday": "Leipomo 36,50 €, tori 52 €, kahvila 34 € ja juomarahat.",
            "q-one-question": "Maksetaanko ensimmäinen lauantai?",
        },
    },
}
BEGAN = {STRENGTHS: ("since", 60), MONEY: ("since", 94)}

SHOWN = (
    (
        STRENGTHS,
        "deeds-of-mine",
        "Lampun vaihto kesken harjoitusten on hyvä esimerkki: kerrot, mitä teit, etkä millainen olet. Kirjoita vielä, "
        "mistä tiesit, että lamppu oli palanut.",
        "Kiitos! Lisäsin sen: kuulin, että se napsahti.",
    ),
    (MONEY, "three-offers", "", ""),
)
"""What Siiri shows to her teacher; what the teacher wrote about it, and what Siiri answered."""
PHRASES = (
    "{name}, kerro vielä, mistä sen huomaa.",
    "Tämä on hyvä esimerkki: kerrot, mitä teit.",
    "Kysy joltakulta, joka oli paikalla.",
)
"""What her teacher often writes."""
SHOWING = 0.4
"""How many others show their first answers to the teachers of their class."""

WORDS_OF = {
    "fi": (
        "Autoin tallilla, kun muilla oli kiire.",
        "En vielä tiedä, kysyn kotona.",
        "Sen, että joku katsoi vierestä.",
    ),
    "en": ("I stayed until the chairs were away.", "I do not know yet, I will ask at home.", "That somebody watched."),
    "nb": ("Jeg ble igjen til stolene var ryddet.", "Jeg vet ikke ennå, jeg spør hjemme.", "At noen så på."),
}
MOST_DONE = 6
UNTOUCHED = 0.55
"""How many have not begun."""
FINISHED = 0.35
"""How many of those who have begun are through all of it."""


def add_modules(scene: Scene) -> None:
    """The versions in which the modules were begun."""
    for one in _modules():
        keep_version(scene, one)


def keep_version(scene: Scene, one: Module) -> UUID:
    """A version of a module, with its files; returns its id."""
    hashes = {path: hashlib.sha256(content).hexdigest() for path, content in one.files.items()}
    there = {row.id for table in ("module_content", "module_version") for row in scene.rows.of(table)}
    for path, sha256 in hashes.items():
        if (content_id := identity("content", sha256)) not in there:
            there.add(content_id)
            compressed = zlib.compress(one.files[path])
            scene.rows.add(ModuleContent(id=content_id, sha256=sha256, compressed=compressed))
    version_id = identity("version", one.hash)
    if version_id not in there:
        scene.rows.add(
            ModuleVersion(
                id=version_id,
                hash=one.hash,
                name=one.name,
                programme=one.programme,
                number=one.number,
                minutes=one.minutes,
                files=hashes,
                kept_at=scene.years.moment("since", 1, chance_for("modules")),
            )
        )
    return version_id


def _modules() -> list[Module]:
    found: list[Module] = []
    for name in SIIRI:
        try:
            found.append(module(name))
        except NotFound:  # an installation with other lessons
            continue
    return found


def siiris_lessons(story: Story) -> None:
    """What Siiri has done."""
    years = story.scene.years
    for one in _modules():
        moment = years.moment(*BEGAN[one.name], story.chance)
        answers: dict[str, Mapping[str, str]] = {}
        for code, words in SIIRI[one.name].items():
            if one.activity(code):
                fields = _fields(one, code)
                names = {field.name for field in fields}
                answers[code] = _choices(story, fields) | {name: said for name, said in words.items() if name in names}
        done = _did(story, one, answers, moment)
        for name, code, words, reply in SHOWN:
            if name == one.name and code in answers:
                _show(story, one, code, "tuula", done[code], words, reply)


def _show(story: Story, one: Module, code: str, to: str, done_at: datetime, words: str = "", reply: str = "") -> None:
    """The pupil shows what they answered; a teacher who is named may have written something."""
    now, thing = story.scene.years.now, str(identity("work", identity("lesson", story.person_id, one.name), code))
    story.share(Kind.LESSON, thing, to, done_at)
    if words:
        written, read = (min(done_at + timedelta(days=n), now - timedelta(minutes=30 // n)) for n in (1, 2))
        story.comment(Kind.LESSON, thing, to, words, written, read_at=read, answer=reply)


def add_phrases(scene: Scene) -> None:
    """Phrases of the teacher."""
    for used, words in enumerate(reversed(PHRASES)):
        row_id = identity("phrase", words)
        scene.rows.add(
            Phrase(
                id=row_id,
                person_id=scene.ids["tuula"],
                words=words,
                used=used,
                made_at=scene.years.now - timedelta(days=30),
                request=identity("request", row_id),
            )
        )


def drawn_lessons(story: Story) -> None:
    """Whoever else has begun has done the first few activities."""
    chance = chance_for("lessons", story.pupil.username)
    if story.last is None or chance.random() < UNTOUCHED:
        return
    for one in _modules()[:1]:
        words = WORDS_OF[story.pupil.writes]
        answers: dict[str, Mapping[str, str]] = {}
        done = chance.randrange(MOST_DONE + 1)
        through = chance_for("finished lessons", story.pupil.username).random() < FINISHED
        for about in one.about.activities[: None if through else done]:
            fields = _fields(one, about.code)
            said = {field.name: chance.choice(words) for field in fields if field.kind == WORDS}
            answers[about.code] = _choices(story, fields) | said
        began = story.last - timedelta(days=2, minutes=chance.randrange(40, 90))
        done = _did(story, one, answers, began)
        given = [code for code, said in answers.items() if said]
        if given and chance.random() < SHOWING:
            _show(story, one, given[0], CLASS_TEACHERS, done[given[0]])


def _fields(one: Module, activity: str) -> tuple[Field, ...]:
    return tuple(field for field in asked_of(one, activity, framework()) if not field.name.startswith("skill-"))


def _choices(story: Story, fields: Sequence[Field]) -> dict[str, str]:
    """An answer to whatever is chosen, each card of a row in a place of its own."""
    chance = chance_for("lesson choices", story.pupil.username, *(field.name for field in fields))
    chosen: dict[str, str] = {}
    for field in fields:
        if field.kind == SEVERAL:
            chosen[chance.choice(field.options).name] = YES
        elif field.kind in (ONE, SELECT):
            free = [option for option in field.options if field.name[0] != "r" or option.value not in chosen.values()]
            chosen[field.name] = chance.choice(free or list(field.options)).value
    return chosen


def _did(
    story: Story, one: Module, answers: Mapping[str, Mapping[str, str]], began: datetime
) -> Mapping[str, datetime]:
    """When each activity was done."""
    lesson = identity("lesson", story.person_id, one.name)
    spent = timedelta()
    rows: list[LessonWork] = []
    for code, said in answers.items():
        about = one.activity(code)
        spent += timedelta(minutes=about.minutes if about else 10)
        moment = min(began + spent, story.scene.years.now - timedelta(minutes=1))
        rows.append(
            LessonWork(
                id=identity("work", lesson, code),
                lesson_id=lesson,
                activity=code,
                answers=dict(said),
                state=WorkState.DONE,
                changed_at=moment,
                done_at=moment,
            )
        )
    story.scene.rows.add(
        Lesson(
            id=lesson,
            person_id=story.person_id,
            version_id=identity("version", one.hash),
            module=one.name,
            begun_at=began,
            seen_at=rows[-1].changed_at if rows else began,
            done_at=rows[-1].changed_at if len(rows) == len(one.about.activities) else None,
        ),
        *rows,
    )
    return {one.activity: one.changed_at for one in rows}
