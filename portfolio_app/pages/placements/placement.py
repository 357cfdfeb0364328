"""My day at a workplace: when, where, what to bring and whom to call; that it was read; who is told of what."""

from typing import Any
from uuid import uuid4

import reflex as rx

from portfolio_app.accounts.models import OWNERS
from portfolio_app.core.database import as_id
from portfolio_app.core.languages import N_, _
from portfolio_app.marketplace.placements import absences, families, own
from portfolio_app.marketplace.placements.own import OwnPlacementView, load_placement
from portfolio_app.pages.frame import address, field_error, framed, problem_summary
from portfolio_app.pages.placements.day_parts import take_care, week_plan
from portfolio_app.pages.placements.host_says import HostSays, host_says
from portfolio_app.pages.placements.signs_at_home import family_typed, signs_at_home
from portfolio_app.pages.placements.worrying import Worrying, to_worry, worry_part
from portfolio_app.pages.registry import page
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import button, form, form_buttons, link_button, print_button
from portfolio_app.ui.fields import Choice, select_field, text_area
from portfolio_app.ui.layout import waiting
from portfolio_app.ui.links import plain_link
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import hush, say


class PlacementState(Worrying, HostSays, rx.State):
    """A placement of the reader's own."""

    view: OwnPlacementView = OwnPlacementView()

    async def _show(self) -> None:
        placement = self.router.url.query_parameters.get("id", "")
        self.view = await load_placement(current_actor(), placement, uuid4())

    @needs(*OWNERS, loads=True)
    async def load(self) -> None:
        """Load the placement of the address."""
        await self._show()

    @needs(*OWNERS)
    async def read(self, placement: str) -> None:
        """The reader has read it."""
        await own.mark_read(current_actor(), placement)
        await self._show()
        await say(self, N_("Your school sees that you have read it."))

    @needs(*OWNERS)
    async def say_absent(self, form: dict[str, str | None]) -> None:
        """The reader cannot come on a day."""
        request = as_id(form.get("request") or "")
        placement, day, why = (form.get(name) or "" for name in ("placement", "day", "why"))
        await absences.say_absent(current_actor(), placement, day, why, request)
        await self._show()
        await say(self, N_("Your school is told. Call them, too: then they know for sure."))

    @needs(*OWNERS)
    async def keep_family(self, form: dict[str, str | None]) -> None:
        """Keep who signs at home."""
        await families.keep_contact(current_actor(), form.get("placement") or "", family_typed(form))
        await self._show()
        await say(self, N_("Saved. Your teachers see it, and ask them to sign."))

    @needs(*OWNERS)
    async def forget_family(self, placement: str) -> None:
        """Nobody at home is written to any more."""
        await families.forget_contact(current_actor(), placement)
        await self._show()
        await hush(self)
        await say(self, N_("Forgotten. Nobody at home is written to."))

    @needs(*OWNERS)
    async def come(self, note: str) -> None:
        """They can, after all."""
        await absences.come_after_all(current_actor(), note)
        await self._show()
        await hush(self)
        await say(self, N_("Your school is told that you come."))


def _row(name: str, value: Any, *children: Any) -> rx.Component:
    """A name with its value, where there is one."""
    return rx.cond(value != "", text.definition(name, *(children or (value,)), written=True), rx.fragment())


def phone_link(phone: Any) -> rx.Component:
    """A number to call."""
    return plain_link(phone, href="tel:" + phone, dir="ltr", class_name=f"{text.LINK} inline-block py-2 rail:py-0")


def _day(view: Any) -> rx.Component:
    adult = rx.fragment(
        rx.el.span(view.adult, class_name="font-semibold"),
        rx.cond(view.adult_phone != "", rx.fragment(", ", phone_link(view.adult_phone)), rx.fragment()),
    )
    school = rx.fragment(rx.el.span(view.contact.name), rx.cond(view.contact.how != "", ", " + view.contact.how, ""))
    return rx.el.section(
        cards.card(
            text.section_heading(_("My day")),
            text.definition_list(
                _row(_("Days"), view.days),
                _row(_("You work"), view.hours),
                _row(_("Break"), view.pause),
                _row(_("Lunch"), view.lunch),
                _row(_("Clothes and what to bring"), view.clothing),
                _row(_("Where"), view.address),
                _row(_("How to get there"), view.way_there),
                _row(_("What you do"), view.tasks),
                _row(_("Who looks after you there"), view.responsible),
                _row(_("Call at school"), view.adult, adult),
                _row(_("Whom to turn to at school"), view.contact.name, school),
                class_name="mt-2",
            ),
            rx.cond(
                view.approved,
                rx.fragment(),
                text.muted(
                    _("Who looks after you there stands here once your school has approved it."), class_name="mt-2"
                ),
            ),
        ),
        id="day",
    )


def _reading(view: Any) -> rx.Component:
    """That the card was read."""
    changed = rx.cond(
        view.changed,
        cards.notice(_("Something has changed since you read this. Please read it again."), kind="warning"),
        rx.fragment(),
    )
    unread = text.stack(
        changed,
        rx.el.div(
            button(_("I have read it"), icon=icons.check, full=True, on_click=PlacementState.read(view.id)),
        ),
    )
    return rx.el.div(rx.cond(view.read != "", text.muted(view.read), unread), class_name="not-printed")


