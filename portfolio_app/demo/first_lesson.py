"""The first lesson in the demo: a class has done it, another is in the midst of it, Siiri has said new lines since."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random
from typing import cast
from uuid import UUID

from portfolio_app.core.languages import speaking
from portfolio_app.demo.chance import chance_for
from portfolio_app.demo.people import CLASSES, FINNISH, DemoPupil, Pace
from portfolio_app.demo.rows import identity
from portfolio_app.demo.story import CLASS_TEACHERS, Scene, Story
from portfolio_app.notices.kinds import FIRST_LESSON
from portfolio_app.notices.models import Notice
from portfolio_app.sharing.models import Kind
from portfolio_app.skills.class_lesson import CLASS_LESSON
from portfolio_app.skills.first_lesson_format import LessonQuestion, first_lesson
from portfolio_app.skills.first_lesson_lines import Answered, Answers, lines_of
from portfolio_app.skills.models import AboutMe, ClassLesson, Evidence, EvidenceKind, LessonAnswer, LessonRound

DONE, NOW = "8B", "7A"
"""The class that has done it, and the one that does it now."""
TEACHER = "tuula"
WHEN = ("since", 70)
BEGAN = timedelta(minutes=75)
"""How long ago it began with the class that does it now, so that all of it lies an hour back."""
UNTOUCHED = "eino"
"""Has begun nothing, so that whoever tries the app out as him begins."""
UNSURE, ONE, WITNESSED, CHANGED, SHARED = 0.12, 0.4, 0.6, 0.35, 0.3
"""How often somebody does not know yet, gives one answer only, names somebody, leaves a line out, shows the lines."""

SIIRI: Mapping[str, Answered] = {
    "like": Answered(("make",), "pyörät"),
    "easy": Answered(("order", "go-on")),
    "help": Answered(("listen", "repair")),
    "best": Answered(("shown", "pair")),
    "try": Answered(("build",)),
}
SIIRIS_WITNESS = "Jussi teatterilta"
SIIRIS_LINES = (
    "Pidän valoista, pyöristä ja kaikesta, minkä saa rakentaa itse.",
    "Teen asiat tarkasti ja huomaan, jos joku jää yksin.",
    "Haluan ajaa valot kokonaiseen esitykseen ja nähdä, miten lukiossa opiskellaan.",
)
SIIRIS_LINES_AT = ("since", 91)


def siiris_lesson(story: Story) -> None:
    """What Siiri said in the lesson, and what she says of herself now."""
    began = _class_began(story.scene)
    _add_round(story, SIIRI, began, finished_at=began + timedelta(minutes=9), witness=SIIRIS_WITNESS)
    with speaking("fi"):
        _add_lines(story, lines_of(first_lesson(), SIIRI), "fi", began + timedelta(minutes=9))
    moment = story.scene.years.moment(*SIIRIS_LINES_AT, story.chance)
    _add_lines(story, SIIRIS_LINES, "fi", moment)
    story.share(Kind.ABOUT_ME, str(story.person_id), CLASS_TEACHERS, moment + timedelta(minutes=3))


def drawn_lesson(story: Story) -> None:
    """What chance has a pupil of one of the two classes say; some were not there."""
    pupil, chance = story.pupil, chance_for("first lesson", story.pupil.username)
    if pupil.username == UNTOUCHED or pupil.school != FINNISH:
        return
    if pupil.class_name == NOW and pupil.pace is not Pace.NOT_BEGUN:
        _draw(story, chance, story.scene.years.now - BEGAN, midst=True)
    elif pupil.class_name == DONE and pupil.pace not in (Pace.NOT_BEGUN, Pace.STOPPED) and chance.random() < 0.9:
        _draw(story, chance, _class_began(story.scene), midst=False)


def _draw(story: Story, chance: Random, began: datetime, *, midst: bool) -> None:
    lesson = first_lesson()
    given = {one.code: _answer(one, chance) for one in lesson.questions}
    stops = chance.choice((0, 2, 3, 4, 5, None, None, None)) if midst else None
    if stops == 0:
        return
    began += timedelta(seconds=chance.randrange(20, 80))
    if stops is not None:
        _add_round(story, {code: given[code] for code in list(given)[:stops]}, began)
        return
    done_at = began + timedelta(minutes=7, seconds=chance.randrange(150))
    named = chance.random() < WITNESSED
    _add_round(story, given, began, finished_at=done_at, witness=_witness(story.pupil, chance) if named else "")
    with speaking(story.pupil.writes):
        lines = lines_of(lesson, given)
    _add_lines(story, lines[:2] if chance.random() < CHANGED else lines, story.pupil.writes, done_at)
    if not midst and chance.random() < SHARED:
        story.share(Kind.ABOUT_ME, str(story.person_id), CLASS_TEACHERS, done_at + timedelta(minutes=1))


def _answer(question: LessonQuestion, chance: Random) -> Answered:
    if chance.random() < UNSURE:
        return Answered()
    most = 1 if chance.random() < ONE else question.most
    some = {one.code for one in chance.sample(question.asked, most)}
    return Answered(tuple(one.code for one in question.asked if one.code in some))


def _witness(pupil: DemoPupil, chance: Random) -> str:
    known = {
        "fi": ("Äiti", "Isä", "Paras kaveri", "Valmentaja", "Mummo", "Isosisko"),
        "nb": ("Mamma", "Pappa", "Bestevennen min", "Treneren", "Mormor"),
        "nl": ("Mijn moeder", "Mijn trainer", "Opa"),
    }
    return chance.choice(known.get(pupil.writes, ("Mum", "My coach", "My best friend")))


def _class_began(scene: Scene) -> datetime:
    return scene.years.moment(*WHEN, chance_for("first lesson", DONE))


def _add_round(
    story: Story, given: Answers, began: datetime, *, finished_at: datetime | None = None, witness: str = ""
) -> None:
    about = identity("lesson round", story.person_id)
    last = began + timedelta(seconds=40 * len(given))
    story.scene.rows.add(
        LessonRound(
            id=about,
            person_id=story.person_id,
            number=1,
            version=first_lesson().version,
            began_at=began,
            touched_at=finished_at or last,
            finished_at=finished_at,
            evidence_id=_evidence(story, finished_at) if finished_at else None,
            witness_name=witness,
        )
    )
    for place, (question, answered) in enumerate(given.items(), 1):
        story.scene.rows.add(
            LessonAnswer(
                id=identity("lesson answer", about, question),
                round_id=about,
                question=question,
                choices=" ".join(answered.choices),
                own_words=answered.own_words,
                made_at=began + timedelta(seconds=40 * place),
            )
        )


def _evidence(story: Story, until: datetime) -> UUID | None:
    """The newest evidence in words that the pupil had by then: it stands for what they did well."""
    mine = [
        one
        for one in cast(list[Evidence], story.scene.rows.of("evidence"))
        if one.person_id == story.person_id
        and one.kind == EvidenceKind.WORDS
        and one.deleted_at is None
        and one.made_at < until
    ]
    return max(mine, key=lambda one: one.made_at).id if mine else None


def _add_lines(story: Story, lines: tuple[str, ...], language: str, moment: datetime) -> None:
    about = identity("about me", story.person_id, moment)
    story.scene.rows.add(
        AboutMe(
            id=about,
            person_id=story.person_id,
            words="\n".join(lines),
            language=language,
            made_at=moment,
            request=identity("request", about),
        )
    )


def add_class_lessons(scene: Scene, everybody: tuple[DemoPupil, ...]) -> None:
    """That Tuula began it with both classes, and what those who do it now were told."""
    for name, began in ((DONE, _class_began(scene)), (NOW, scene.years.now - BEGAN)):
        lesson = identity("class lesson", name)
        scene.rows.add(
            ClassLesson(
                id=lesson,
                class_id=identity("class", FINNISH, name),
                by_id=scene.ids[TEACHER],
                started_at=began,
                ended_at=began + timedelta(minutes=20) if name == DONE else None,
            )
        )
    assert {DONE, NOW} <= {one.name for one in CLASSES if one.school == FINNISH}
    for pupil in everybody:
        if (pupil.school, pupil.class_name) == (FINNISH, NOW):
            _tell_of_it(scene, scene.ids[pupil.username])


def _tell_of_it(scene: Scene, person_id: UUID) -> None:
    lesson = identity("class lesson", NOW)
    scene.rows.add(
        Notice(
            id=identity("notice", lesson, person_id),
            person_id=person_id,
            kind=FIRST_LESSON.code,
            by_id=scene.ids[TEACHER],
            owner_id=person_id,
            thing_kind=CLASS_LESSON,
            thing=str(lesson),
            once=f"{CLASS_LESSON}:{lesson}",
            made_at=scene.years.now - BEGAN,
        )
    )
