"""What pupils of the demo answered to the questionnaires: Siiri's in full, the others' as chance has it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from portfolio_app.demo.chance import chance_for
from portfolio_app.demo.rows import identity
from portfolio_app.demo.story import CLASS_TEACHERS, Story
from portfolio_app.sharing.actions import SUPPORT, seen
from portfolio_app.sharing.models import Kind
from portfolio_app.skills.models import QuestionnaireAnswer, QuestionnaireRejection, QuestionnaireRound, SupportNote
from portfolio_app.skills.questionnaire import questionnaire, questionnaires

SIIRI: tuple[tuple[str, tuple[str, int], Mapping[str, str]], ...] = (
    (
        "strengths",
        ("autumn2", 40),
        {"done": "2332", "steady": "1223", "together": "4333", "curious": "3232", "reach": "1211", "making": "3322"},
    ),
    (
        "strengths",
        ("since", 82),
        {"done": "3433", "steady": "2333", "together": "4343", "curious": "3233", "reach": "1321", "making": "3443"},
    ),
    (
        "interests",
        ("since", 84),
        {
            "repair": "33424",
            "explore": "23121",
            "create": "32132",
            "help": "33423",
            "start": "12321",
            "order": "21211",
        },
    ),
)
"""What she answered and when: a figure for each statement of a theme, in the order of the file."""
REJECTED = ("interests", "theme:repair", "Ei kaikki tekniikka kiinnosta. Valot kiinnostaa, pyörät ei.")
SHARED = "strengths"
"""The questionnaire whose newest result the teachers of her class can see."""
TOLD = (
    "tuula",
    "too-many",
    "Valo- ja ääniasiat vai eläimet? Äidin mielestä lukio. En tiedä kenen kanssa miettisin.",
)


def siiris_answers(story: Story) -> None:
    """What Siiri answered over the years, one thing she disagreed with, what she let her teachers see, and told one."""
    years = story.scene.years
    numbers: dict[str, int] = {}
    newest: dict[str, datetime] = {}
    for code, (period, percent), given in SIIRI:
        numbers[code] = numbers.get(code, 0) + 1
        answers = {
            statement.code: int(figure)
            for theme in questionnaire(code).themes
            for statement, figure in zip(theme.statements, given[theme.code], strict=True)
        }
        moment = newest[code] = years.moment(period, percent, story.chance)
        _add_round(story, code, numbers[code], answers, moment)
        if code == REJECTED[0]:
            row = QuestionnaireRejection(
                id=identity("rejection", story.person_id),
                round_id=_round_id(story, code, numbers[code]),
                part=REJECTED[1],
                why=REJECTED[2],
                made_at=years.after(moment, 1),
            )
            story.scene.rows.add(row)
    shared, shared_at = str(_round_id(story, SHARED, numbers[SHARED])), years.after(newest[SHARED], 2)
    story.share(Kind.RESULT, shared, CLASS_TEACHERS, shared_at)
    adult, point, words = TOLD
    told_at = years.moment("since", 90, story.chance)
    note = identity("support", story.person_id)
    story.scene.rows.add(
        SupportNote(
            id=note,
            person_id=story.person_id,
            adult_id=story.scene.ids[adult],
            point=point,
            words=words,
            made_at=told_at,
            request=identity("request", note),
        )
    )
    story.seen(adult, SUPPORT, years.after(told_at, 1))
    story.seen(adult, seen(Kind.RESULT, shared), years.after(shared_at, 3))


def drawn_answers(story: Story) -> None:
    """Half of those who have begun anything answered one questionnaire or both, some of them not to the end."""
    chance = chance_for("answers", story.pupil.username)
    if story.last is None or chance.random() < 0.5:
        return
    for code, one in questionnaires().items():
        if chance.random() < 0.3:
            continue
        asked = one.asked(one.version)
        leaning = {theme.code: chance.choice((1, 2, 2, 3, 3, 4)) for theme in one.themes}
        until = len(asked) if chance.random() < 0.7 else chance.randrange(6, len(asked))
        answers = {
            statement.code: min(
                4, max(1, leaning[one.statements[statement.code][0].code] + chance.choice((-1, 0, 0, 1)))
            )
            for statement in asked[:until]
        }
        _add_round(story, code, 1, answers, story.last - timedelta(minutes=chance.randrange(20, 50)))


def _round_id(story: Story, code: str, number: int) -> UUID:
    return identity("round", story.person_id, code, number)


def _add_round(story: Story, code: str, number: int, answers: Mapping[str, int], began: datetime) -> None:
    about = _round_id(story, code, number)
    rows = story.scene.rows
    rows.add(
        QuestionnaireRound(
            id=about,
            person_id=story.person_id,
            questionnaire=code,
            version=questionnaire(code).version,
            number=number,
            began_at=began,
        )
    )
    for place, (statement, value) in enumerate(answers.items()):
        rows.add(
            QuestionnaireAnswer(
                id=identity("answer", about, statement),
                round_id=about,
                statement=statement,
                value=value,
                made_at=began + timedelta(seconds=9 * place),
            )
        )
