"""The question box of the demo's class 8B: what was answered, what waits, what gives cause for worry; who reads it."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

from portfolio_app.ambassadors.questions.models import (
    Answering,
    BoxAnswer,
    BoxDuty,
    BoxQuestion,
    QuestionBox,
    State,
)
from portfolio_app.core.strict_yaml import read_yaml
from portfolio_app.demo.people import FINNISH
from portfolio_app.demo.rows import identity
from portfolio_app.demo.story import Scene

CLASS = "8B"
DUTIES = (("tuula", "024", 8 * 60, 9 * 60 + 30), ("petri", "13", 12 * 60, 14 * 60), ("janne", "4", 9 * 60, 10 * 60))
TEXTS = Path(__file__).with_name("texts") / "question-box.yaml"


def add_question_box(scene: Scene) -> None:
    """One class has one, open for two months."""
    now = scene.years.now
    box = QuestionBox(
        id=identity("question box", CLASS),
        class_id=identity("class", FINNISH, CLASS),
        school_id=identity("school", FINNISH),
        days_off=[{"first": f"{now.year}-12-06", "last": f"{now.year}-12-06"}] if now.month > 7 else [],
        opened_at=now - timedelta(days=60),
    )
    scene.rows.add(box)
    for username, days, begins, ends in DUTIES:
        about = identity("duty", CLASS, username)
        scene.rows.add(
            BoxDuty(
                id=about,
                box_id=box.id,
                person_id=scene.ids[username],
                days=days,
                begins=begins,
                ends=ends,
                request=identity("request", about),
            )
        )
    texts = cast(dict[str, Any], read_yaml(TEXTS.read_text("utf-8")).data)
    for one in texts["answered"]:
        _answer(scene, _question(scene, box, one, State.ANSWERED), one, Answering.APPROVED)
    _answer(scene, _question(scene, box, texts["sent"], State.THROUGH), texts["sent"], Answering.SENT)
    _question(scene, box, texts["through"], State.THROUGH)
    for one in texts["fresh"]:
        _question(scene, box, one, State.FRESH)
    aside = _question(scene, box, texts["aside"], State.ASIDE)
    aside.aside_from, aside.aside_on = State.FRESH, aside.asked_on + timedelta(days=1)
    worry = _question(scene, box, texts["worry"], State.WORRY)
    worry.worried, worry.seen_by = True, scene.ids["tuula"]
    worry.seen_at = now - timedelta(days=2) + timedelta(hours=1)


def _question(scene: Scene, box: QuestionBox, one: Mapping[str, Any], state: State) -> BoxQuestion:
    words = str(one["words"])
    row = BoxQuestion(
        id=identity("question", CLASS, words),
        box_id=box.id,
        words=words,
        shown=words if state in (State.ANSWERED, State.THROUGH) else "",
        state=state,
        asked_on=(scene.years.now - timedelta(days=int(one["ago"]))).date(),
    )
    scene.rows.add(row)
    return row


def _answer(scene: Scene, question: BoxQuestion, one: Mapping[str, Any], state: Answering) -> None:
    approved = state is Answering.APPROVED
    by = str(one["by"])
    adult = by in {username for username, *_hours in DUTIES}
    scene.rows.add(
        BoxAnswer(
            id=identity("answer", question.id),
            question_id=question.id,
            person_id=scene.ids[by],
            by_ambassador=not adult,
            words=str(one["answer"]),
            state=state,
            made_at=scene.years.now - timedelta(days=int(one["ago"]) - 1, hours=2),
            approved_by=scene.ids["tuula"] if approved else None,
            approved_on=question.asked_on + timedelta(days=3) if approved else None,
        )
    )
