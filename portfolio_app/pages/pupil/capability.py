"""One capability: what it means, how it is for me now and why, what shows it, who can see that."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import OWNERS
from portfolio_app.core.database import as_id
from portfolio_app.core.languages import N_, _
from portfolio_app.core.paging import page_number
from portfolio_app.pages.audience import OwnThing, audience_section, remarks_section
from portfolio_app.pages.drafting import draft_attributes, draft_status
from portfolio_app.pages.finding import pages_of
from portfolio_app.pages.frame import address, field_error, framed, problem_summary
from portfolio_app.pages.pupil.evidence_form import evidence_form
from portfolio_app.pages.pupil.voices_section import change_section, voices_section
from portfolio_app.pages.registry import page
from portfolio_app.sharing.models import Kind
from portfolio_app.skills import actions, queries, voices
from portfolio_app.skills.queries import CapabilityView
from portfolio_app.skills.things import capability_thing
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import button, form, form_buttons, small_button
from portfolio_app.ui.drawings import theme_class
from portfolio_app.ui.fields import radio_cards, text_area
from portfolio_app.ui.layout import waiting
from portfolio_app.ui.pictures import dial_dots, step_dots
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import say

VOICE = "voice:"
"""Begins what the notice can undo, when that is the hiding of a voice."""


class CapabilityState(OwnThing, rx.State):
    """The capability of the address."""

    view: CapabilityView = CapabilityView()

    def _code(self) -> str:
        return self.router.url.query_parameters.get("code", "")

    def _thing(self) -> tuple[Kind, str]:
        return Kind.CAPABILITY, self.view.thing

    async def _show(self) -> None:
        number = page_number(self.router.url.query_parameters.get("page", ""))
        self.view = await queries.load_capability(current_actor(), self._code(), number)

    @needs(*OWNERS, loads=True)
    async def load(self) -> None:
        """Load the capability."""
        await self._show()

    @needs(*OWNERS)
    async def assess(self, form: dict[str, str | None]) -> None:
        """Keep how it is now."""
        step = form.get("step") or ""
        answers = await actions.assess(
            current_actor(),
            self._code(),
            int(step) if step in ("1", "2", "3", "4", "5") else 0,
            form.get("reason") or "",
            as_id(form.get("request") or ""),
        )
        await say(self, N_("Saved. Your picture shows it."))
        view: CapabilityView = self.get_value("view")  # itself, which costs less than what watches over it
        if view.thing == capability_thing(answers.framework.code, self._code()):
            after = queries.after_saying(view, answers)
            spoken_of = view.voices or view.change.moments  # what a whole class does for the first time stays short
            self.view = await queries.with_voices(current_actor(), after) if spoken_of else after
        else:
            await self._show()

    @needs(*OWNERS)
    async def added(self, _sent: str) -> None:
        """Show evidence that was just added. `_sent` is the id that its form has used up."""
        await say(self, N_("Saved. Only you can see it."))
        await self._show()

    @needs(*OWNERS)
    async def answer(self, form: dict[str, str | None]) -> None:
        """Answer what somebody said."""
        await voices.answer(current_actor(), as_id(form.get("voice") or ""), form.get("answer") or "")
        await say(self, N_("Your answer is saved."))
        await self._show()

    @needs(*OWNERS)
    async def hide_voice(self, voice: str) -> None:
        """Put what somebody said out of sight; the notice can bring it back."""
        await voices.hide(current_actor(), as_id(voice))
        await say(self, N_("Hidden. Whoever said it can still see it."), undo=VOICE + voice)
        await self._show()

    @needs(*OWNERS)
    async def show_voice(self, voice: str) -> None:
        """Bring back what somebody said."""
        await voices.hide(current_actor(), as_id(voice), hidden=False)
        await say(self, N_("It is back where it was."))
        await self._show()

    @needs(*OWNERS)
    async def report_voice(self, voice: str) -> None:
        """Hide what somebody said and ask the school to talk with the pupil."""
        await voices.report(current_actor(), as_id(voice))
        await say(self, N_("Hidden and reported. Somebody at your school is asked to talk with you."))
        await self._show()

    @needs(*OWNERS)
    async def delete(self, evidence: str) -> None:
        """Delete a piece of evidence; the notice can undo it."""
        await actions.delete_evidence(current_actor(), as_id(evidence))
        await say(self, N_("Deleted. You can find it under “Recently deleted” for 30 days."), undo=evidence)
        await self._show()

    async def _restore(self, what: str) -> None:
        if what.startswith(VOICE):
            await voices.hide(current_actor(), as_id(what.removeprefix(VOICE)), hidden=False)
            await say(self, N_("It is back where it was."))
            return
        await actions.restore_evidence(current_actor(), as_id(what))
        await say(self, N_("It is back where it was."))


def _meaning(view: Any) -> rx.Component:
    return cards.card(
        rx.el.p(
            cards.tag(view.theme_name, view.theme),
            rx.el.span(view.stage_name, class_name="text-sm text-muted"),
            class_name="flex flex-wrap items-center gap-3",
        ),
        rx.el.p(view.statement, class_name="mt-3 max-w-reading"),
        element=rx.el.section,
        aria_label=_("What it looks like at your age"),
    )


def _assessment(view: Any) -> rx.Component:
    fields = form(
        rx.el.input(type="hidden", name="request", default_value=view.request),
        radio_cards(
            "step",
            rx.cond(view.dial, _("Where are you now, between the two?"), _("How is it for you now?")),
            view.steps,
            default_value=view.step,
            error=field_error("step"),
            beside=True,
        ),
        text_area(
            "reason",
            _("Why?"),
            help=_("One sentence is enough: what happened that makes you say so?"),
            default_value=view.reason,
            error=field_error("reason"),
            max_length=actions.LONGEST_REASON,
        ),
        draft_status(),
        form_buttons(button(_("Save"), type="submit", icon=icons.check, full=True)),
        on_submit=CapabilityState.assess,
        custom_attrs=draft_attributes(view.draft, view.draft_version),
        key=view.request,
    )
    return rx.el.section(
        text.section_heading(_("How it is now")), rx.el.div(fields, class_name="mt-3"), id="assessment"
    )


def _history(view: Any) -> rx.Component:
    def line(one: Any) -> rx.Component:
        return rx.el.li(
            rx.el.p(
                rx.cond(
                    view.dial,
                    dial_dots(one.step, one.step_words, view.first, view.second),
                    step_dots(one.step, one.step_words),
                ),
                rx.el.span(one.day, class_name="inline-block whitespace-nowrap text-sm text-muted ms-3"),
            ),
            rx.cond(one.reason != "", text.written(one.reason, class_name="mt-1 break-words"), rx.fragment()),
            class_name=theme_class(view.theme),
        )

    lines = rx.el.ol(rx.foreach(view.history, line), class_name="flex flex-col gap-4 list-none p-0")
    return rx.cond(view.said, cards.disclosure(_("What you have said so far"), lines), rx.fragment())


def kind_icon(item: Any) -> rx.Component:
    """A picture of the evidence itself, else of its kind."""
    small = rx.el.img(
        src=item.thumbnail,
        alt="",
        loading="lazy",
        class_name="size-16 rounded-lg object-cover bg-sunken",
        custom_attrs={"width": 64, "height": 64},
    )
    drawn = rx.match(item.kind, ("pdf", icons.file("")), ("link", icons.link("")), icons.words(""))
    box = rx.el.span(drawn, class_name="inline-flex size-16 items-center justify-center rounded-lg bg-sunken")
    return rx.cond(item.thumbnail != "", small, box)


def carried_line(item: Any) -> rx.Component:
    """From where a piece of evidence is carried over, on a line of its own."""
    return rx.cond(item.carried != "", rx.el.span(item.carried, class_name="block"), rx.fragment())


def evidence_row(item: Any, *beside: rx.Component) -> rx.Component:
    """A piece of one's own evidence in a list, with `beside` it what can be done with it there."""
    badge = cards.audience_badge(
        item.who,
        icon=lambda size: rx.cond(item.private, icons.lock(size), icons.people(size)),
        href=item.href + "#audience",
        label=_("Change who can see this"),
    )
    return cards.list_row(
        item.title,
        href=item.href,
        leading=kind_icon(item),
        detail=rx.el.span(item.what, " · ", item.day, carried_line(item)),
        trailing=rx.fragment(badge, *beside),
        key=item.id,
    )


