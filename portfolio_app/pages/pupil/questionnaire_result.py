"""What a round of answers says: themes with reasons, surprises, what it does not tell, and what one can do with it."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import OWNERS
from portfolio_app.core.database import as_id
from portfolio_app.core.languages import N_, _
from portfolio_app.pages.audience import OwnThing, audience_section, remarks_section
from portfolio_app.pages.drafting import draft_attributes, draft_status
from portfolio_app.pages.frame import address, framed, problem_summary
from portfolio_app.pages.registry import page
from portfolio_app.sharing.models import Kind
from portfolio_app.skills import answering, rounds
from portfolio_app.skills.questionnaire_result import ResultView, load_result, round_called
from portfolio_app.skills.questionnaire_views import number_in
from portfolio_app.ui import cards, drawings, icons, text
from portfolio_app.ui.buttons import button, form, form_buttons, link_button, print_button
from portfolio_app.ui.fields import text_area
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import say

ANSWERS = "answers"


class QuestionnaireResultState(OwnThing, rx.State):
    """The result of the round in the address, else of the newest."""

    view: ResultView = ResultView()

    async def _show(self) -> None:
        query = self.router.url.query_parameters
        if round_id := query.get("id", ""):
            self.view = await load_result(current_actor(), *await round_called(current_actor(), round_id))
            return
        self.view = await load_result(current_actor(), query.get("name", ""), number_in(query.get("round", "")))

    def _thing(self) -> tuple[Kind, str]:
        return Kind.RESULT, self.view.id

    @needs(*OWNERS, loads=True)
    async def load(self) -> None:
        """Load the result."""
        await self._show()

    @needs(*OWNERS)
    async def reject(self, form: dict[str, str | None]) -> None:
        """Keep that a part does not fit, and why."""
        part, why, number = form.get("part") or "", form.get("why") or "", number_in(form.get("number") or "")
        await answering.reject(current_actor(), self._name(), number, part, why)
        await say(self, N_("Saved. The result shows that it does not fit you."))
        await self._show()

    @needs(*OWNERS)
    async def take_back(self, number: int, part: str) -> None:
        """Take that back."""
        await answering.take_back_rejection(current_actor(), self._name(), number, part)
        await say(self, N_("Taken back."))
        await self._show()

    @needs(*OWNERS)
    async def show_rejected(self, shown: bool) -> None:
        """Show those who see the result what does not fit, too; or leave that out."""
        await rounds.show_rejected(current_actor(), as_id(self.view.id), shown=shown)
        await self._show()

    @needs(*OWNERS)
    async def delete(self) -> Any:
        """Delete these answers and go back to the questionnaires."""
        await rounds.delete_round(current_actor(), as_id(self.view.id))
        await say(self, N_("Deleted. You can find it under “Recently deleted” for 30 days."), undo=self.view.id)
        return rx.redirect(address("/questionnaires"))

    def _name(self) -> str:
        return self.view.code or self.router.url.query_parameters.get("name", "")


def _audience(view: Any) -> rx.Component:
    """Who can see the result; and whether they see what does not fit, where there is such a thing."""
    out = text.muted(
        _("Others see the themes that stand out and their reasons. What you said does not fit you is left out.")
    )
    there = text.muted(
        _("Others see the themes that stand out and their reasons, and what you said does not fit you, with why.")
    )
    show = button(
        _("Show also what does not fit me"), kind="secondary", on_click=QuestionnaireResultState.show_rejected(True)
    )
    leave = button(
        _("Leave out what does not fit me"), kind="secondary", on_click=QuestionnaireResultState.show_rejected(False)
    )
    choice = rx.el.div(rx.cond(view.shows_rejected, leave, show), class_name="mt-2 not-printed")
    return rx.el.div(
        audience_section(view.who, view.nameable, QuestionnaireResultState.choose_audience, view.id + view.who.words),
        rx.cond(view.shows_rejected, there, out),
        rx.cond(view.has_rejected, choice, rx.fragment()),
    )


def _rejection(one: Any) -> rx.Component:
    view: Any = QuestionnaireResultState.view
    said = rx.el.div(
        rx.el.p(_("You said that this does not fit you."), class_name="font-semibold"),
        rx.cond(one.why != "", text.written(one.why), rx.fragment()),
        rx.el.div(
            button(
                _("Take that back"),
                kind="secondary",
                icon=icons.undo,
                on_click=QuestionnaireResultState.take_back(view.number, one.part),
            ),
            class_name="mt-2",
        ),
        class_name="mt-3 border-s-4 border-control ps-3",
    )
    fields = form(
        rx.el.input(type="hidden", name="part", default_value=one.part),
        rx.el.input(type="hidden", name="number", default_value=view.number.to_string()),
        text_area(
            "why",
            _("Why not?"),
            hint=_("(optional)"),
            help=_("It stays beside the result. You can take it back."),
            default_value=one.why,
            field_id="why-" + one.part,
            max_length=answering.LONGEST_WHY,
        ),
        draft_status(),
        form_buttons(button(_("It does not fit me"), type="submit", kind="secondary")),
        on_submit=QuestionnaireResultState.reject,
        custom_attrs=draft_attributes(one.draft, one.draft_version),
        key=one.draft,
    )
    ask = rx.el.div(cards.disclosure(_("This does not fit me"), fields), class_name="mt-1 not-printed")
    return rx.cond(one.rejected, said, ask)


def _given(one: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(one.statement), " ", rx.el.span("– ", one.answer, class_name="font-semibold whitespace-nowrap")
    )


def _answers(theme: Any) -> rx.Component:
    return rx.fragment(
        rx.el.ul(rx.foreach(theme.answers, _given), class_name="list-disc ps-6 space-y-1 max-w-reading empty:hidden"),
        rx.cond(theme.missing != "", text.muted(theme.missing), rx.fragment()),
    )


def _theme(theme: Any) -> rx.Component:
    skill_links = rx.el.p(
        _("Skills that go with it:"),
        " ",
        rx.foreach(
            theme.skills,
            lambda skill: text.link(skill.label, skill.href, class_name="inline-block py-2 -my-2 me-3"),
        ),
        class_name="mt-2",
    )
    return rx.el.li(
        cards.card(
            text.small_heading(theme.name),
            text.paragraph(theme.meaning, class_name="mt-1"),
            rx.el.p(_("Because"), class_name="mt-3 text-sm text-muted"),
            rx.el.ul(rx.foreach(theme.because, rx.el.li), class_name="list-disc ps-6 space-y-1 max-w-reading"),
            rx.el.div(cards.disclosure(_("Every answer this is made of"), _answers(theme)), class_name="mt-1"),
            rx.el.p(rx.el.span(_("What would show it:"), class_name="text-muted"), " ", theme.show, class_name="mt-1"),
            rx.cond(
                theme.evidence_href != "",
                text.link(
                    _("Add it as evidence"), theme.evidence_href, class_name="inline-block py-2 rail:py-0.5 not-printed"
                ),
                rx.fragment(),
            ),
            rx.cond(theme.skills.length() > 0, skill_links, rx.fragment()),
            _rejection(theme.rejection),
            element=rx.el.article,
            class_name="h-full unbroken",
        ),
        key=theme.code,
    )


def _surprise(one: Any) -> rx.Component:
    return rx.el.li(
        cards.card(
            text.paragraph(one.found),
            rx.el.p(
                rx.el.span(_("A small thing to try:"), class_name="text-muted"), " ", one.experiment, class_name="mt-2"
            ),
            _rejection(one.rejection),
            element=rx.el.article,
            class_name="h-full unbroken",
        ),
        key=one.rejection.part,
    )


def _surprises(view: Any) -> rx.Component:
    how = text.paragraph(
        _(
            "We look only at themes that do not stand out for you. Of each we take the statement with your clearest "
            "answer, and of those the two clearest. Nobody else’s answers play a part."
        )
    )
    return rx.el.section(
        text.section_heading(_("Outside your usual")),
        text.muted(_("Two things you may not expect of yourself.")),
        rx.el.ul(
            rx.foreach(view.surprises, _surprise),
            class_name="mt-3 grid gap-4 rail:grid-cols-2 list-none p-0 [&>*]:min-w-0",
        ),
        rx.el.div(cards.disclosure(_("How these are found"), how), class_name="mt-1 not-printed"),
    )


def _mark(stood: Any) -> rx.Component:
    """How a theme stood: a disc, a ring or a dash, and the same in words."""

    def drawn(shape: rx.Component, words: str) -> rx.Component:
        return rx.el.span(
            rx.el.svg(
                shape, view_box="0 0 16 16", custom_attrs={"aria-hidden": "true"}, class_name="inline-block size-4"
            ),
            rx.el.span(words, class_name="sr-only"),
        )

    disc = rx.el.svg.path(d=drawings.CIRCLE, class_name="fill-ink stroke-ink")
    ring = rx.el.svg.path(d=drawings.CIRCLE, class_name="fill-none stroke-ink")
    dash = rx.el.svg.path(d="M4 8h8", class_name="stroke-muted")
    return rx.match(  # pyright: ignore[reportReturnType]
        stood,
        ("out", drawn(disc, _("stands out"))),
        ("quiet", drawn(ring, _("quiet"))),
        drawn(dash, _("too few answers")),
    )


def _comparison(view: Any) -> rx.Component:
    def head(one: Any) -> rx.Component:
        mark = {"aria-current": rx.cond(one.current, "true", "false")}
        link = text.link(
            one.label, one.href, class_name="inline-block py-2 aria-[current=true]:font-bold", custom_attrs=mark
        )
        return rx.el.th(link, scope="col", class_name="px-2 py-1 text-start text-sm font-normal align-bottom")

    def row(theme: Any) -> rx.Component:
        return rx.el.tr(
            rx.el.th(
                theme.name,
                rx.el.span(theme.words, class_name="block text-sm text-muted font-normal"),
                scope="row",
                class_name="pe-3 py-2 text-start font-semibold align-top min-w-40",
            ),
            rx.foreach(theme.stood, lambda stood: rx.el.td(_mark(stood), class_name="px-2 py-2 align-top")),
        )

    title = _("Compared with earlier rounds")
    key = [("out", _("stands out")), ("quiet", _("quiet")), ("open", _("too few answers"))]
    return rx.el.section(
        text.section_heading(title),
        rx.el.div(
            rx.el.table(
                rx.el.caption(title, class_name="sr-only"),
                rx.el.thead(
                    rx.el.tr(
                        rx.el.th(
                            _("Theme"), scope="col", class_name="pe-3 py-1 text-start text-sm text-muted align-bottom"
                        ),
                        rx.foreach(view.rounds, head),
                    ),
                    class_name="border-b border-control",
                ),
                rx.el.tbody(rx.foreach(view.compared, row), class_name="divide-y divide-hairline"),
                class_name="border-collapse",
            ),
            role="region",
            aria_label=title,
            tab_index=0,
            class_name="mt-3 relative overflow-x-auto rounded-lg",
        ),
        rx.el.p(
            *(
                rx.el.span(_mark(code), rx.el.span(" ", words, aria_hidden="true"), class_name="me-4 whitespace-nowrap")
                for code, words in key
            ),
            class_name="mt-2 text-sm text-muted",
        ),
    )


def _everything(view: Any) -> rx.Component:
    def theme(one: Any) -> rx.Component:
        return rx.el.div(rx.el.h3(one.name, class_name="font-semibold"), _answers(one), key=one.code)

    inside = text.stack(
        rx.foreach(view.themes, theme),
        rx.foreach(view.others, theme),
    )
    return rx.el.section(
        cards.disclosure(rx.fragment(_("All your answers"), ": ", view.answered), inside),  # pyright: ignore[reportArgumentType]
        id=ANSWERS,
    )


def _next(view: Any) -> rx.Component:
    return rx.el.section(
        text.section_heading(_("What you can do with it")),
        rx.el.ul(
            rx.el.li(text.link(_("Look at a skill and add something that shows it"), address("/skills"))),
            rx.el.li(text.link(_("Write about a moment that fits, in your portfolio"), address("/entry-form"))),
            rx.el.li(text.link(_("Make one small step of it a goal"), address("/goal-form"))),
            rx.el.li(text.link(_("Talk to somebody about it"), address("/support"))),
            class_name="mt-2 list-none p-0 [&_a]:inline-block [&_a]:py-2 rail:[&_a]:py-0.5",
        ),
        text.side_by_side(
            link_button(_("Answer anew"), view.again_href, kind="secondary"),
            print_button(_("Print")),
            class_name="mt-3",
        ),
        text.muted(
            _("Answering anew begins a new round. This one stays, and you can compare them."), class_name="mt-1"
        ),
        class_name="not-printed",
    )


def _result(view: Any) -> rx.Component:
    themes = rx.el.section(
        text.section_heading(_("Your themes")),
        rx.el.ul(
            rx.foreach(view.themes, _theme), class_name="mt-3 grid gap-4 rail:grid-cols-2 list-none p-0 [&>*]:min-w-0"
        ),
    )
    return text.stack(
        text.muted(view.day),
        rx.cond(view.themes.length() > 0, themes, rx.fragment()),
        rx.cond(view.surprises.length() > 0, _surprises(view), rx.fragment()),
        _everything(view),
        rx.el.section(
            text.section_heading(_("What this does not tell you")),
            rx.el.ul(rx.foreach(view.not_told, rx.el.li), class_name="mt-2 list-disc ps-6 space-y-1 max-w-reading"),
            text.muted(view.source, class_name="mt-2"),
        ),
        rx.cond(view.compared.length() > 0, _comparison(view), rx.fragment()),
        remarks_section(view, QuestionnaireResultState),
        _audience(view),
        _next(view),
        rx.el.div(
            button(_("Delete"), kind="danger", icon=icons.trash, on_click=QuestionnaireResultState.delete),
            class_name="not-printed",
        ),
        gap="gap-8",
    )


@page("/questionnaire-result", N_("What you said"), QuestionnaireResultState.load)
def questionnaire_result() -> rx.Component:
    """The page."""
    view: Any = QuestionnaireResultState.view
    begin = cards.empty_state(
        drawings.path_drawing(),
        _("Nothing answered yet"),
        _("Answer a few statements, and what you said stands here. Nobody else sees it unless you share it."),
        link_button(_("Begin"), view.go_on_href, icon=icons.onward),
    )
    go_on = rx.cond(
        view.go_on_href != "",
        link_button(_("Go on answering"), view.go_on_href, icon=icons.onward, full=True),
        rx.fragment(),
    )
    return framed(
        text.page_head(view.name, view.sentence, action=rx.cond(view.number > 0, go_on, rx.fragment())),
        problem_summary(_("One thing to check")),
        rx.cond(view.loaded, rx.cond(view.number > 0, _result(view), begin), waiting()),
        text.paragraph(
            text.link(_("Strengths and interests"), address("/questionnaires")),
            " · ",
            text.link(_("Back to my skills"), address("/skills")),
            class_name="not-printed",
        ),
        here="skills",
        audience="pupil",
        undo=QuestionnaireResultState.undo,
    )
