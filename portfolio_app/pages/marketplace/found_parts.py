"""What is found at workplaces: a host with what it offers, an offer by itself, and the form that narrows both."""

from collections.abc import Callable
from typing import Any

import reflex as rx

from portfolio_app.core.languages import _
from portfolio_app.marketplace.finding import PATH
from portfolio_app.pages.frame import address
from portfolio_app.pages.listing import search_form
from portfolio_app.ui import cards, text
from portfolio_app.ui.buttons import link_button
from portfolio_app.ui.fields import checkbox, select_field, text_field


def _contact(one: Any) -> rx.Component:
    phone = text.link(one.phone, one.calls, document=True, dir="ltr")
    return rx.el.li(
        rx.el.span(one.name, dir="auto"),
        ", ",
        text.link(one.mail, one.writes, document=True, dir="ltr", class_name="break-all"),
        rx.cond(one.calls != "", rx.fragment(", ", phone), rx.fragment()),
        key=one.mail,
    )


def _offer_of_host(one: Any) -> rx.Component:
    return rx.el.li(
        rx.el.p(text.link(one.title, one.href, dir="auto"), class_name="font-semibold"),
        text.muted(one.detail),
        rx.cond(one.next != "", rx.el.p(one.next, class_name="text-sm"), rx.fragment()),
        key=one.href,
    )


def _fit(one: Any) -> rx.Component:
    return rx.cond(one.fit != "", rx.el.p(one.fit, class_name="mt-2 ps-3 border-s-4 border-accent"), rx.fragment())


def exploring(view: Any) -> rx.Component:
    """For pupils: a surprise, and what their interests have to do with all this."""
    questions = text.link(_("Say what interests you"), address("/questionnaires"))
    surprise = rx.el.p(link_button(_("Surprise me"), href=view.surprise_href, kind="secondary"))
    looked_at = rx.el.section(
        text.section_heading(_("Something of another field")),
        rx.el.ul(rx.foreach(view.looked_at, offer_alone), class_name="list-none p-0 mt-2"),
    )
    gone = text.paragraph(_("That offer is not there any more. There are others."), role="status")
    alone = text.muted(_("How things fit your interests is said to you alone. It is no advice against the rest."))
    asked = text.muted(_("Once you have said what interests you, you read here how offers fit it."), " ", questions)
    return rx.fragment(
        rx.cond(view.looked_at.length() > 0, looked_at, rx.fragment()),
        rx.cond(view.gone, gone, rx.fragment()),
        rx.cond(view.surprise_href != "", surprise, rx.fragment()),
        rx.cond(view.told, alone, rx.fragment()),
        rx.cond(view.not_said, asked, rx.fragment()),
    )


def offer_alone(one: Any) -> rx.Component:
    """An offer with all of it, whose it is and where."""
    dates = rx.el.ul(rx.foreach(one.dates, lambda said: rx.el.li(said, key=said)), class_name="list-disc ps-6")
    details = rx.el.ul(
        rx.foreach(one.details, lambda said: rx.el.li(said, key=said)), class_name="list-none p-0 text-sm"
    )
    return rx.el.li(
        cards.card(
            text.section_heading(one.title, dir="auto"),
            rx.el.p(rx.el.strong(one.host, dir="auto")),
            text.muted(one.where),
            _fit(one),
            text.muted(one.detail),
            rx.cond(one.words != "", text.written(one.words), rx.fragment()),
            rx.cond(one.dates.length() > 0, dates, rx.fragment()),
            rx.cond(one.details.length() > 0, details, rx.fragment()),
            rx.el.p(text.link(_("Dates and seats"), one.href, aria_label=_("Dates and seats") + ": " + one.title)),
        ),
        class_name="when-near [--tall:20rem]",
        key=one.id,
    )


def host_with_offers(view: Any, one: Any, pause: Callable[[Any], rx.Component]) -> rx.Component:
    """A host, what it offers, and for adults whom to write to and a way to pause it."""
    named = _("Website") + ": " + one.name
    site = text.link(_("Website"), one.website, document=True, rel="noreferrer", aria_label=named)
    contacts = rx.el.ul(rx.foreach(one.contacts, _contact), class_name="list-none p-0 mt-2 flex flex-col gap-2")
    offers = cards.disclosure(
        one.offers_said,
        rx.el.ul(rx.foreach(one.offers, _offer_of_host), class_name="list-none p-0 flex flex-col gap-4"),
        open=True,
    )
    return rx.el.li(
        cards.card(
            text.section_heading(one.name, dir="auto"),
            text.muted(one.detail),
            _fit(one),
            rx.cond(one.words != "", text.written(one.words, "mt-2"), rx.fragment()),
            rx.cond(one.address != "", rx.el.p(one.address, dir="auto", class_name="mt-2"), rx.fragment()),
            rx.cond(one.website != "", rx.el.p(site, class_name="mt-2"), rx.fragment()),
            rx.cond(one.contacts.length() > 0, contacts, rx.fragment()),
            rx.cond(one.offers_said != "", offers, rx.fragment()),
            rx.cond(view.staff, rx.el.div(pause(one), class_name="mt-3"), rx.fragment()),
        ),
        class_name="when-near [--tall:47rem] sm:[--tall:34rem]",
        key=one.name + one.detail,
    )


def filters(view: Any) -> rx.Component:
    """The form that says what is looked for; all of it stands in the address."""
    number: dict[str, Any] = {"type": "number", "input_mode": "numeric"}
    finer = rx.el.div(
        select_field("town", _("Town or village"), view.towns, default_value=view.town),
        text_field("from", _("On a day from"), type="date", default_value=view.since),
        text_field("to", _("Until"), type="date", default_value=view.until),
        text_field("seats", _("Free seats, at least"), default_value=view.seats, min="1", max="500", **number),
        text_field("age", _("Age of a pupil"), default_value=view.age, min="10", max="25", **number),
        select_field("spoken", _("Language spoken there"), view.languages, default_value=view.spoken),
        select_field("within", _("At most this far away"), view.distances, default_value=view.within),
        text_field(
            "near",
            _("Measured from"),
            help=_("A town or village, or where you get off the bus. Empty: your school."),
            default_value=view.near,
            max_length=80,
        ),
        checkbox("access", _("Says how everybody gets in and takes part"), default_checked=view.access),
        class_name="grid sm:grid-cols-2 rail:grid-cols-3 items-start gap-4",
        key=view.since + view.until + view.seats + view.age + view.near,
    )
    fits = checkbox("fits", _("Only what has something of my interests"), default_checked=view.fits)
    return search_form(
        PATH,
        _("Part of the name"),
        view.found_list,
        select_field("kind", _("What they offer"), view.kinds, default_value=view.kind),
        select_field("field", _("Field of work"), view.fields, default_value=view.field),
        rx.cond(view.told, fits, rx.fragment()),
        rx.el.div(cards.disclosure(_("Day, town, distance and more"), finer, open=view.narrowed), class_name="w-full"),
        show=view.show,
    )
