"""What the steps of the first lesson show: questions in pictures and words, forms, and in the end what came of it."""

from typing import Any

import reflex as rx

from portfolio_app.core.languages import _
from portfolio_app.pages.drafting import draft_attributes, draft_status
from portfolio_app.pages.frame import address, field_error
from portfolio_app.pages.pupil.about_me import LINES, line_field
from portfolio_app.skills.actions import LONGEST_WORDS
from portfolio_app.skills.first_lesson_actions import LONGEST_NAME, LONGEST_OWN_WORDS
from portfolio_app.skills.first_lesson_steps import PAPER
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.answers import picture_boxes
from portfolio_app.ui.buttons import button, form, form_buttons, link_button
from portfolio_app.ui.drawings import line_drawing
from portfolio_app.ui.fields import radio_cards, select_field, text_area, text_field


def _where(view: Any, *fields: rx.Component) -> tuple[rx.Component, ...]:
    """The hidden fields by which a form says which round and step it is of, and `fields`."""
    return (
        rx.el.input(type="hidden", name="round", default_value=view.number.to_string()),
        rx.el.input(type="hidden", name="step", default_value=view.step),
        rx.el.input(type="hidden", name="request", default_value=view.request),
        *fields,
    )


def _key(view: Any) -> Any:
    return view.step + "-" + view.number.to_string()


def _onward(view: Any, *beside: rx.Component, save: str) -> rx.Component:
    """The buttons that end a step: the main one, those `beside` it, and the way back."""
    back = link_button(_("Back"), view.previous_href, kind="quiet", full=True)
    return form_buttons(
        button(save, type="submit", icon=icons.onward, full=True),
        *beside,
        rx.cond(view.previous_href != "", back, rx.fragment()),
    )


def questions_part(view: Any, on_answer: Any, on_not_yet: Any) -> rx.Component:
    """The question of a step, or all of them at once."""

    def question(one: Any) -> rx.Component:
        return rx.el.div(
            picture_boxes(
                one.code,
                rx.cond(view.step == PAPER, one.ask, one.most_said),
                one.choices,
                error=field_error(one.code),
                legend_shown=view.step == PAPER,
            ),
            text_field(
                one.own_name,
                _("Something else"),
                hint=_("(optional)"),
                default_value=one.own_words,
                error=field_error(one.own_name),
                max_length=LONGEST_OWN_WORDS,
            ),
            rx.cond(
                one.unsure, text.muted(_("You said that you do not know yet. That is an answer too.")), rx.fragment()
            ),
            class_name="flex flex-col gap-4",
            key=one.code,
        )

    not_yet = button(_("I do not know yet"), kind="secondary", full=True, on_click=on_not_yet(view.number, view.step))
    return form(
        *_where(view),
        rx.foreach(view.questions, question),
        draft_status(),
        _onward(view, rx.cond(view.step == PAPER, rx.fragment(), not_yet), save=_("Save and go on")),
        on_submit=on_answer,
        key=_key(view),
        custom_attrs=draft_attributes(view.draft, view.draft_version.to_string()),
    )


def deed_part(view: Any, on_keep: Any) -> rx.Component:
    """Something done well, in a few words, and the skill it shows; or what it has become."""
    deed = view.deed
    beginnings = rx.el.div(
        text.muted(_("You can begin like this:")),
        rx.el.ul(
            rx.foreach(
                deed.starters, lambda one: rx.el.li(one, class_name="rounded-full border border-hairline px-3 py-0.5")
            ),
            class_name="mt-1.5 flex flex-wrap gap-2 list-none p-0",
        ),
    )
    skills = radio_cards(
        "capability",
        _("Which skill does it show?"),
        deed.choices,
        error=field_error("capability"),
        default_value=deed.capability,
    )
    writing = form(
        *_where(view),
        beginnings,
        text_area(
            "words",
            _("What did you do?"),
            help=_("Two or three sentences are enough."),
            default_value=deed.words,
            error=field_error("words"),
            max_length=LONGEST_WORDS,
        ),
        skills,
        draft_status(),
        text.muted(_("It becomes your first piece of evidence. Only you can see it until you choose who else can.")),
        _onward(
            view,
            link_button(_("Leave this out for now"), view.next_href, kind="secondary", full=True),
            save=_("Save and go on"),
        ),
        on_submit=on_keep,
        key=_key(view),
        custom_attrs=draft_attributes(deed.draft, deed.draft_version.to_string()),
    )
    kept = text.stack(
        _evidence(deed),
        form_buttons(
            link_button(_("Go on"), view.next_href, icon=icons.onward, full=True),
            link_button(_("Back"), view.previous_href, kind="quiet", full=True),
        ),
    )
    return rx.cond(deed.evidence_href != "", kept, writing)


