"""Short addresses for posters and slides, and how many came by them."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import Role
from portfolio_app.ambassadors.campaigns import actions
from portfolio_app.ambassadors.campaigns.actions import LinkForm
from portfolio_app.ambassadors.campaigns.queries import PATH, CampaignsView, load_campaigns
from portfolio_app.ambassadors.policy import GUIDES
from portfolio_app.core.database import as_id
from portfolio_app.core.languages import N_, _
from portfolio_app.pages.frame import address, field_error, framed, problem_summary
from portfolio_app.pages.registry import page
from portfolio_app.ui import cards, drawings, icons, text
from portfolio_app.ui.buttons import button, form, form_buttons, small_button
from portfolio_app.ui.fields import select_field, text_field
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import hush, say

Form = dict[str, str | None]


class CampaignsState(rx.State):
    """The links of the reader's school."""

    view: CampaignsView = CampaignsView()

    async def _show(self) -> None:
        url = self.router.url
        self.view = await load_campaigns(current_actor(), url.query_parameters.get("school", ""), url.origin)

    @needs(Role.PUPIL, *GUIDES, loads=True)
    async def load(self) -> None:
        """Load them."""
        await self._show()

    @needs(Role.PUPIL, *GUIDES)
    async def make(self, form: Form) -> None:
        """Make one more."""
        school, request = form.get("school") or "", as_id(form.get("request") or "")
        await actions.make_link(current_actor(), school, LinkForm.of(form), request)
        await self._show()
        await say(self, N_("Made. Put its code on the poster."))

    @needs(Role.PUPIL, *GUIDES)
    async def end(self, link: str) -> None:
        """One counts no more; the notice can take that back."""
        await actions.end_link(current_actor(), link)
        await self._show()
        await say(self, N_("It counts no more. It still leads to Polku."), undo=link)

    @needs(Role.PUPIL, *GUIDES)
    async def undo(self, link: str) -> None:
        """It counts again."""
        await actions.end_link(current_actor(), link, back=True)
        await hush(self)
        await self._show()


def _link(one: Any) -> rx.Component:
    bar = cards.progress_bar(_("Goal"), one.percent, one.reached, element_id="goal-" + one.id)
    return rx.el.li(
        cards.card(
            rx.el.h2(one.name, dir="auto", class_name="text-lg font-semibold break-words"),
            text.muted(one.detail, dir="auto"),
            rx.el.p(
                _("Address:") + " ",
                text.link(one.written, one.path, document=True, class_name="font-mono break-all"),
                class_name="mt-2",
            ),
            rx.el.p(one.counted, class_name="mt-1"),
            rx.cond(one.reached != "", rx.el.div(bar, class_name="mt-2"), rx.fragment()),
            rx.el.div(
                text.link(_("QR code to print"), one.qr_href, document=True),
                button(
                    _("End it"),
                    kind="quiet",
                    on_click=CampaignsState.end(one.id),
                    aria_label=_("End it") + ": " + one.name,
                ),
                class_name="mt-2 flex flex-wrap items-center gap-4",
            ),
            element=rx.el.article,
        ),
        key=one.id,
    )


def _ended(one: Any) -> rx.Component:
    back = small_button(_("Bring it back") + ": " + one.name, icons.undo, on_click=CampaignsState.undo(one.id))
    return cards.list_row(one.name, detail=one.counted, trailing=back, key=one.id)


def _new(view: Any) -> rx.Component:
    return cards.disclosure(
        _("Make a short address"),
        form(
            rx.el.input(type="hidden", name="school", default_value=view.school),
            rx.el.input(type="hidden", name="request", default_value=view.request),
            text_field(
                "name",
                _("Where it hangs or is shown"),
                hint=_("such as “Poster, B corridor”"),
                max_length=80,
                error=field_error("name"),
            ),
            text_field(
                "goal",
                _("How many people you hope will begin"),
                hint=_("(optional)"),
                help=_("The class or the school sees how far it is, together. Nobody is ranked."),
                type="number",
                error=field_error("goal"),
            ),
            select_field("class_id", _("Whose goal it is"), view.classes, error=field_error("class_id")),
            form_buttons(button(_("Make it"), type="submit", full=True)),
            on_submit=CampaignsState.make,
            key=view.request,
            class_name="mt-2 flex flex-col gap-4",
        ),
    )


@page(PATH, N_("Short addresses"), CampaignsState.load)
def campaigns() -> rx.Component:
    """The page."""
    view: Any = CampaignsState.view
    nothing = cards.empty_state(
        drawings.path_drawing(),
        _("No short address yet"),
        _("Make one for a poster or a slide: it leads to Polku, and you see how many came by it."),
    )
    listed = rx.el.ul(rx.foreach(view.lines, _link), class_name="flex flex-col gap-3 list-none p-0")
    ended = rx.el.section(
        text.section_heading(_("Recently ended")),
        cards.row_list(rx.foreach(view.ended, _ended), class_name="mt-3"),
    )
    return framed(
        text.page_head(
            _("Short addresses"),
            _("For posters and slides. They count devices and beginnings, and nobody can tell whose."),
        ),
        problem_summary(_("Nothing is made yet")),
        rx.cond(
            view.loaded,
            text.stack(
                rx.cond(view.lines.length() > 0, listed, nothing),
                _new(view),
                rx.cond(view.ended.length() > 0, ended, rx.fragment()),
                gap="gap-8",
            ),
            waiting(),
        ),
        text.paragraph(text.link(_("Ambassadors"), address("/ambassadors"))),
        undo=CampaignsState.undo,
    )
