"""Who asks a teacher or counsellor how they see them: one form a pupil, each saved by itself, the next one at hand."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import Role
from portfolio_app.core.database import as_id
from portfolio_app.core.languages import N_, _
from portfolio_app.core.paging import page_number
from portfolio_app.pages.finding import nothing_found, pages_of, search_form
from portfolio_app.pages.frame import address, framed, problem_summary
from portfolio_app.pages.registry import page
from portfolio_app.skills.voice_pages import VoicesView, load_voices
from portfolio_app.skills.voices import LONGEST_REASON, Said, give
from portfolio_app.ui import cards, drawings, text
from portfolio_app.ui.buttons import button, form
from portfolio_app.ui.fields import text_field
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import say

STEP, REASON = "step:", "reason:"


class VoicesState(rx.State):
    """A page of the pupils who ask; `following` is the one whose form takes the keyboard, after another was saved."""

    view: VoicesView = VoicesView()
    following: str = ""

    @needs(Role.TEACHER, Role.COUNSELLOR, loads=True)
    async def load(self) -> None:
        """Load who asks."""
        self.following = ""
        await self._show()

    @needs(Role.TEACHER, Role.COUNSELLOR)
    async def give(self, form: dict[str, str | None]) -> None:
        """Keep what is said about one pupil, and go on to the next."""
        pupil = form.get("pupil") or ""
        said = {
            name.removeprefix(STEP): Said(int(step), form.get(REASON + name.removeprefix(STEP)) or "")
            for name, step in form.items()
            if name.startswith(STEP) and step in ("0", "1", "2", "3", "4", "5")
        }
        await give(current_actor(), as_id(pupil), said, as_id(form.get("request") or ""))
        listed = [one.id for one in self.view.pupils]
        after = listed[listed.index(pupil) + 1 :] if pupil in listed else []
        self.following = after[0] if after else ""
        await say(self, N_("Saved. The pupil sees it."))
        await self._show()

    async def _show(self) -> None:
        query = self.router.url.query_parameters
        self.view = await load_voices(
            current_actor(),
            class_id=query.get("class", ""),
            search=query.get("search", ""),
            page=page_number(query.get("page", "")),
        )


def _skill(pupil: Any, skill: Any, first: Any) -> rx.Component:
    def choice(one: Any, index: Any) -> rx.Component:
        return rx.el.label(
            rx.el.input(
                type="radio",
                name=STEP + skill.thing,
                value=one.value,
                auto_focus=first & (index == 0),
                class_name="size-5 accent-accent shrink-0",
            ),
            rx.el.span(one.label),
            class_name="inline-flex items-center gap-2 min-h-11 rail:min-h-9 pe-4 cursor-pointer",
            key=one.value,
        )

    return rx.el.fieldset(
        rx.el.legend(skill.name, class_name="font-semibold"),
        text.muted(skill.meaning),
        rx.cond(skill.former != "", text.muted(skill.former), rx.fragment()),
        rx.el.div(rx.foreach(skill.choices, choice), class_name="flex flex-wrap"),
        text_field(
            REASON + skill.thing,
            _("Why?"),
            hint=_("(optional)"),
            field_id="reason-" + pupil.id + "-" + skill.field,
            max_length=LONGEST_REASON,
        ),
        class_name="flex flex-col gap-1 min-w-0",
        key=skill.thing,
    )


def _pupil(pupil: Any) -> rx.Component:
    next_one = VoicesState.following == pupil.id
    fields = form(
        rx.el.input(type="hidden", name="pupil", default_value=pupil.id),
        rx.el.input(type="hidden", name="request", default_value=pupil.request),
        rx.foreach(pupil.skills, lambda skill, index: _skill(pupil, skill, next_one & (index == 0))),
        rx.el.div(button(_("Save"), type="submit", aria_label=_("Save: {name}").format(name="") + pupil.name)),
        on_submit=VoicesState.give,
        key=pupil.key + rx.cond(next_one, " next", ""),
    )
    return cards.card(
        rx.el.h2(
            rx.el.span(pupil.name, dir="auto"),
            rx.el.span(" ", pupil.detail, class_name="text-sm font-normal text-muted"),
            class_name="text-lg font-semibold",
        ),
        rx.el.div(fields, class_name="mt-2"),
        element=rx.el.li,
        class_name="when-near [--tall:26rem]",
        key=pupil.id,
    )


def _classes(view: Any) -> rx.Component:
    def chip(one: Any) -> rx.Component:
        here = rx.el.span(
            one.label,
            custom_attrs={"aria-current": "true"},
            class_name="inline-flex items-center min-h-11 rail:min-h-8 rounded-full border border-accent "
            "bg-accent-soft px-3 text-sm font-semibold text-ink",
        )
        return rx.el.li(rx.cond(one.current, here, cards.tag_link(one.label, one.href)), key=one.href)

    return rx.cond(
        view.classes.length() > 0,
        rx.el.nav(
            rx.el.ul(rx.foreach(view.classes, chip), class_name="flex flex-wrap gap-2 list-none p-0"),
            aria_label=_("Classes"),
            class_name="not-printed",
        ),
        rx.fragment(),
    )


@page("/voices", N_("Pupils who ask you"), VoicesState.load)
def voices() -> rx.Component:
    """The page."""
    view: Any = VoicesState.view
    nobody = cards.empty_state(
        drawings.people_drawing(),
        _("Nobody asks you yet"),
        _("When a pupil asks how you see their skills, you say so here."),
    )
    name = text_field(
        "search", _("Name of the pupil"), type="search", default_value=view.search, width="flex-1 min-w-48"
    )
    within = rx.el.input(type="hidden", name="class", default_value=view.class_id)
    listed = text.stack(
        _classes(view),
        rx.cond(view.findable, search_form(address("/voices"), view, name, within), rx.fragment()),
        text.muted(view.said, role="status"),
        rx.cond(
            view.pupils.length() > 0,
            rx.el.ul(rx.foreach(view.pupils, _pupil), class_name="flex flex-col gap-4 list-none p-0"),
            nothing_found(),
        ),
        pages_of(_("Pages of the list"), view.paging),
    )
    return framed(
        text.page_head(
            _("Pupils who ask you"),
            _("Say what you have seen, each pupil by themself. The pupil sees your name, the step and the reason."),
        ),
        problem_summary(_("One thing to check")),
        rx.cond(view.loaded, rx.cond(view.any, listed, nobody), waiting()),
        text.paragraph(text.link(_("All classes"), address("/classes")), class_name="not-printed"),
        here="classes",
        audience="staff",
    )