def witness_part(view: Any, on_name: Any) -> rx.Component:
    """Somebody who could say so."""
    witness = view.witness
    adult = select_field(
        "adult", _("An adult at your school"), witness.adults, default_value=witness.adult, error=field_error("adult")
    )
    return form(
        *_where(view),
        rx.cond(witness.adults.length() > 0, adult, rx.fragment()),
        text_field(
            "name",
            rx.cond(witness.adults.length() > 0, _("Or somebody else"), _("Who is it?")),
            help=_("For example a friend, somebody of your family, or your coach."),
            default_value=witness.name,
            error=field_error("name"),
            max_length=LONGEST_NAME,
            auto_complete="off",
        ),
        _onward(
            view,
            link_button(_("Leave this out for now"), view.next_href, kind="secondary", full=True),
            save=_("Save and go on"),
        ),
        on_submit=on_name,
        key=_key(view),
    )


def lines_part(view: Any, on_finish: Any) -> rx.Component:
    """The three lines to change."""
    lines = view.lines
    composed = rx.el.ul(
        rx.foreach(lines.composed, lambda one: rx.el.li(one, dir="auto")), class_name="list-disc ps-6 space-y-1"
    )
    return form(
        *_where(view),
        *(line_field(name, lines.lines[at].name, lines.lines[at].words) for at, name in enumerate(LINES)),
        draft_status(),
        cards.disclosure(_("As your answers made them"), composed),
        text.muted(_("Only you can see them until you choose who else can.")),
        _onward(view, save=_("These are my lines")),
        on_submit=on_finish,
        key=_key(view),
        custom_attrs=draft_attributes(lines.draft, lines.draft_version.to_string()),
    )


def _evidence(deed: Any) -> rx.Component:
    shows = rx.cond(deed.skill != "", rx.fragment(_("It shows:"), " ", deed.skill), rx.fragment())
    return cards.row_list(
        cards.list_row(deed.evidence_title, href=deed.evidence_href, leading=icons.words(""), detail=shows)
    )


def done_part(view: Any) -> rx.Component:
    """What came of it, and where to go from here."""
    lines = cards.card(
        rx.el.div(
            line_drawing(view.heart, "size-10 shrink-0 text-self"),
            rx.el.ul(
                rx.foreach(
                    view.lines.lines,
                    lambda line: rx.el.li(line.words, dir="auto", class_name="text-lg break-words empty:hidden"),
                ),
                class_name="list-none p-0 flex flex-col gap-2 min-w-0",
            ),
            class_name="flex gap-4",
        ),
        element=rx.el.section,
        aria_label=_("About me"),
    )
    evidence = rx.el.section(
        text.section_heading(_("My first evidence")),
        rx.cond(
            view.deed.evidence_href != "",
            rx.el.div(_evidence(view.deed), class_name="mt-2"),
            text.paragraph(
                _("Nothing yet."),
                " ",
                text.link(_("Write down something I did well"), view.deed_href),
                class_name="mt-2",
            ),
        ),
    )
    witness = rx.cond(
        view.witness.shown != "",
        rx.el.section(
            text.section_heading(_("Who could say so")),
            text.paragraph(
                rx.el.span(view.witness.shown, dir="auto", class_name="font-semibold"),
                " · ",
                text.link(_("Ask somebody for their view"), address("/asking")),
                class_name="mt-2",
            ),
        ),
        rx.fragment(),
    )
    on = rx.el.section(
        text.section_heading(_("Where to go next")),
        cards.row_list(
            cards.list_row(
                _("My skills"), href=address("/skills"), detail=_("See where your evidence is, and look at one skill.")
            ),
            cards.list_row(
                _("Strengths and interests"),
                href=address("/questionnaires"),
                detail=_("Two times 5 minutes, for yourself alone"),
            ),
            cards.list_row(
                _("About me"), href=address("/about-me"), detail=_("Change your lines, or let somebody see them.")
            ),
            class_name="mt-3",
        ),
    )
    again = text.side_by_side(
        text.link(_("Change my answers"), view.first_href),
        rx.cond(view.again_href != "", text.link(_("Do it again from the beginning"), view.again_href), rx.fragment()),
        gap="gap-6",
        class_name="not-printed",
    )
    return text.stack(lines, evidence, witness, on, again, gap="gap-8")
