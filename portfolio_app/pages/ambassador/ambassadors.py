"""Ambassadors of a school: for pupils the calls and their own terms, for adults the terms that they look after."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import OWNERS, Role
from portfolio_app.ambassadors.policy import GUIDES
from portfolio_app.ambassadors.terms import applying, calls
from portfolio_app.ambassadors.terms.applying import ApplicationForm
from portfolio_app.ambassadors.terms.calls import TermForm
from portfolio_app.ambassadors.terms.queries import PATH, AmbassadorsView, load_ambassadors
from portfolio_app.core.database import as_id
from portfolio_app.core.languages import N_, _, spoken
from portfolio_app.pages.ambassador.term_form import term_fields
from portfolio_app.pages.drafting import draft_attributes, draft_status
from portfolio_app.pages.frame import address, field_error, framed, problem_summary
from portfolio_app.pages.registry import page
from portfolio_app.pages.writing import version_typed
from portfolio_app.ui import cards, drawings, icons, text
from portfolio_app.ui.buttons import button, form, form_buttons, small_button
from portfolio_app.ui.fields import select_field, text_area, text_field
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import hush, say

Form = dict[str, str | None]


class AmbassadorsState(rx.State):
    """What the reader finds of ambassadors."""

    view: AmbassadorsView = AmbassadorsView()

    async def _show(self) -> None:
        self.view = await load_ambassadors(current_actor(), school=self.router.url.query_parameters.get("school", ""))

    @needs(*OWNERS, *GUIDES, loads=True)
    async def load(self) -> None:
        """Load it."""
        await self._show()

    @needs(Role.PUPIL)
    async def apply(self, form: Form) -> None:
        """Say that one would like to."""
        term, version = form.get("term") or "", version_typed(form.get("version"))
        await applying.apply(current_actor(), term, ApplicationForm.of(form), version)
        await self._show()
        await say(self, N_("Sent. Your teachers read it, and you hear from them here."))

    @needs(Role.PUPIL)
    async def withdraw(self, term: str) -> None:
        """One does not want to any more; the notice can take that back."""
        await applying.withdraw_application(current_actor(), term)
        await self._show()
        await say(self, N_("Taken back."), undo=term)

    @needs(Role.PUPIL)
    async def undo(self, term: str) -> None:
        """One wants to after all."""
        await applying.withdraw_application(current_actor(), term, back=True)
        await hush(self)
        await self._show()

    @needs(*GUIDES)
    async def open_call(self, form: Form) -> Any:
        """Open a call and go on to its term."""
        school, request = form.get("school") or "", as_id(form.get("request") or "")
        made = await calls.open_call(current_actor(), school, TermForm.of(form), request)
        return rx.redirect(f"/{spoken()}/ambassador-term?id={made}")

    @needs(*GUIDES)
    async def bring_back(self, term: str) -> None:
        """A term that ended takes place after all."""
        await calls.end_term(current_actor(), term, back=True)
        await self._show()
        await say(self, N_("It is back."))


def _application(view: Any, one: Any) -> rx.Component:
    """What a pupil writes for a call."""
    return form(
        rx.el.input(type="hidden", name="term", default_value=one.id),
        rx.el.input(type="hidden", name="version", default_value=one.version.to_string()),
        text_area(
            "why",
            _("Why would you like to?"),
            help=_("One or two sentences. Nobody has to be loud or a good speaker for this."),
            default_value=one.why,
            field_id="why-" + one.id,
            error=field_error("why-" + one.id),
            max_length=600,
            rows=3,
        ),
        select_field(
            "reaches",
            _("Whom can you reach?"),
            view.groups,
            every=_("Choose"),
            default_value=one.reaches,
            field_id="reaches-" + one.id,
            error=field_error("reaches-" + one.id),
        ),
        text_field(
            "reach_words",
            _("Tell a little more"),
            hint=_("(optional)"),
            default_value=one.reach_words,
            field_id="reach_words-" + one.id,
            error=field_error("reach_words-" + one.id),
            max_length=300,
        ),
        text.muted(_("Teachers and counsellors of your school read this, and nobody else.")),
        draft_status(),
        form_buttons(
            button(rx.cond(one.applied, _("Save the change"), _("Apply")), type="submit", full=True),
        ),
        on_submit=AmbassadorsState.apply,
        custom_attrs=draft_attributes(one.draft, one.draft_version),
        class_name="mt-3 flex flex-col gap-4",
        key=one.id + ":" + one.version.to_string(),
    )


def _call(view: Any, one: Any) -> rx.Component:
    back = button(
        _("I do not want to any more"),
        kind="quiet",
        on_click=AmbassadorsState.withdraw(one.id),
        aria_label=_("I do not want to any more") + ": " + one.name,
    )
    changing = rx.el.div(cards.disclosure(_("Change what I wrote"), _application(view, one)), back, class_name="mt-2")
    return rx.el.li(
        cards.card(
            rx.el.h3(one.name, dir="auto", class_name="text-lg font-semibold break-words"),
            text.muted(one.days, " · ", one.places, " · ", one.until),
            rx.cond(one.school != "", text.muted(one.school, dir="auto"), rx.fragment()),
            rx.cond(one.words != "", text.written(one.words, class_name="mt-2"), rx.fragment()),
            rx.cond(one.stands != "", rx.el.p(one.stands, dir="auto", class_name="mt-2 font-semibold"), rx.fragment()),
            rx.cond(one.open, rx.cond(one.applied, changing, _application(view, one)), rx.fragment()),
            element=rx.el.article,
        ),
        key=one.id,
    )


def _line(one: Any) -> rx.Component:
    return cards.list_row(
        one.name,
        href=one.href,
        detail=one.detail,
        trailing=rx.el.span(one.stands, class_name="text-sm text-muted"),
        key=one.id,
    )


def _ended(one: Any) -> rx.Component:
    back = small_button(_("Bring it back") + ": " + one.name, icons.undo, on_click=AmbassadorsState.bring_back(one.id))
    return cards.list_row(one.name, detail=one.detail, trailing=back, key=one.id)


def _part(title: str, lines: Any, row: Any) -> rx.Component:
    return rx.cond(
        lines.length() > 0,
        rx.el.section(text.section_heading(title), cards.row_list(rx.foreach(lines, row), class_name="mt-3")),
        rx.fragment(),
    )


def _for_pupils(view: Any) -> rx.Component:
    nothing = cards.empty_state(
        drawings.people_drawing(),
        _("No call just now"),
        _("When your school looks for ambassadors, you read it here and can apply."),
    )
    called = rx.el.section(
        text.section_heading(_("Ambassadors wanted")),
        rx.el.ul(
            rx.foreach(view.calls, lambda one: _call(view, one)), class_name="mt-3 flex flex-col gap-3 list-none p-0"
        ),
    )
    goals = rx.el.section(
        text.section_heading(_("What we hope for together")),
        rx.el.ul(
            rx.foreach(
                view.goals,
                lambda one: rx.el.li(
                    cards.progress_bar(
                        rx.el.span(one.name, dir="auto"), one.percent, one.said, element_id="goal-" + one.id
                    ),
                    key=one.id,
                ),
            ),
            class_name="mt-3 flex flex-col gap-4 list-none p-0",
        ),
    )
    return text.stack(
        _part(_("My terms"), view.own, _line),
        rx.cond(
            view.questions != "",
            text.paragraph(
                text.link(_("Questions to answer"), address("/ambassador-questions")), " · ", view.questions
            ),
            rx.fragment(),
        ),
        rx.cond(view.goals.length() > 0, goals, rx.fragment()),
        rx.cond(view.calls.length() > 0, called, rx.cond(view.own.length() > 0, rx.fragment(), nothing)),
        gap="gap-8",
    )


def _for_adults(view: Any) -> rx.Component:
    nothing = cards.empty_state(
        drawings.people_drawing(),
        _("No ambassadors yet"),
        _("Open a call: pupils apply in a few words, and you choose for a mix of groups that they reach."),
    )
    any_of_them = (view.current.length() > 0) | (view.over.length() > 0) | (view.ended.length() > 0)
    schools = rx.cond(
        view.schools.length() > 0,
        select_field("school", _("School"), view.schools, default_value=view.school),
        rx.el.input(type="hidden", name="school", default_value=view.school),
    )
    new = cards.disclosure(
        _("Open a call"),
        form(
            rx.el.input(type="hidden", name="request", default_value=view.request),
            schools,
            *term_fields(view.fields),
            form_buttons(button(_("Open this call"), type="submit", full=True)),
            on_submit=AmbassadorsState.open_call,
            key=view.request,
            class_name="flex flex-col gap-4 mt-2",
        ),
    )
    listed = text.stack(
        _part(_("Coming and under way"), view.current, _line),
        _part(_("Over"), view.over, _line),
        _part(_("Recently ended"), view.ended, _ended),
        gap="gap-8",
    )
    return text.stack(rx.cond(any_of_them, listed, nothing), new, gap="gap-8")


@page(PATH, N_("Ambassadors"), AmbassadorsState.load)
def ambassadors() -> rx.Component:
    """The page."""
    view: Any = AmbassadorsState.view
    return framed(
        text.page_head(
            _("Ambassadors"),
            _("Pupils who show others what Polku is good for: in a class, at a parents’ evening, with a poster."),
        ),
        problem_summary(_("Nothing is sent yet")),
        rx.cond(view.loaded, rx.cond(view.guides, _for_adults(view), _for_pupils(view)), waiting()),
        text.paragraph(
            text.link(_("The ambassadors’ wall"), address("/ambassador-wall")),
            rx.cond(
                view.guides | view.serves,
                rx.fragment(" · ", text.link(_("Short addresses"), address("/campaigns"))),
                rx.fragment(),
            ),
        ),
        undo=AmbassadorsState.undo,
    )
