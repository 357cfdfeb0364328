"""What every page's tab holds: the frame around the page, and the one notice it shows."""

from dataclasses import dataclass, replace
from typing import Any

import reflex as rx
from reflex.state import BaseState

from portfolio_app.core.languages import _
from portfolio_app.schools.queries import Frame


@dataclass(frozen=True)
class Notice:
    """One sentence for the reader. `undo` names what an Undo button beside it would bring back ("" for none), `href` an
    address that a link beside it leads to.

    `count` grows with each notice of a tab, so that the same words twice are announced twice.
    """

    kind: str = ""  # "", "good", "problem" or "call"
    text: str = ""
    undo: str = ""
    field: str = ""
    count: int = 0
    href: str = ""


class Tab(rx.State):
    """The part of a tab's state that no page owns."""

    frame: Frame = Frame()
    notice: Notice = Notice()
    leave: str = ""  # an address the browser must load afresh (assets/polku.js watches it)
    _bound: str | None = None  # which session this state belongs to; see guard.py


async def say(state: BaseState, message: str, *, undo: str = "", **values: Any) -> None:
    """Show that something was done, in the tab of `state`; `message` is an English msgid with `{placeholders}`.

    `undo` names what the Undo button beside it brings back, in the page's own terms.
    """
    tab = await state.get_state(Tab)
    tab.notice = Notice("good", _(message).format(**values), undo, "", tab.notice.count + 1)


async def complain(state: BaseState, sentence: str, *, field: str = "") -> None:
    """Show that something could not be done: `sentence` in the reader's language, `field` the form field."""
    tab = await state.get_state(Tab)
    tab.notice = Notice("problem", sentence, "", field, tab.notice.count + 1)


async def call(state: BaseState, sentence: str, href: str) -> None:
    """Call the reader somewhere, calmly: a sentence in their language with a link. What is wrong with a form stays."""
    tab = await state.get_state(Tab)
    if tab.notice.kind != "problem":
        tab.notice = Notice("call", sentence, "", "", tab.notice.count + 1, href)


async def hush(state: BaseState) -> None:
    """Take the notice away."""
    tab = await state.get_state(Tab)
    tab.notice = replace(Notice(), count=tab.notice.count)
