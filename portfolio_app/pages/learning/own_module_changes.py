"""What has become of the original of a copy, piece by piece: taken over, or left as the school has it."""

from dataclasses import replace
from typing import Any

import reflex as rx

from portfolio_app.core.languages import N_, _
from portfolio_app.learning.own import taking_over
from portfolio_app.learning.own.changing import Unsound
from portfolio_app.learning.own.difference_view import DifferenceView, load_difference
from portfolio_app.learning.own.editor_view import told_of
from portfolio_app.learning.own.own_view import DIFFERENCE
from portfolio_app.learning.policy import TEACHING
from portfolio_app.pages.frame import address, framed
from portfolio_app.pages.learning.own_module import to_mend
from portfolio_app.pages.registry import page
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import button
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import complain, say

TAKEN = N_("Taken over. Classes that have it already keep theirs until you give them the new one.")


class ChangesState(rx.State):
    """The copy of the address."""

    view: DifferenceView = DifferenceView()

    def _name(self) -> str:
        return self.router.url.query_parameters.get("name", "")[:60]

    async def _show(self) -> None:
        self.view = await load_difference(current_actor(), self._name())

    async def _told(self, problem: Unsound) -> None:
        self.view = replace(self.view, told=told_of(problem.mistakes, self._name()))
        await complain(self, problem.sentence())

    @needs(*TEACHING, loads=True)
    async def load(self) -> None:
        """Load it."""
        self.view = DifferenceView()
        await self._show()

    async def _done(self, done: taking_over.Done | None, words: str) -> None:
        """Show what is now; a second click has nothing more to say."""
        await self._show()
        if done:
            await say(self, words, undo=str(done))

    @needs(*TEACHING)
    async def take_over(self, seen: str, version: int) -> None:
        """Take over all that the school has not changed."""
        try:
            done = await taking_over.take_over(current_actor(), self._name(), seen, version)
        except Unsound as problem:
            await self._told(problem)
            return
        await self._done(done, TAKEN)

    @needs(*TEACHING)
    async def take_piece(self, path: str, code: str, seen: str, version: int) -> None:
        """Take over one piece."""
        try:
            done = await taking_over.take_piece(current_actor(), self._name(), path, code, seen, version)
        except Unsound as problem:
            await self._told(problem)
            return
        await self._done(done, N_("Taken over. What was there stands in “As it was before”."))

    @needs(*TEACHING)
    async def keep_ours(self, seen: str) -> None:
        """Keep what the school has."""
        done = await taking_over.keep_ours(current_actor(), self._name(), seen)
        await self._done(done, N_("Your module stays as it is. You are told when the original changes again."))

    @needs(*TEACHING)
    async def undo(self, what: str) -> None:
        """Go back to what the module was, and to what was looked at last."""
        await taking_over.undo(current_actor(), self._name(), taking_over.Done.of(what))
        await self._show()
        await say(self, N_("It is as it was before."))


def _words(one: Any) -> rx.Component:
    shown: Any = rx.match(
        one.how,
        ("new", rx.el.ins(text.only_read_aloud(_("new:") + " "), one.text, class_name="bg-strengths-soft underline")),
        ("gone", rx.el.del_(text.only_read_aloud(_("gone:") + " "), one.text, class_name="text-muted line-through")),
        rx.el.span(one.text),
    )
    return rx.fragment(shown)


def _line(one: Any) -> rx.Component:
    words = rx.el.p(rx.foreach(one.words, _words), class_name="whitespace-pre-wrap break-words")
    return rx.cond(one.gap, rx.el.p("…", class_name="text-muted", aria_hidden="true"), words)


def _change(view: Any, one: Any) -> rx.Component:
    ours = cards.disclosure(
        _("Your text"),
        rx.el.pre(one.ours, lang=one.language, class_name="mt-2 whitespace-pre-wrap text-sm break-words"),
    )
    words: Any = rx.cond(one.by_us, _("Take the new one in place of ours"), _("Take the new one"))
    stands = rx.cond(one.by_us, _("You have changed this too."), _("You have not changed this."))
    lines = rx.foreach(one.lines, _line)
    take = button(
        words,
        kind="secondary",
        icon=icons.check,
        on_click=ChangesState.take_piece(one.path, one.code, view.seen, view.version.to(int)),
        aria_label=words.to(str) + ": " + rx.cond(one.where != "", one.title + " (" + one.where + ")", one.title),
    )
    return rx.el.li(
        cards.card(
            text.section_heading(one.title, lang=one.language),
            text.muted(stands, rx.cond(one.where != "", " · " + one.where, "")),
            rx.cond(one.said != "", text.paragraph(one.said), rx.fragment()),
            rx.el.div(lines, lang=one.language, class_name="mt-2 flex flex-col gap-1 max-w-reading"),
            rx.cond(one.more != "", text.muted(one.more), rx.fragment()),
            rx.cond(one.ours != "", ours, rx.fragment()),
            rx.el.div(take, class_name="mt-3"),
        ),
        key=one.key,
    )


def _body(view: Any) -> rx.Component:
    nothing = text.paragraph(_("The original and your module agree, or you have looked at all of it."))
    lost = text.paragraph(_("There is no original to compare with: it is no longer there, or this never was a copy."))
    head = cards.card(
        text.paragraph(view.said, rx.cond(view.untouched != "", rx.fragment(" · ", view.untouched), rx.fragment())),
        text.muted(_("What is new is underlined, what is gone is struck through.")),
        text.side_by_side(
            rx.cond(
                view.untouched != "",
                button(
                    _("Take over what we have not changed"),
                    icon=icons.check,
                    on_click=ChangesState.take_over(view.seen, view.version.to(int)),
                ),
                rx.fragment(),
            ),
            button(_("Seen: keep ours as it is"), kind="secondary", on_click=ChangesState.keep_ours(view.seen)),
            class_name="mt-3 flex-wrap",
        ),
    )
    listed = rx.el.ol(
        rx.foreach(view.changes, lambda one: _change(view, one)), class_name="flex flex-col gap-4 list-none p-0"
    )
    there = text.stack(head, to_mend(view), listed, gap="gap-6")
    return rx.cond(view.lost, lost, rx.cond(view.changes.length() > 0, there, nothing))


@page(DIFFERENCE, N_("What has changed in the original"), ChangesState.load)
def own_module_changes() -> rx.Component:
    """The page."""
    view: Any = ChangesState.view
    title: Any = rx.cond(view.loaded, rx.el.span(view.title, lang=view.language), rx.fragment())
    return framed(
        text.page_head(_("What has changed in the original"), title, ready=view.loaded),
        rx.cond(view.loaded, _body(view), waiting()),
        text.paragraph(
            rx.cond(view.loaded, text.link(_("Change this module"), view.editor_href), rx.fragment()),
            " · ",
            text.link(_("Own modules"), address("/own-modules")),
        ),
        here="",
        audience="staff",
        undo=ChangesState.undo,
    )
