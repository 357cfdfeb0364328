"""A module on paper: all of its text, lines to write on, the teacher's notes beside, as one piece of HTML.

Everything that is not HTML already is escaped here; what is, was cleaned when it was read.
"""

from collections.abc import Iterator
from html import escape

from portfolio_app.core.languages import _
from portfolio_app.learning.lesson_words import facts_of
from portfolio_app.learning.module_format import Activity
from portfolio_app.learning.module_text import ActivityText, Choice, ModuleText, Question
from portfolio_app.learning.reading import Module

_LINE = '<div class="lesson-line"></div>'


def on_paper(module: Module, text: ModuleText) -> str:
    """Activities in order, each with the teacher's notes; then the board, what is asked at the end, for tonight, and
    the material."""
    parts = [_section(_("For the teacher"), text.teacher)]
    for one in module.about.activities:
        if words := text.activities.get(one.code):
            parts.append("".join(_activity(one, words, text.notes.get(one.code, ""))))
    parts.append(_section(_("On the board"), _list(text.board)))
    parts.append(_section(_("Before you go"), "".join(_asked(one) for one in text.exit)))
    parts.append(_section(_("Three questions for tonight"), _list(text.tonight)))
    parts += [_section(one.title, one.html) for one in text.material if one.html]
    return "".join(parts)


def _section(title: str, html: str) -> str:
    return f'<section class="lesson-part"><h2>{escape(title)}</h2>{html}</section>' if html else ""


def _list(lines: tuple[str, ...]) -> str:
    return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>" if lines else ""


def _activity(about: Activity, text: ActivityText, notes: str) -> Iterator[str]:
    yield f'<section class="lesson-part"><h2>{escape(text.title)}</h2>'
    yield f"<p><em>{escape(facts_of(about))}</em></p>{text.body}"
    for one in text.parts:
        yield f"<h3>{escape(one.title)}</h3>{one.html}"
        yield from (_asked(question) for question in text.questions if question.part == one.code)
    for box in text.boxes:
        yield f"<h3>{escape(box.title)}</h3>{box.help}{_cards(box.cards)}"
    yield _cards(text.cards)
    yield from (_asked(question) for question in text.questions if not question.part)
    yield text.transcript
    if notes:
        yield f'<div class="lesson-notes"><h3>{escape(_("For the teacher"))}</h3>{notes}</div>'
    yield "</section>"


def _cards(cards: tuple[Choice, ...]) -> str:
    return _list(tuple(one.words for one in cards))


def _asked(one: Question) -> str:
    choices = "".join(
        f"<li>{'☒' if choice.right else '☐'} {escape(choice.words)}{choice.feedback}</li>" for choice in one.choices
    )
    room = f'<ul class="lesson-choices">{choices}</ul>' if choices else _LINE * 2
    return f"<h3>{escape(one.title)}</h3>{one.help}{room}{one.key}"