def _evidence(item: Any) -> rx.Component:
    return evidence_row(item, small_button(_("Delete"), icons.trash, on_click=CapabilityState.delete(item.id)))


def _shows(view: Any) -> rx.Component:
    ideas = rx.el.ul(rx.foreach(view.ideas, rx.el.li), class_name="list-disc ps-6 space-y-1 max-w-reading")
    return rx.el.section(
        text.section_heading(_("Evidence")),
        rx.cond(
            view.evidence.length() > 0,
            text.stack(
                cards.row_list(rx.foreach(view.evidence, _evidence)),
                pages_of(_("Pages of evidence"), view.evidence_pages),
                class_name="mt-3",
            ),
            text.paragraph(_("Nothing here yet."), class_name="mt-2 text-muted"),
        ),
        rx.el.div(cards.disclosure(_("Ideas: what would show this?"), ideas), class_name="mt-2 not-printed"),
        cards.card(
            text.small_heading(_("Add evidence")),
            text.muted(_("Only you can see it until you choose who else can.")),
            rx.el.div(
                evidence_form(
                    view.code,
                    view.adding,
                    view.room,
                    view.upload_bytes,
                    view.too_large,
                    CapabilityState.added(view.adding.request),
                ),
                class_name="mt-4",
            ),
            class_name="mt-4 not-printed",
        ),
        id="evidence",
    )


