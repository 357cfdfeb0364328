"""Who can see a thing of one's own, and what those people wrote about it: the same two parts on every page that shows
such a thing. The page's State offers a handler for each."""

from typing import Any

import reflex as rx

from portfolio_app.core.database import as_ids
from portfolio_app.core.languages import _
from portfolio_app.pages.frame import field_error
from portfolio_app.sharing.actions import Choice
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import button, form, small_button
from portfolio_app.ui.fields import checkbox

AUDIENCE = "audience"


def chosen(fields: dict[str, str | None]) -> Choice:
    """What was ticked in `audience_section`'s form."""
    ticked = [name for name, value in fields.items() if value]
    people = as_ids(name.removeprefix("person:") for name in ticked if name.startswith("person:"))
    return Choice(class_teachers="class_teachers" in ticked, persons=tuple(people))


def audience_section(who: Any, nameable: Any, on_choose: Any, key: Any) -> rx.Component:
    """Who can see the thing, in words, and the form that changes it.

    `who` is a `WhoCanSee`, `nameable` a list of `Nameable`; `on_choose` takes the form's fields (see `chosen`). `key`
    changes with the thing, so that the boxes of one thing are never shown for another.
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
    fields = form(
        rx.el.fieldset(
            rx.el.legend(_("Who else can see this?"), class_name="font-semibold"),
            text.muted(_("Tick nobody to keep it to yourself. You can change this at any time.")),
            checkbox("class_teachers", _("My class’s teachers"), default_checked=who.class_teachers),
            persons,
            class_name="flex flex-col min-w-0",
        ),
        rx.cond(
            field_error(AUDIENCE) != "",
            rx.el.p(field_error(AUDIENCE), id=AUDIENCE + "-problem", class_name="text-danger"),
            rx.fragment(),
        ),
        rx.el.div(button(_("Save who can see this"), kind="secondary", type="submit")),
        on_submit=on_choose,
        key=key,
    )
    return rx.el.section(
        rx.el.h2(_("Who can see this"), class_name="text-lg font-semibold"),
        rx.el.div(
            cards.audience_badge(
                who.words, icon=lambda size: rx.cond(who.private, icons.lock(size), icons.people(size))
            ),
            class_name="mt-2",
        ),
        rx.el.div(cards.disclosure(_("Change who can see this"), fields), class_name="mt-2 not-printed"),
        id=AUDIENCE,
    )


def remarks_section(remarks: Any, on_hide: Any) -> rx.Component:
    """What others wrote about the thing, oldest first; `on_hide` takes the id of one to put out of sight."""

    def remark(one: Any) -> rx.Component:
        return rx.el.li(
            cards.card(
                rx.el.div(
                    rx.el.p(
                        rx.el.span(one.author, dir="auto", class_name="font-semibold"),
                        rx.el.span(" · ", one.at, class_name="text-sm text-muted"),
                        rx.cond(one.unread, rx.el.span(" · ", _("new"), class_name="text-sm text-accent"), ""),
                    ),
                    small_button(_("Hide this comment"), icons.close, on_click=on_hide(one.id)),
                    class_name="flex items-start justify-between gap-2",
                ),
                text.written(one.words),
            ),
            key=one.id,
        )

    return rx.cond(
        remarks.length() > 0,
        rx.el.section(
            rx.el.h2(_("Comments"), class_name="text-lg font-semibold"),
            rx.el.ul(rx.foreach(remarks, remark), class_name="mt-2 flex flex-col gap-3 list-none p-0"),
            id="comments",
        ),
        rx.fragment(),
    )
