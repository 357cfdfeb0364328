"""A pupil's credentials: what the school offers, to accept or decline; what they have, to keep, to show, to delete."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import OWNERS
from portfolio_app.core.database import as_id
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import N_, _, spoken
from portfolio_app.core.paging import page_number
from portfolio_app.pages.audience import audience_section, remarks_section, seen_by
from portfolio_app.pages.credential_files import credential_files
from portfolio_app.pages.finding import nothing_found, pages_of, search_form
from portfolio_app.pages.frame import address, framed, problem_summary
from portfolio_app.pages.registry import page
from portfolio_app.pages.showing import ShownThing, link_section
from portfolio_app.portfolio.credentials.accepting import (
    NameOn,
    accept,
    decline,
    delete_credential,
    restore_credential,
)
from portfolio_app.portfolio.credentials.queries import CredentialsView, load_credential, load_credentials
from portfolio_app.sharing.models import Kind
from portfolio_app.ui import cards, drawings, icons, text
from portfolio_app.ui.buttons import button, form, form_buttons
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import say

DECLINED = "declined:"
"""Begins what the notice can undo, when that is the declining of an offer."""


class CredentialsState(ShownThing, rx.State):
    """The list of the address, or the credential that is open."""

    view: CredentialsView = CredentialsView()

    def _thing(self) -> tuple[Kind, str]:
        return Kind.CREDENTIAL, self.view.opened.id

    async def _show(self) -> None:
        query = self.router.url.query_parameters
        self._look_around()
        if query.get("id"):
            self.view = await load_credential(current_actor(), query["id"])
        else:
            number = page_number(query.get("page", ""))
            self.view = await load_credentials(current_actor(), number, query.get("search", ""))

    async def _restore(self, what: str) -> None:
        if what.startswith(DECLINED):
            await decline(current_actor(), as_id(what.removeprefix(DECLINED)), back=True)
        else:
            await restore_credential(current_actor(), as_id(what))

    @needs(*OWNERS, loads=True)
    async def load(self) -> None:
        """Load what the address names."""
        self.view = CredentialsView()
        await self._show()

    @needs(*OWNERS)
    async def accept(self, form: dict[str, str | None]) -> None:
        """Accept an offer with the chosen name on it."""
        try:
            which = NameOn(form.get("name") or "")
        except ValueError as problem:
            raise NotFound() from problem
        await accept(current_actor(), as_id(form.get("credential") or ""), which)
        await say(self, N_("It is yours now. Download it, or show it to somebody."))
        await self._show()

    @needs(*OWNERS)
    async def decline(self, credential: str) -> None:
        """Decline an offer; the notice can undo it."""
        await decline(current_actor(), as_id(credential))
        await say(self, N_("Declined. Nothing was issued."), undo=DECLINED + credential)
        await self._show()

    @needs(*OWNERS)
    async def delete(self, credential: str) -> Any:
        """Put a credential among the recently deleted, and go back to the list; the notice can undo it."""
        await delete_credential(current_actor(), as_id(credential))
        await say(self, N_("Deleted. You can find it under “Recently deleted” for 30 days."), undo=credential)
        return rx.redirect(f"/{spoken()}/credentials")


def _name(offer: Any, one: Any) -> rx.Component:
    field_id = "name-" + offer.id + "-" + one.value
    radio = rx.el.input(
        type="radio",
        name="name",
        value=one.value,
        required=True,
        default_checked=one.value == NameOn.WHOLE.value,
        class_name="size-5",
        custom_attrs={"id": field_id},
    )
    label = rx.el.label(
        radio, rx.el.span(one.name, dir="auto"), html_for=field_id, class_name="flex items-center gap-2 min-h-11"
    )
    return rx.el.li(label, key=one.value)


def _offer(one: Any) -> rx.Component:
    names = rx.el.fieldset(
        rx.el.legend(_("Which name stands on it?"), class_name="font-semibold"),
        rx.el.ul(
            rx.foreach(CredentialsState.view.names, lambda name: _name(one, name)),
            class_name="list-none p-0",
        ),
        class_name="min-w-0",
    )
    accepting = form(
        rx.el.input(type="hidden", name="credential", default_value=one.id),
        names,
        form_buttons(
            button(_("Accept"), type="submit", icon=icons.check),
            button(_("Decline"), kind="secondary", on_click=CredentialsState.decline(one.id)),
        ),
        on_submit=CredentialsState.accept,
        class_name="mt-3 flex flex-col gap-3",
        key=one.id,
    )
    return cards.card(
        rx.el.h3(one.title, dir="auto", class_name="text-lg font-semibold break-words"),
        text.muted(one.what, " · ", one.school),
        rx.el.p(one.criteria, dir="auto", class_name="mt-1 break-words"),
        text.muted(rx.cond(one.by != "", one.by + ", " + one.day, one.day), class_name="mt-1"),
        accepting,
        element=rx.el.li,
        key=one.id,
    )


def _line(one: Any) -> rx.Component:
    return cards.card(
        rx.el.h3(text.link(one.title, one.href, dir="auto"), class_name="text-lg font-semibold break-words"),
        text.muted(one.what, " · ", one.school, " · ", one.day),
        rx.el.div(seen_by(one.who), class_name="mt-2"),
        element=rx.el.li,
        key=one.id,
    )


def _opened(view: Any) -> rx.Component:
    one = view.opened
    return text.stack(
        cards.card(
            rx.el.h2(one.title, dir="auto", class_name="text-xl font-semibold break-words"),
            text.muted(one.what, " · ", one.school),
            rx.el.p(one.criteria, dir="auto", class_name="mt-2 break-words"),
            text.definitions(
                (
                    (_("Name on it"), rx.el.span(one.name, dir="auto")),
                    (_("Accepted on"), one.day),
                )
            ),
        ),
        text.muted(
            _("The picture holds the whole credential: send the file itself, for saving it anew would empty it.")
        ),
        credential_files(one),
        audience_section(view.who, view.nameable, CredentialsState.choose_audience, one.id + view.who.words),
        link_section(view.link, CredentialsState, Kind.CREDENTIAL),
        remarks_section(view, CredentialsState),
        rx.el.div(
            button(_("Delete"), kind="secondary", icon=icons.trash, on_click=CredentialsState.delete(one.id)),
            class_name="not-printed",
        ),
        text.muted(_("Copies that you downloaded or gave to somebody stay good.")),
        text.paragraph(text.link(_("All my credentials"), address("/credentials")), class_name="not-printed"),
        gap="gap-5",
    )


def _listed(view: Any) -> rx.Component:
    nothing = cards.empty_state(
        drawings.folder_drawing(),
        _("No credentials yet"),
        _("When a teacher has seen what you can do, your school can offer you a credential. You decide about each."),
    )
    offers = rx.el.section(
        text.section_heading(_("Offered to you")),
        text.muted(_("Nothing is issued before you accept. You can decline without a reason.")),
        rx.el.ul(rx.foreach(view.offers, _offer), class_name="mt-3 flex flex-col gap-3 list-none p-0"),
        id="offers",
    )
    have = rx.el.section(
        text.section_heading(_("Yours")),
        rx.cond(view.findable, search_form(address("/credentials"), view), rx.fragment()),
        rx.cond(
            view.credentials.length() > 0,
            rx.el.ul(rx.foreach(view.credentials, _line), class_name="mt-3 flex flex-col gap-3 list-none p-0"),
            rx.cond(view.findable, nothing_found(), text.muted(_("None yet."))),
        ),
        pages_of(_("Pages of the list"), view.paging),
    )
    some = (view.offers.length() > 0) | (view.credentials.length() > 0) | view.findable
    filled = text.stack(rx.cond(view.offers.length() > 0, offers, rx.fragment()), have, gap="gap-8")
    return rx.cond(some, filled, nothing)


@page("/credentials", N_("My credentials"), CredentialsState.load)
def credentials() -> rx.Component:
    """The page."""
    view: Any = CredentialsState.view
    return framed(
        text.page_head(
            _("My credentials"),
            _("Certificates that anybody can check, anywhere, also when you have left school."),
        ),
        problem_summary(_("One thing to check")),
        rx.cond(view.loaded, rx.cond(view.opened.id != "", _opened(view), _listed(view)), waiting()),
        text.paragraph(
            text.link(_("Check a credential"), f"/verify?language={spoken()}", document=True),
            " · ",
            text.link(_("Back to my portfolio"), address("/portfolio")),
            " · ",
            text.link(_("Recently deleted"), address("/deleted")),
            class_name="not-printed",
        ),
        here="portfolio",
        audience="pupil",
        undo=CredentialsState.undo,
    )