def _from_before(view: Any) -> rx.Component:
    """Of a capability that is not in use: what it is, and where what shows it is seen now."""
    return cards.card(
        rx.el.p(_("This skill is from before:"), " ", view.former, "."),
        text.muted(_("Nothing new is said here. What was said stays, under its name.")),
        rx.cond(
            view.seen_under.length() > 0,
            rx.el.p(
                _("Now it is seen under:"),
                " ",
                rx.foreach(
                    view.seen_under,
                    lambda one: rx.el.span(text.link(one.name, one.href), class_name="me-3", key=one.href),
                ),
            ),
            rx.fragment(),
        ),
        element=rx.el.section,
        aria_label=_("A skill from before"),
    )


def _shown_before(view: Any) -> rx.Component:
    return rx.cond(
        view.evidence.length() > 0,
        rx.el.section(
            text.section_heading(_("Evidence")),
            rx.el.div(cards.row_list(rx.foreach(view.evidence, _evidence)), class_name="mt-3"),
        ),
        rx.fragment(),
    )


@page("/capability", N_("Skill"), CapabilityState.load)
def capability() -> rx.Component:
    """The page."""
    view: Any = CapabilityState.view
    former: Any = view.former != ""
    onward = rx.fragment(
        " · ",
        _("Next skill:"),
        " ",
        text.link(view.next_name, view.next_href),
        " · ",
        text.link(_("Make a goal with this skill"), f"{address('/goal-form')}?skill=" + view.code),
    )
    return framed(
        text.page_head(view.name, view.meaning),
        problem_summary(_("One thing to check")),
        rx.cond(
            view.loaded,
            text.stack(
                rx.cond(former, _from_before(view), _meaning(view)),
                remarks_section(view, CapabilityState),
                rx.cond(former, rx.fragment(), _assessment(view)),
                _history(view),
                voices_section(view, CapabilityState),
                change_section(view),
                audience_section(view.who, view.nameable, CapabilityState.choose_audience, view.thing + view.who.words),
                rx.cond(former, _shown_before(view), _shows(view)),
                text.paragraph(
                    text.link(_("Back to my skills"), address("/skills")),
                    rx.cond(former, rx.fragment(), onward),
                    class_name="not-printed",
                ),
                gap="gap-8",
            ),
            waiting(),
        ),
        here="skills",
        audience="pupil",
        undo=CapabilityState.undo,
    )
