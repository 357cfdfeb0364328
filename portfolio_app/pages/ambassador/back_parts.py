"""The talk in the middle of a term, the look back at its end, and the note for whoever comes next."""

from typing import Any

import reflex as rx

from portfolio_app.ambassadors.terms.looking_back import LONGEST_ANSWER
from portfolio_app.core.languages import _
from portfolio_app.pages.drafting import draft_attributes, draft_status
from portfolio_app.pages.frame import field_error
from portfolio_app.pages.writing import skill_boxes
from portfolio_app.ui import cards, text
from portfolio_app.ui.buttons import button, form, form_buttons
from portfolio_app.ui.fields import text_area, text_field


def _answer(one: Any) -> rx.Component:
    return text_area(
        one.name,
        one.question,
        field_id=one.name,
        default_value=one.typed,
        error=field_error(one.name),
        max_length=LONGEST_ANSWER,
        rows=3,
    )


def talk_part(view: Any, state: Any) -> rx.Component:
    """What is brought to the talk, and what was agreed."""
    talk = view.talk
    asked = form(
        rx.el.input(type="hidden", name="ambassador", default_value=view.id),
        rx.el.input(type="hidden", name="version", default_value=talk.version.to_string()),
        rx.foreach(talk.answers, lambda one: rx.el.div(_answer(one), key=one.name)),
        text.muted(_("The adult you talk with reads it.")),
        draft_status(),
        form_buttons(button(_("Save"), type="submit", full=True)),
        on_submit=state.prepare_talk,
        custom_attrs=draft_attributes(talk.draft, talk.draft_version),
        key=view.id + ":talk:" + talk.version.to_string(),
        class_name="mt-2 flex flex-col gap-4",
    )
    answered = rx.el.dl(
        rx.foreach(
            talk.answers,
            lambda one: rx.cond(one.words != "", text.definition(one.question, one.words, written=True), rx.fragment()),
        ),
        class_name="mt-2 flex flex-col gap-2",
    )
    noted = form(
        rx.el.input(type="hidden", name="ambassador", default_value=view.id),
        text_field(
            "talked_on",
            _("When you talked"),
            type="date",
            default_value=talk.talked_on,
            error=field_error("talked_on"),
        ),
        text_area(
            "agreed",
            _("What you agreed"),
            help=_("They read it, too."),
            default_value=talk.agreed,
            error=field_error("agreed"),
            max_length=LONGEST_ANSWER,
            rows=3,
        ),
        form_buttons(button(_("Note it"), type="submit", kind="secondary", full=True)),
        on_submit=state.note_talk,
        key=view.id + ":agreed:" + talk.agreed,
        class_name="mt-2 flex flex-col gap-4",
    )
    agreed = rx.el.div(
        rx.el.p(talk.talked, dir="auto", class_name="font-semibold"),
        text.written(talk.agreed, class_name="mt-1"),
        class_name="mt-2",
    )
    return rx.el.section(
        text.section_heading(_("The talk in the middle")),
        rx.cond(talk.talked != "", agreed, text.muted(_("It has not taken place yet."), class_name="mt-1")),
        rx.cond(talk.answered, answered, rx.fragment()),
        rx.cond(view.writes, cards.disclosure(_("Think about it before you talk"), asked), rx.fragment()),
        rx.cond(~view.own & (view.signed == ""), cards.disclosure(_("Note the talk"), noted), rx.fragment()),
    )


