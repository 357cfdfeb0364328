"""The part of a pupil's placement in which they read what the host says, and keep of it what they want."""

from typing import TYPE_CHECKING, Any

import reflex as rx

from portfolio_app.accounts.models import OWNERS
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import N_, _
from portfolio_app.marketplace.evaluations import taking
from portfolio_app.marketplace.evaluations.aspects import Aspect
from portfolio_app.pages.placements.evaluations import sentences
from portfolio_app.portfolio.credentials.accepting import NameOn
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import button, form, form_buttons
from portfolio_app.ui.fields import checkbox, select_field
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import hush, say


class HostSays(rx.State, mixin=True):
    """What such a page does with it; its State loads its view anew (`_show`)."""

    if TYPE_CHECKING:
        view: Any  # with `id` and `evaluation`

    async def _show(self) -> None:
        raise NotImplementedError

    @needs(*OWNERS)
    async def keep_piece(self, placement: str, aspect: str, keep: bool) -> None:
        """Something that was seen stands in the reader's profile, or not."""
        await taking.keep_piece(current_actor(), placement, aspect, keep=keep)
        await self._show()
        await hush(self)
        kept, left = N_("It stands in your profile as a voice."), N_("It does not stand in your profile.")
        await say(self, kept if keep else left)

    @needs(*OWNERS)
    async def take_credential(self, form: dict[str, str | None]) -> None:
        """The school signs a credential."""
        try:
            which = NameOn(form.get("name") or "")
        except ValueError as problem:
            raise NotFound() from problem
        aspects = [one.value for one in Aspect if form.get(f"on-{one.value}")]
        await taking.take_credential(current_actor(), form.get("placement") or "", aspects, which)
        await self._show()
        await say(self, N_("It is yours now. Download it, or show it to somebody."))

    @needs(*OWNERS)
    async def want_credential(self, placement: str, wanted: bool) -> None:
        """No credential is wanted, or one is after all."""
        await taking.decline_credential(current_actor(), placement, back=wanted)
        await self._show()
        await hush(self)


def _piece(view: Any, state: type[HostSays]) -> Any:
    def line(one: Any) -> rx.Component:
        kept = state.keep_piece(view.id, one.aspect, True)
        keep = button(_("Keep it as a voice"), kind="secondary", icon=icons.check, on_click=kept)
        leave = button(_("Not in my profile"), kind="quiet", on_click=state.keep_piece(view.id, one.aspect, False))
        where = rx.fragment(_("It fits your skill:"), " ", text.link(one.skill, one.skill_href))
        choosing = rx.el.div(
            text.muted(
                rx.cond(
                    one.kept,
                    rx.fragment(_("It stands in your profile, at:"), " ", text.link(one.skill, one.skill_href)),
                    rx.cond(one.declined, rx.fragment(_("It does not stand in your profile.")), where),
                )
            ),
            rx.el.div(
                rx.cond(one.kept, rx.fragment(), keep),
                rx.cond(one.declined, rx.fragment(), leave),
                class_name="mt-2 flex flex-wrap gap-2",
            ),
            class_name="mt-1 not-printed",
        )
        return rx.el.li(
            text.muted(one.name),
            rx.el.p(one.words, class_name="max-w-reading"),
            rx.cond(one.skill != "", choosing, rx.fragment()),
            class_name="py-3",
            key=one.aspect,
        )

    return line


def _credential(view: Any, state: type[HostSays]) -> rx.Component:
    said = view.evaluation
    there = text.paragraph(
        rx.cond(
            said.waiting,
            _("A credential of these days waits for your answer:"),
            _("You have a credential of these days:"),
        ),
        " ",
        text.link(_("Credentials"), said.credential_href),
    )

    def tick(one: Any) -> rx.Component:
        return rx.cond(one.seen, checkbox("on-" + one.aspect, one.name, help=one.words), rx.fragment())

    offer = text.stack(
        text.paragraph(
            _(
                "Your school signs that you were there: the workplace, the days and the hours. You choose what else "
                "stands on it."
            )
        ),
        form(
            rx.el.input(type="hidden", name="placement", default_value=view.id),
            rx.el.fieldset(
                rx.el.legend(_("What else stands on it?"), class_name="font-semibold"),
                rx.foreach(said.lines, tick),
                class_name="min-w-0 flex flex-col gap-2",
            ),
            select_field("name", _("Which name stands on it?"), said.names, default_value=NameOn.WHOLE.value),
            form_buttons(
                button(_("Make it my credential"), type="submit", full=True, icon=icons.check),
                button(_("No credential, thank you"), kind="secondary", on_click=state.want_credential(view.id, False)),
            ),
            on_submit=state.take_credential,
            class_name="flex flex-col gap-4",
        ),
    )
    wants = state.want_credential(view.id, True)
    declined = text.stack(
        text.muted(_("You wanted no credential of these days.")),
        rx.el.div(button(_("I want one after all"), kind="secondary", on_click=wants)),
        gap="gap-2",
    )
    return rx.el.section(
        rx.el.h3(_("A credential of these days"), class_name="text-lg font-semibold"),
        rx.cond(said.credential_href != "", there, rx.cond(said.declined, declined, offer)),
        class_name="mt-4 not-printed",
    )


def host_says(view: Any, state: type[HostSays]) -> rx.Component:
    """What the host says, once the school has handed it on; nothing before."""
    said = view.evaluation
    return rx.cond(
        said.there,
        rx.el.section(
            text.section_heading(_("What the workplace says")),
            text.muted(said.by, dir="auto"),
            cards.card(
                rx.el.ul(
                    rx.foreach(said.lines, _piece(view, state)), class_name="list-none p-0 divide-y divide-hairline"
                ),
                sentences(said),
                class_name="mt-3",
            ),
            _credential(view, state),
            id="host-says",
        ),
        rx.fragment(),
    )