def _rules(view: Any) -> rx.Component:
    def lines(listed: Any) -> rx.Component:
        return rx.el.ul(rx.foreach(listed, rx.el.li), class_name="list-disc ps-6 space-y-1 max-w-reading mt-2")

    known = rx.fragment(
        lines(view.rules),
        rx.cond(
            view.limits.length() > 0, cards.disclosure(_("All limits for hours"), lines(view.limits)), rx.fragment()
        ),
    )
    ask = text.paragraph(
        _("No longer than stands above. What is allowed depends on your age and the country."), class_name="mt-2"
    )
    return rx.el.section(
        text.section_heading(_("How long you may work")),
        rx.cond(view.rules.length() > 0, known, ask),
        text.paragraph(text.link(_("Working hours at your age"), address("/working-hours")), class_name="not-printed"),
    )


def _away(view: Any) -> rx.Component:
    def line(one: Any) -> rx.Component:
        again = button(
            _("I can come after all"), kind="secondary", icon=icons.undo, on_click=PlacementState.come(one.id)
        )
        return rx.el.li(
            rx.el.p(_("You said that you cannot come:"), " ", one.day, class_name="font-semibold"),
            rx.cond(one.ahead, rx.el.div(again, class_name="mt-2"), rx.fragment()),
            key=one.id,
        )

    call = rx.cond(
        view.adult_phone != "",
        rx.fragment(
            _("Are you ill, or is something in the way? Say so here and call:"),
            " ",
            rx.el.span(view.adult, dir="auto", class_name="font-semibold"),
            ", ",
            phone_link(view.adult_phone),
            ". ",
            _("They tell the workplace."),
        ),
        rx.fragment(
            _("Are you ill, or is something in the way? Say so here and call your school. They tell the workplace.")
        ),
    )
    fields = form(
        rx.el.input(type="hidden", name="request", default_value=view.request),
        rx.el.input(type="hidden", name="placement", default_value=view.id),
        select_field("day", _("On which day?"), view.days_ahead, error=field_error("day")),
        text_area(
            "why",
            _("Why?"),
            hint=_("(optional)"),
            error=field_error("why"),
            max_length=absences.LONGEST_WORDS,
            rows=2,
        ),
        form_buttons(button(_("I cannot come"), kind="secondary", type="submit", full=True)),
        on_submit=PlacementState.say_absent,
        class_name="mt-3 flex flex-col gap-3",
        key=view.request,
    )
    return rx.el.section(
        text.section_heading(_("If you cannot come")),
        text.paragraph(call, class_name="mt-1"),
        rx.el.ul(rx.foreach(view.away, line), class_name="mt-3 flex flex-col gap-3 list-none p-0 empty:hidden"),
        rx.cond(view.days_ahead.length() > 0, fields, rx.fragment()),
        id="away",
        class_name="not-printed",
    )


def _home(view: Any) -> rx.Component:
    ways = [
        Choice("mail", _("By mail"), _("They get a link, read what is agreed in their language, and sign.")),
        Choice("phone", _("By phone"), _("Your teacher calls them, and they sign on paper.")),
        Choice("paper", _("On paper"), _("You take it home and bring it back.")),
    ]
    lead = _(
        "Your school asks them to sign what is agreed about these days. It is kept for that and nothing else, and "
        "removed once no days are ahead. Your teachers see it, the workplace does not."
    )
    return signs_at_home(
        view.family,
        view.id,
        ways,
        lead,
        keep=PlacementState.keep_family,
        forget=PlacementState.forget_family(view.id),
    )


@page("/placement", N_("My day at a workplace"), PlacementState.load)
def placement() -> rx.Component:
    """The page."""
    view: Any = PlacementState.view
    standing = rx.cond(
        view.cancelled,
        cards.notice(_("This does not take place. Ask your teacher what comes instead."), kind="warning"),
        rx.cond(
            view.approved,
            rx.fragment(),
            cards.notice(_("Your school has not approved it yet. It can still change.")),
        ),
    )
    files = text.side_by_side(
        link_button(
            _("Put it in my calendar"), view.calendar_href, kind="secondary", icon=icons.download, document=True
        ),
        print_button(_("Print")),
        class_name="not-printed",
    )
    own_words = text.side_by_side(
        link_button(_("My diary"), address("/diary") + "?id=" + view.id, kind="secondary", icon=icons.pencil),
        rx.cond(
            view.over & ~view.cancelled,
            link_button(
                _("How it was, thanks, and what you keep"),
                address("/afterwards") + "?id=" + view.id,
                kind="secondary",
            ),
            rx.fragment(),
        ),
        class_name="not-printed",
    )
    here = text.stack(
        standing,
        own_words,
        to_worry(),
        host_says(view, PlacementState),
        _day(view),
        week_plan(view.week),
        take_care(_("Take care of this there"), view.care),
        rx.cond(view.cancelled, rx.fragment(), _reading(view)),
        rx.cond(view.calendar_href != "", files, rx.fragment()),
        _rules(view),
        rx.cond(view.over | view.cancelled, rx.fragment(), rx.fragment(_home(view), _away(view))),
        worry_part(view, PlacementState),
        gap="gap-7",
    )
    return framed(
        text.page_head(rx.cond(view.host != "", view.host, _("My day at a workplace")), view.title),
        problem_summary(_("One thing to check")),
        rx.cond(view.loaded, here, waiting()),
        text.paragraph(text.link(_("My days at workplaces"), address("/placements")), class_name="not-printed"),
        audience="pupil",
    )
