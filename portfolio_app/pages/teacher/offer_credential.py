"""A teacher offers pupils of a class a credential of the school: what, why, to whom; a look at it; then the offer."""

from dataclasses import dataclass, field
from typing import Any

import reflex as rx

from portfolio_app.accounts.models import Role
from portfolio_app.core.database import as_id
from portfolio_app.core.languages import N_, _, format_list
from portfolio_app.core.paging import page_number
from portfolio_app.pages.finding import pages_of
from portfolio_app.pages.frame import field_error, framed, problem_summary
from portfolio_app.pages.registry import page
from portfolio_app.portfolio.credentials.models import CredentialKind
from portfolio_app.portfolio.credentials.offering import (
    LONGEST_CRITERIA,
    LONGEST_TITLE,
    Preview,
    What,
    offer,
    preview,
    take_back_offer,
)
from portfolio_app.portfolio.credentials.queries import OfferingView, load_offering
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import button, form, form_buttons, small_button
from portfolio_app.ui.fields import checkbox, select_field, text_area, text_field
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import hush, say

PUPIL = "pupil:"
Form = dict[str, str | None]


@dataclass(frozen=True)
class Looked:
    """What the teacher looks at before offering it, and all that the second form sends."""

    shown: Preview = field(default_factory=Preview)
    names: str = ""
    count: int = 0
    pupils: tuple[str, ...] = ()
    capability: str = ""
    title: str = ""
    criteria: str = ""
    said_now: str = ""


class OfferCredentialState(rx.State):
    """The class of the address, and what is about to be offered."""

    view: OfferingView = OfferingView()
    looked: Looked = Looked()

    async def _show(self) -> None:
        query = self.router.url.query_parameters
        class_id, pupil, number = (query.get(name, "") for name in ("class", "pupil", "page"))
        self.view = await load_offering(current_actor(), class_id, pupil, page_number(number))

    @needs(Role.TEACHER, loads=True)
    async def load(self) -> None:
        """Load whom a credential can be offered."""
        self.view, self.looked = OfferingView(), Looked()
        await self._show()

    @needs(Role.TEACHER)
    async def look(self, form: Form) -> None:
        """Show what would be offered, to whom."""
        self.looked = Looked()
        pupils = _ticked(form)
        class_id = as_id(form.get("class") or "")
        shown = await preview(current_actor(), class_id, [as_id(one) for one in pupils], _what(form))
        self.looked = Looked(
            shown=shown,
            names=format_list(shown.names),
            count=len(shown.names),
            pupils=tuple(pupils),
            capability=form.get("capability") or "",
            title=form.get("title") or "",
            criteria=form.get("criteria") or "",
            said_now=form.get("said_now") or "",
        )
        await say(self, N_("Look at it below, then offer it."))

    @needs(Role.TEACHER)
    async def offer(self, form: Form) -> None:
        """Offer it to everybody who was shown."""
        pupils = [as_id(one) for one in _ticked(form)]
        class_id = as_id(form.get("class") or "")
        new = await offer(current_actor(), class_id, pupils, _what(form), as_id(form.get("request") or ""))
        self.looked = Looked()
        if new:
            await say(self, N_("Offered. Each pupil decides whether to accept."))
        else:
            await say(self, N_("All of them have this credential, or have been offered it. Nobody was asked again."))
        await self._show()

    @needs(Role.TEACHER)
    async def take_back(self, credential: str) -> None:
        """Take an offer back that waits still."""
        await take_back_offer(current_actor(), as_id(credential))
        await hush(self)
        await say(self, N_("Taken back. The pupil is not asked any more."))
        await self._show()


def _ticked(form: Form) -> list[str]:
    return [name.removeprefix(PUPIL) for name, yes in form.items() if name.startswith(PUPIL) and yes]


def _what(form: Form) -> What:
    capability = form.get("capability") or ""
    return What(
        kind=CredentialKind.CAPABILITY if capability else CredentialKind.ACHIEVEMENT,
        criteria=form.get("criteria") or "",
        title=form.get("title") or "",
        capability=capability,
        said_now=bool(form.get("said_now")),
    )


def _pupil(one: Any) -> rx.Component:
    return checkbox(
        PUPIL + one.id, rx.el.span(one.name, dir="auto"), field_id="pupil-" + one.id, default_checked=one.chosen
    )


def _pupils(view: Any) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(_("For whom?"), class_name="font-semibold"),
        rx.cond(field_error("pupil") != "", rx.el.p(field_error("pupil"), class_name="text-danger"), rx.fragment()),
        rx.el.div(rx.foreach(view.pupils, _pupil), class_name="columns-1 sm:columns-2"),
        id="pupil",
        class_name="min-w-0",
    )


