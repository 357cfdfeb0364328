"""Who can see a thing of one's own, and what those people wrote about it: the same two parts on every page that shows
such a thing, and what their buttons do."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import reflex as rx

from portfolio_app.accounts.models import OWNERS
from portfolio_app.core.database import as_id
from portfolio_app.core.errors import Invalid, NotFound
from portfolio_app.core.languages import N_, _
from portfolio_app.pages.frame import address, field_error
from portfolio_app.sharing import comments
from portfolio_app.sharing.actions import Choice, set_audience
from portfolio_app.sharing.models import Kind
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import button, form, small_button
from portfolio_app.ui.fields import checkbox, text_field
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import Tab, hush, say

AUDIENCE = "audience"
COMMENT = "comment:"
"""Begins what the notice can undo, when that is the hiding of a comment."""


class OwnThing(rx.State, mixin=True):
    """What a page about one thing of the reader's own does with its audience and its comments.

    The page's State says which thing that is (`_thing`) and loads its view anew (`_show`); where its notices can undo
    more than the hiding of a comment, `_restore` does that.
    """

    if TYPE_CHECKING:
        view: Any  # with `who`, the thing's `WhoCanSee`

    def _thing(self) -> tuple[Kind, str]:
        raise NotImplementedError

    async def _show(self) -> None:
        raise NotImplementedError

    async def _restore(self, _what: str) -> None:
        raise NotFound()

    @needs(*OWNERS)
    async def choose_audience(self, form: dict[str, str | None]) -> None:
        """Make the ticked people those who can see it."""
        await set_audience(current_actor(), *self._thing(), chosen(form))
        await self._show()
        await say(self, N_("Who can see it: {who}."), who=self.view.who.words)

    @needs(*OWNERS)
    async def read_comments(self) -> None:
        """Note that the comments are read."""
        await comments.mark_read(current_actor(), *self._thing())
        await self._show()

    @needs(*OWNERS)
    async def hide_comment(self, comment: str) -> None:
        """Put a comment out of sight; the notice can bring it back."""
        await comments.hide_comment(current_actor(), as_id(comment))
        await say(self, N_("Hidden. Whoever wrote it can still see it."), undo=COMMENT + comment)
        await self._show()

    @needs(*OWNERS)
    async def undo(self, what: str) -> None:
        """Bring back what the notice speaks of."""
        if what.startswith(COMMENT):
            await comments.hide_comment(current_actor(), as_id(what.removeprefix(COMMENT)), hidden=False)
            await hush(self)
        else:
            await self._restore(what)
        await self._show()


def chosen(fields: dict[str, str | None]) -> Choice:
    """What was chosen in `audience_fields`. Raises `Invalid` for a day that is none, `NotFound` for such a person."""
    ticked = [name for name, value in fields.items() if value]
    people = tuple(as_id(name.removeprefix("person:")) for name in ticked if name.startswith("person:"))
    try:
        until = date.fromisoformat(day) if (day := fields.get("until")) else None
    except ValueError as problem:
        raise Invalid(field="until") from problem
    return Choice("class_teachers" in ticked, people, until)


def audience_fields(who: Any, nameable: Any) -> rx.Component:
    """The part of a form that says who else can see a thing, and until when; `chosen` reads it.

    `who` is a `WhoCanSee`, `nameable` a list of `Nameable`.
    """
    persons = rx.foreach(
        nameable,
        lambda person: checkbox(
            "person:" + person.id,
            person.name + ", " + person.role,
            field_id="person-" + person.id,
            default_checked=who.persons.contains(person.id),
        ),
    )
    at_school = Tab.frame.school != ""
    class_teachers = checkbox("class_teachers", _("My class’s teachers"), default_checked=who.class_teachers)
    nobody = text.muted(_("You are at no school now, so there is nobody to tick. You can show it by a link."))
    return rx.el.div(
        rx.el.fieldset(
            rx.el.legend(_("Who else can see this?"), class_name="font-semibold"),
            text.muted(_("If you tick nobody, only you can see it. You can change this at any time.")),
            rx.cond(at_school | (nameable.length() > 0), rx.fragment(), nobody),
            rx.cond(who.link, text.muted(_("The link to it stays as it is, until you end it.")), rx.fragment()),
            rx.cond(at_school | who.class_teachers, class_teachers, rx.fragment()),
            persons,
            class_name="flex flex-col min-w-0",
        ),
        rx.cond(
            field_error(AUDIENCE) != "",
            rx.el.p(field_error(AUDIENCE), id=AUDIENCE + "-problem", class_name="text-danger"),
            rx.fragment(),
        ),
        text_field(
            "until",
            _("Until"),
            hint=_("(optional)"),
            help=_("The last day they can see it. With no date, they can see it until you change this."),
            type="date",
            default_value=who.until,
            error=field_error("until"),
            width="max-w-56",
        ),
        class_name="flex flex-col gap-3",
    )


def seen_by(who: Any) -> rx.Component:
    """Who can see a thing, in words; it is changed elsewhere."""
    return cards.audience_badge(who.words, icon=lambda size: rx.cond(who.private, icons.lock(size), icons.people(size)))


def audience_section(who: Any, nameable: Any, on_choose: Any, key: Any) -> rx.Component:
    """Who can see the thing, in words, and the form that changes it.

    `on_choose` takes the form's fields (see `chosen`). `key` changes with the thing, so that the boxes of one thing are
    never shown for another.
    """
    fields = form(
        audience_fields(who, nameable),
        rx.el.div(button(_("Save this choice"), kind="secondary", type="submit")),
        on_submit=on_choose,
        key=key,
    )
    return rx.el.section(
        rx.el.h2(_("Who can see this"), class_name="text-lg font-semibold"),
        rx.el.div(seen_by(who), class_name="mt-2"),
        rx.el.div(
            cards.disclosure(_("Change who can see this"), fields),
            text.paragraph(text.link(_("Look at your things as somebody else"), address("/what-they-see"))),
            class_name="mt-2 not-printed",
        ),
        id=AUDIENCE,
    )


def remarks_section(
    view: Any, state: type[OwnThing], beneath: Callable[[Any], rx.Component] | None = None
) -> rx.Component:
    """What others wrote about the thing, oldest first. While one of them is new, a button says that all are read:
    until then Home speaks of them first.

    `view` has `remarks` and `unread`; `state` is the page's. `beneath` draws what stands beneath each.
    """

    def remark(one: Any) -> rx.Component:
        return rx.el.li(
            cards.card(
                rx.el.div(
                    rx.el.p(
                        rx.el.span(one.author, dir="auto", class_name="font-semibold"),
                        rx.el.span(" · ", one.at, class_name="text-sm text-muted"),
                        rx.cond(one.unread, rx.el.span(" · ", _("new"), class_name="text-sm text-accent"), ""),
                    ),
                    small_button(_("Hide this comment"), icons.close, on_click=state.hide_comment(one.id)),
                    class_name="flex items-start justify-between gap-2",
                ),
                text.written(one.words),
                beneath(one) if beneath else rx.fragment(),
            ),
            key=one.id,
        )

    read = button(
        _("I have read them"), kind="secondary", icon=icons.check, on_click=state.read_comments, class_name="mt-3"
    )
    return rx.cond(
        view.remarks.length() > 0,
        rx.el.section(
            rx.el.h2(_("Comments"), class_name="text-lg font-semibold"),
            rx.el.ul(rx.foreach(view.remarks, remark), class_name="mt-2 flex flex-col gap-3 list-none p-0"),
            rx.cond(view.unread, rx.el.div(read, class_name="mt-3"), rx.fragment()),
            id="comments",
        ),
        rx.fragment(),
    )
