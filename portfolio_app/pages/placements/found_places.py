"""Workplaces that pupils have found, for the adults who invite them as hosts or say why not."""

from typing import Any

import reflex as rx

from portfolio_app.core.errors import Invalid
from portfolio_app.core.languages import N_, _
from portfolio_app.marketplace.contacts import ContactForm
from portfolio_app.marketplace.hosts import HostForm
from portfolio_app.marketplace.models import HostKind
from portfolio_app.marketplace.placements.policy import GUIDES
from portfolio_app.marketplace.suggesting import actions
from portfolio_app.marketplace.suggesting.queries import ADULTS_PATH, FoundView, load_found
from portfolio_app.pages.frame import address, field_error, framed, problem_summary
from portfolio_app.pages.registry import page
from portfolio_app.ui import cards, drawings, text
from portfolio_app.ui.buttons import button, form, form_buttons
from portfolio_app.ui.fields import select_field, text_field
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import hush, say

Form = dict[str, str | None]


class FoundPlacesState(rx.State):
    """What pupils of the reader's have found."""

    view: FoundView = FoundView()

    @needs(*GUIDES, loads=True)
    async def load(self) -> None:
        """Load it."""
        self.view = await load_found(current_actor())

    @needs(*GUIDES)
    async def invite(self, form: Form) -> None:
        """Invite a workplace as a host."""
        place = form.get("found") or ""
        typed = {name.removesuffix(f"-{place}"): value or "" for name, value in form.items()}
        host = HostForm.of(typed | {"kind": HostKind.COMPANY})
        contact = ContactForm(
            typed.get("contact_name", ""), typed.get("mail", ""), typed.get("phone", ""), typed.get("language", "")
        )
        try:
            new = await actions.invite(current_actor(), place, host, contact)
        except Invalid as problem:
            raise Invalid(problem.message, field=f"{problem.field}-{place}", **problem.values) from problem
        self.view = await load_found(current_actor())
        if new:
            await say(self, N_("Invited. They get a mail, and the region approves them once they have answered."))
        else:
            await say(self, N_("The region has this workplace already. Nobody is written to: book it as any other."))

    @needs(*GUIDES)
    async def decline(self, form: Form) -> None:
        """Say why a workplace is not invited; the notice takes it back."""
        place = form.get("found") or ""
        await actions.decline(current_actor(), place, form.get(f"why-{place}") or "")
        self.view = await load_found(current_actor())
        await say(self, N_("The pupil reads what you wrote."), undo=place)

    @needs(*GUIDES)
    async def undo(self, place: str) -> None:
        """It waits for an answer again."""
        await actions.open_again(current_actor(), place)
        await hush(self)
        self.view = await load_found(current_actor())


def _invitation(view: Any, one: Any) -> rx.Component:
    def field(name: str, label: str, value: Any, **attrs: Any) -> rx.Component:
        own = f"{name}-" + one.id
        return text_field(own, label, field_id=own, default_value=value, error=field_error(own), **attrs)

    def choice(name: str, label: str, options: Any, value: Any) -> rx.Component:
        own = f"{name}-" + one.id
        return select_field(own, label, options, field_id=own, default_value=value, error=field_error(own))

    optional = _("(optional)")
    return form(
        rx.el.input(type="hidden", name="found", default_value=one.id),
        field("name", _("Name of the workplace"), one.place, max_length=120),
        field("town", _("Town or village"), one.town, max_length=80),
        choice("field", _("Field of work"), view.fields, ""),
        field("contact_name", _("Whom we write to"), one.contact, max_length=120),
        field("mail", _("E-mail address"), one.mail, type="email", max_length=254),
        field("phone", _("Phone"), one.phone, type="tel", max_length=30, hint=optional),
        choice("language", _("Language we write in"), view.languages, view.language),
        form_buttons(button(_("Invite this workplace"), type="submit", kind="secondary", full=True)),
        on_submit=FoundPlacesState.invite,
        key=one.id + one.stands,
        class_name="flex flex-col gap-4 mt-2",
    )


def _refusal(one: Any) -> rx.Component:
    return form(
        rx.el.input(type="hidden", name="found", default_value=one.id),
        text_field(
            "why-" + one.id,
            _("Why not, and what to try next"),
            field_id="why-" + one.id,
            help=_("The pupil reads it."),
            max_length=300,
            error=field_error("why-" + one.id),
        ),
        form_buttons(button(_("Tell the pupil"), type="submit", kind="secondary", full=True)),
        on_submit=FoundPlacesState.decline,
        class_name="flex flex-col gap-4 mt-2",
    )


def _found(view: Any, one: Any) -> rx.Component:
    said = rx.fragment(
        rx.cond(one.contact != "", text.muted(_("Talked to:") + " ", one.contact, dir="auto"), rx.fragment()),
        rx.cond(one.mail != "", rx.el.p(one.mail, dir="ltr", class_name="break-all text-start"), rx.fragment()),
        rx.cond(one.phone != "", rx.el.p(one.phone, dir="ltr", class_name="text-start"), rx.fragment()),
        rx.cond(one.words != "", text.written(one.words, class_name="mt-1"), rx.fragment()),
    )
    answers = text.stack(
        cards.disclosure(_("Invite them"), _invitation(view, one)),
        cards.disclosure(_("Not this one"), _refusal(one)),
        class_name="mt-2",
    )
    return rx.el.li(
        cards.card(
            rx.el.h2(one.place, dir="auto", class_name="text-lg font-semibold break-words"),
            text.muted(text.link(one.pupil, one.href, dir="auto"), " · ", one.town, " · ", one.said_on),
            said,
            rx.cond(one.stands != "", rx.el.p(one.stands, dir="auto", class_name="font-semibold"), rx.fragment()),
            rx.cond(one.waits | one.declined, answers, rx.fragment()),
            element=rx.el.article,
        ),
        key=one.id,
    )


@page(ADULTS_PATH, N_("Workplaces that pupils found"), FoundPlacesState.load)
def found_places() -> rx.Component:
    """The page."""
    view: Any = FoundPlacesState.view
    nothing = cards.empty_state(
        drawings.people_drawing(),
        _("Nothing found yet"),
        _("When a pupil of yours has asked at a workplace and writes it down, you invite it here."),
    )
    listed = rx.el.ul(
        rx.foreach(view.lines, lambda one: _found(view, one)), class_name="flex flex-col gap-3 list-none p-0"
    )
    no_mail = text.paragraph(_("This installation sends no mail, so nobody can be asked."))
    return framed(
        text.page_head(
            _("Workplaces that pupils found"),
            _(
                "Invite them as hosts of the region. They get a mail from the school; pupils and hosts do not write "
                "here."
            ),
        ),
        problem_summary(_("Nothing is sent yet")),
        rx.cond(
            view.loaded,
            text.stack(
                rx.cond(view.sends_mail, rx.fragment(), no_mail),
                rx.cond(view.lines.length() > 0, listed, nothing),
            ),
            waiting(),
        ),
        text.paragraph(
            text.link(_("Work experience and visits"), address("/work-experience")),
            " · ",
            text.link(_("Workplaces"), address("/marketplace")),
        ),
        here="classes",
        audience="staff",
        undo=FoundPlacesState.undo,
    )