def _form(view: Any) -> rx.Component:
    return form(
        rx.el.input(type="hidden", name="class", default_value=view.class_id),
        select_field(
            "capability",
            _("What for?"),
            view.skills,
            every=_("An achievement that I name below"),
            error=field_error("capability"),
        ),
        text_field(
            "title",
            _("Title"),
            hint=_("(only for an achievement)"),
            help=_("Short and concrete, such as “Ran the school café for a term”."),
            error=field_error("title"),
            max_length=LONGEST_TITLE,
        ),
        text_area(
            "criteria",
            _("What was done for it?"),
            help=_("One or two sentences. They stand in the credential, for anybody who checks it."),
            error=field_error("criteria"),
            max_length=LONGEST_CRITERIA,
        ),
        _pupils(view),
        checkbox(
            "said_now",
            _("I have seen this skill in each of them myself"),
            help=_("Not needed for pupils to whom you have said so before, when they asked you."),
            error=field_error("said_now"),
        ),
        form_buttons(button(_("Look at it first"), type="submit", kind="secondary", icon=icons.eye)),
        on_submit=OfferCredentialState.look,
        key=view.request,
    )


def _preview(looked: Any, view: Any) -> rx.Component:
    hidden = [("capability", looked.capability), ("title", looked.title), ("criteria", looked.criteria)]
    hidden += [("said_now", looked.said_now), ("class", view.class_id), ("request", view.request)]
    return rx.el.section(
        text.section_heading(_("This is what you offer")),
        cards.card(
            rx.el.p(looked.shown.title, dir="auto", class_name="text-lg font-semibold break-words"),
            rx.el.p(looked.shown.criteria, dir="auto", class_name="mt-1 break-words"),
            text.muted(looked.shown.school, class_name="mt-2"),
            class_name="mt-3",
        ),
        rx.el.p(rx.el.span(_("For"), ": ", class_name="font-semibold"), looked.names, dir="auto", class_name="mt-3"),
        cards.notice(
            _(
                "Each pupil is asked, and nothing is signed before they accept. A credential that was accepted and "
                "downloaded cannot be taken back by anybody."
            )
        ),
        form(
            *[rx.el.input(type="hidden", name=name, value=value, read_only=True) for name, value in hidden],
            rx.foreach(
                looked.pupils, lambda one: rx.el.input(type="hidden", name=PUPIL + one, value="yes", read_only=True)
            ),
            form_buttons(button(_("Offer it"), type="submit", icon=icons.check, full=True)),
            on_submit=OfferCredentialState.offer,
        ),
        id="preview",
        class_name="flex flex-col gap-3",
    )


def _made(one: Any) -> rx.Component:
    return cards.card(
        rx.el.div(
            rx.el.p(
                text.link(one.name, one.href, dir="auto"),
                rx.el.span(" · ", one.said, class_name="text-sm text-muted"),
            ),
            rx.cond(
                one.waiting,
                small_button(_("Take the offer back"), icons.trash, on_click=OfferCredentialState.take_back(one.id)),
                rx.fragment(),
            ),
            class_name="flex items-center justify-between gap-2",
        ),
        rx.el.p(one.title, dir="auto", class_name="break-words"),
        element=rx.el.li,
        key=one.id,
    )


@page("/offer-credential", N_("Offer a credential"), OfferCredentialState.load)
def offer_credential() -> rx.Component:
    """The page."""
    view: Any = OfferCredentialState.view
    looked: Any = OfferCredentialState.looked
    made = rx.el.section(
        text.section_heading(_("What you offered before")),
        rx.el.ul(rx.foreach(view.made, _made), class_name="mt-3 flex flex-col gap-3 list-none p-0"),
        pages_of(_("Pages of the list"), view.paging),
        id="made",
    )
    return framed(
        text.page_head(
            _("Offer a credential"),
            _("A certificate of your school that anybody can check, anywhere. The pupil decides whether to accept it."),
        ),
        problem_summary(_("One thing to check")),
        rx.cond(
            view.loaded,
            text.stack(
                rx.el.section(
                    rx.el.h2(view.class_name, dir="auto", class_name="text-xl font-semibold"),
                    rx.el.div(
                        rx.cond(view.pupils.length() > 0, _form(view), text.muted(_("Nobody is in this class yet."))),
                        class_name="mt-3",
                    ),
                ),
                rx.cond(looked.count > 0, _preview(looked, view), rx.fragment()),
                rx.cond(view.made.length() > 0, made, rx.fragment()),
                text.paragraph(text.link(_("Back"), view.back), class_name="not-printed"),
                gap="gap-8",
            ),
            waiting(),
        ),
        here="classes",
        audience="staff",
    )
