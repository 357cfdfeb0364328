"""From answers in the first lesson to three lines about oneself, and to capabilities to begin with.

By rules that anybody can follow: each answer is a sentence of its own, written beforehand in every language, and no
sentence is a verdict or names a job. What is chosen stands in the order of the questions; nothing is weighed against
other people.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from portfolio_app.core.languages import _, format_list, ngettext, spoken
from portfolio_app.skills.first_lesson_format import FirstLesson, LessonChoice, LessonQuestion
from portfolio_app.skills.framework import DEFAULT, Framework, crosswalks, framework
from portfolio_app.skills.questionnaire import said

MOST_OFFERED = 3
_ENDS = (".", "!", "?", "…")


@dataclass(frozen=True)
class Answered:
    """What was answered to a question: codes of choices, own words. Neither is "I don't know yet"."""

    choices: tuple[str, ...] = ()
    own_words: str = ""

    @property
    def unsure(self) -> bool:
        """Whether the answer is that one does not know yet."""
        return not (self.choices or self.own_words)


Answers = Mapping[str, Answered]
"""What was answered so far, by the code of the question."""


@dataclass(frozen=True)
class Offered:
    """A capability to begin with, and why it is offered, in the reader's language."""

    code: str = ""
    name: str = ""
    meaning: str = ""
    reason: str = ""


def most_said(question: LessonQuestion) -> str:
    """How many answers to a question fit, in words."""
    return ngettext("Choose one.", "Choose up to {n}.", question.most)


def lines_of(lesson: FirstLesson, answers: Answers) -> tuple[str, ...]:
    """The lines about oneself that these answers make, in the language being spoken; each says something."""
    return tuple(
        " ".join(
            sentence
            for code in line.questions
            for sentence in _sentences(lesson.question(code), answers.get(code, Answered()))
        )
        or said(line.unsure)
        for line in lesson.lines
    )


def _sentences(question: LessonQuestion, answered: Answered) -> Iterator[str]:
    for place, choice in enumerate(_chosen(question, answered)):
        yield said(choice.also if place else choice.says)
    if words := answered.own_words:
        sentence = said(question.other).format(words=words)
        # The sentence's own full stop goes where the pupil has set one.
        yield sentence[:-1] if words.endswith(_ENDS) and sentence.endswith(f"{words}.") else sentence


def _chosen(question: LessonQuestion, answered: Answered) -> Iterator[LessonChoice]:
    return (one for one in question.choices if one.code in answered.choices)


def offered(lesson: FirstLesson, answers: Answers, used: Framework) -> tuple[Offered, ...]:
    """Three capabilities of the pupil's framework (fewer only where it has fewer) which answers lead to, those with
    most answers first; then ones that anybody can begin with."""
    because: dict[str, list[str]] = {}
    for question in lesson.questions:
        for choice in _chosen(question, answers.get(question.code, Answered())):
            for code in dict.fromkeys(one for led in choice.capabilities for one in _in(used, led)):
                because.setdefault(code, []).append(said(choice.label))
    order = {code: place for place, code in enumerate(used.codes)}
    led = sorted(because, key=lambda code: (-len(because[code]), order[code]))
    begin = [one for code in lesson.begin_with for one in _in(used, code)]
    some = list(dict.fromkeys([*led, *begin, *used.codes]))[:MOST_OFFERED]
    return tuple(_offer(used, code, because.get(code, [])) for code in some)


def _in(used: Framework, code: str) -> tuple[str, ...]:
    """The capabilities of `used` that one of the default framework is met in."""
    living = framework().now(code)
    if used.code == DEFAULT:
        return living
    carried = crosswalks().carried_to(used.code)
    return tuple(one for each in living for one in carried.get((DEFAULT, each), ()))


def _offer(used: Framework, code: str, because: list[str]) -> Offered:
    one = used.capability(code)
    # Translators: what somebody chose, quoted
    labels = [_("“{answer}”").format(answer=label) for label in because[:2]]
    reason = _("Because you chose {answers}.").format(answers=format_list(labels))
    return Offered(
        code,
        used.text(one.name, spoken()),
        used.text(one.meaning, spoken()),
        reason if labels else _("Anybody can begin with this one."),
    )