def back_part(view: Any, state: Any) -> rx.Component:
    """The look back and the note for whoever comes next."""
    back = view.reflection
    reflecting = form(
        rx.el.input(type="hidden", name="ambassador", default_value=view.id),
        rx.el.input(type="hidden", name="version", default_value=back.version.to_string()),
        text_area(
            "looked_back",
            _("How was your term?"),
            help=_("What went well, what was hard, what you can do now that you could not before."),
            default_value=back.typed,
            error=field_error("looked_back"),
            max_length=3000,
            rows=5,
        ),
        rx.el.fieldset(
            rx.el.legend(_("Which skills did it take? Five at most."), class_name="font-semibold"),
            rx.cond(field_error("skills") != "", rx.el.p(field_error("skills"), class_name="text-danger")),
            rx.el.div(rx.foreach(back.groups, skill_boxes), class_name="mt-2 grid gap-4 sm:grid-cols-2"),
            id="skills",
            class_name="min-w-0",
        ),
        draft_status(),
        form_buttons(button(_("Save"), type="submit", full=True)),
        on_submit=state.reflect,
        custom_attrs=draft_attributes(back.draft, back.draft_version),
        key=view.id + ":back:" + back.version.to_string(),
        class_name="mt-2 flex flex-col gap-4",
    )
    handing = form(
        rx.el.input(type="hidden", name="ambassador", default_value=view.id),
        rx.el.input(type="hidden", name="version", default_value=back.version.to_string()),
        text_area(
            "hand_over",
            _("What should the next one know?"),
            help=_("What worked, what to leave, who helps. Write nobody’s name who would not like it."),
            default_value=back.typed_hand_over,
            error=field_error("hand_over"),
            max_length=2000,
            rows=5,
        ),
        text_field(
            "buddy_from",
            _("First day of a week that you go together"),
            hint=_("(optional)"),
            type="date",
            default_value=back.buddy_from,
            error=field_error("buddy_from"),
        ),
        text_field(
            "buddy_until",
            _("Its last day"),
            hint=_("(optional)"),
            type="date",
            default_value=back.buddy_until,
            error=field_error("buddy_until"),
        ),
        draft_status(),
        form_buttons(button(_("Save"), type="submit", full=True)),
        on_submit=state.hand_over,
        custom_attrs=draft_attributes(back.next_draft, back.next_draft_version),
        key=view.id + ":next:" + back.version.to_string(),
        class_name="mt-2 flex flex-col gap-4",
    )
    keep = rx.cond(
        back.evidence_href != "",
        text.link(_("Among your evidence"), back.evidence_href),
        button(_("Keep it as evidence of these skills"), kind="secondary", on_click=state.keep_as_evidence(view.id)),
    )
    looked = rx.el.div(
        text.written(back.words),
        rx.el.ul(
            rx.foreach(back.skills, lambda name: rx.el.li(cards.tag(name), key=name)),
            class_name="list-none p-0 mt-2 flex flex-wrap gap-2",
        ),
        rx.cond(view.own, rx.el.div(keep, class_name="mt-3"), rx.fragment()),
        class_name="mt-2",
    )
    handed = rx.el.div(
        text.written(back.hand_over),
        rx.cond(
            back.buddy_days != "", text.muted(_("Buddy week:") + " ", back.buddy_days, class_name="mt-1"), rx.fragment()
        ),
        class_name="mt-2",
    )
    return rx.el.section(
        text.section_heading(_("Looking back")),
        rx.cond(back.words != "", looked, text.muted(_("Nothing is written yet."), class_name="mt-1")),
        rx.cond(view.writes, cards.disclosure(_("Write how it was"), reflecting), rx.fragment()),
        rx.el.div(text.small_heading(_("For whoever comes next")), class_name="mt-4"),
        rx.cond(back.hand_over != "", handed, text.muted(_("Nothing is written yet."), class_name="mt-1")),
        rx.cond(view.writes, cards.disclosure(_("Write for whoever comes next"), handing), rx.fragment()),
    )


def notes_part(view: Any) -> rx.Component:
    """What those before wrote."""

    def note(one: Any) -> rx.Component:
        return rx.el.li(
            rx.el.p(one.name, ", ", one.term, dir="auto", class_name="font-semibold"),
            text.written(one.words, class_name="mt-1"),
            rx.cond(
                one.buddy_days != "",
                text.muted(_("Buddy week:") + " ", one.buddy_days, class_name="mt-1"),
                rx.fragment(),
            ),
        )

    return rx.cond(
        view.notes.length() > 0,
        rx.el.section(
            text.section_heading(_("From those before you")),
            rx.el.ul(rx.foreach(view.notes, note), class_name="mt-2 flex flex-col gap-4 list-none p-0"),
        ),
        rx.fragment(),
    )
