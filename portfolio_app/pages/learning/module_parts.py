"""What stands on the page of a module: its overview, an activity with the fields of its kind, what comes of it, what a
teacher reads beside."""

from typing import Any, Literal

import reflex as rx

from portfolio_app.core.languages import _, spoken
from portfolio_app.learning.asked import HEADING, LONGEST_ANSWER, ONE, SELECT, SEVERAL
from portfolio_app.pages.drafting import draft_attributes, draft_status
from portfolio_app.pages.frame import field_error
from portfolio_app.pages.learning.box_form import box_form
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import button, download_button, form, form_buttons, link_button
from portfolio_app.ui.fields import error_place, key_of, select_field, text_area, text_field
from portfolio_app.ui.rich import read_aloud, rich
from portfolio_app.web.head import versioned


def in_its_language(view: Any, *children: Any, **attrs: Any) -> rx.Component:
    """Words of the module, in the language they are written in, as large as the reader wants them."""
    return rx.el.div(
        *children,
        lang=view.language,
        class_name=rx.cond(view.large, "flex flex-col gap-6 lesson-large", "flex flex-col gap-6"),
        **attrs,
    )


def adjusting(view: Any) -> rx.Component:
    """How it is read: larger, in easy language, aloud, on paper."""
    shape = "inline-flex items-center min-h-11 rail:min-h-9 text-sm"
    return rx.el.div(
        text.link(rx.cond(view.large, _("Smaller text"), _("Larger text")), view.large_href, class_name=shape),
        rx.cond(
            view.has_easy,
            text.link(
                rx.cond(view.easy, _("Not in easy language"), _("In easy language")), view.easy_href, class_name=shape
            ),
            rx.fragment(),
        ),
        rx.cond(view.paper_href != "", text.link(_("All of it on paper"), view.paper_href, class_name=shape), ""),
        read_aloud(_("Read aloud"), _("Stop reading"), view.language, script=versioned("/read-aloud.js")),
        class_name="flex flex-wrap items-center gap-x-5 gap-y-1 not-printed",
    )


# What it is about


def _step(one: Any) -> rx.Component:
    mark = rx.cond(one.done, icons.check("size-5 text-accent"), rx.el.span(class_name="block size-5"))
    said = rx.cond(one.done, text.only_read_aloud(_("done")), rx.fragment())
    return rx.fragment(
        rx.cond(
            one.meeting != "",
            rx.el.li(one.meeting, lang=spoken(), class_name="bg-sunken px-4 py-1.5 text-sm font-semibold"),
            rx.fragment(),
        ),
        cards.list_row(
            one.title, href=one.href, detail=rx.el.span(one.detail, said, lang=spoken()), leading=mark, key=one.href
        ),
    )


def overview_part(view: Any) -> rx.Component:
    """The summary, the activities, what to bring; for teachers all that stands around them."""
    return text.stack(
        in_its_language(
            view,
            text.paragraph(view.summary, class_name="text-lg", custom_attrs={"data-read-aloud": "true"}),
        ),
        rx.cond(view.bring != "", text.paragraph(rx.el.strong(_("What is needed"), ": "), view.bring), rx.fragment()),
        rx.el.section(
            text.section_heading(_("What you do")),
            cards.row_list(rx.foreach(view.steps, _step), class_name="mt-3", lang=view.language),
        ),
        tonight_part(view),
        rx.cond(
            view.teaches,
            rx.el.section(
                text.section_heading(_("For the teacher")),
                in_its_language(view, rich(view.teacher)),
                _lines(_("On the board"), view.board, view),
                class_name="flex flex-col gap-3",
            ),
            rx.fragment(),
        ),
        rx.cond(view.material.length() > 0, _material(view), rx.fragment()),
        rx.cond(view.teaches, box_form(view.box), rx.fragment()),
        gap="gap-6",
    )


def own_line(view: Any, on_copy: Any) -> rx.Component:
    """For staff: whose it is, a copy to change, and the way to take it along."""
    make_ours = form(
        rx.el.input(type="hidden", name="module", default_value=view.name),
        rx.el.input(type="hidden", name="request", default_value=view.request),
        button(_("Make it ours"), type="submit", kind="secondary"),
        on_submit=on_copy,
        key=view.request,
    )
    change = link_button(_("Change it"), view.change_href, kind="secondary", icon=icons.pencil)
    return rx.cond(
        view.zip_href != "",
        rx.el.section(
            text.section_heading(_("This module")),
            text.paragraph(
                rx.cond(
                    view.own,
                    _("It is your school’s own. Nobody elsewhere sees it."),
                    _("A copy becomes your school’s own: you change its words, activities and minutes."),
                )
            ),
            rx.el.div(
                rx.cond(view.change_href != "", change, make_ours),
                download_button(_("Take it along (ZIP)"), view.zip_href, busy=_("The file is being made…")),
                class_name="flex flex-wrap items-center gap-x-4 gap-y-2",
            ),
            class_name="flex flex-col gap-3 not-printed",
        ),
        rx.fragment(),
    )


def _lines(title: str, lines: Any, view: Any) -> rx.Component:
    listed = rx.el.ul(
        rx.foreach(lines, lambda line: rx.el.li(line)),
        lang=view.language,
        class_name="list-disc ps-6 space-y-1 max-w-reading",
    )
    return rx.cond(lines.length() > 0, rx.el.div(text.small_heading(title), listed), rx.fragment())


def tonight_part(view: Any) -> rx.Component:
    """Three questions to talk about at home."""
    listed = rx.el.ul(
        rx.foreach(view.tonight, lambda line: rx.el.li(line)),
        lang=view.language,
        class_name="list-disc ps-6 space-y-1 max-w-reading",
    )
    return rx.cond(
        view.tonight.length() > 0,
        cards.disclosure(
            _("Three questions for tonight"),
            text.muted(_("To talk about at home.")),
            listed,
            text.paragraph(text.link(_("Ask at home: the page for families"), view.tonight_href, document=True)),
        ),
        rx.fragment(),
    )


def _material(view: Any) -> rx.Component:
    def part(one: Any) -> rx.Component:
        return cards.disclosure(one.title, rich(one.html, lang=view.language), key=one.code)

    return rx.el.section(text.section_heading(_("Material")), rx.foreach(view.material, part))


# An activity


def activity_form(view: Any, on_keep: Any) -> rx.Component:
    """What is read, and the fields. Who does not answer sees the same without a button."""
    recording = rx.el.audio(src=view.recording, controls=True, class_name="w-full max-w-reading")
    spoken_words = cards.disclosure(_("What is said in it"), rich(view.transcript, lang=view.language), lang=spoken())
    body = in_its_language(
        view,
        rich(view.html, custom_attrs={"data-read-aloud": "true"}),
        rx.cond(view.recording != "", recording, rx.fragment()),
        rx.cond(view.transcript != "", spoken_words, rx.fragment()),
    )
    fields = rx.foreach(view.fields, field_shown)
    answering = form(
        rx.el.input(type="hidden", name="module", default_value=view.name),
        rx.el.input(type="hidden", name="version", default_value=view.version),
        rx.el.input(type="hidden", name="activity", default_value=view.activity),
        in_its_language(view, fields),
        draft_status(),
        form_buttons(button(rx.cond(view.done, _("Save again"), _("Done")), type="submit", full=True)),
        on_submit=on_keep,
        custom_attrs=draft_attributes(view.draft, view.draft_version.to_string()),
        key=view.key,
    )
    return rx.fragment(
        body,
        rx.cond(view.does, answering, in_its_language(view, fields)),
    )


def field_shown(one: Any) -> rx.Component:
    """A field of any kind. What the app says itself is in the language of the page."""
    shown = rx.match(
        one.kind,
        (HEADING, rx.el.div(text.section_heading(one.label), rich(one.help, class_name="mt-2"))),
        (ONE, _choices(one, "radio")),
        (SEVERAL, _choices(one, "checkbox")),
        (SELECT, _select(one)),
        _words(one),
    )
    own = rx.el.div(shown, lang=spoken(), key=one.name)
    return rx.cond(one.own, own, rx.el.div(shown, key=one.name))


def _words(one: Any) -> rx.Component:
    return rx.el.div(
        text_area(
            one.name,
            one.label,
            field_id=one.name,
            default_value=one.value,
            error=field_error(one.name),
            max_length=LONGEST_ANSWER,
            custom_attrs={"aria-describedby": one.name + "-help " + one.name + "-error"},
        ),
        rich(one.help, class_name="mt-1 text-muted", custom_attrs={"id": one.name + "-help"}),
        rx.cond(
            one.key != "",
            rx.el.div(
                rx.el.p(_("To compare with"), lang=spoken(), class_name="font-semibold"),
                rich(one.key),
                class_name="mt-2 rounded-lg bg-accent-soft p-3 max-w-reading",
            ),
            rx.fragment(),
        ),
    )


def _choices(one: Any, kind: Literal["radio", "checkbox"]) -> rx.Component:
    """Choices; what is told about one is shown beneath it once it is chosen."""

    def choice(option: Any, index: Any) -> rx.Component:
        element_id = rx.cond(index == 0, one.name, one.name + "-" + option.value + "-id")
        return rx.el.div(
            rx.el.input(
                type=kind,
                name=option.name,
                value="yes" if kind == "checkbox" else option.value,
                default_checked=option.chosen,
                key=key_of(option.chosen),
                class_name="choice-mark peer",
                custom_attrs={"id": element_id},
            ),
            rx.el.label(option.label, html_for=element_id, class_name="flex-1 min-w-0 py-2 -my-2 cursor-pointer"),
            rich(option.told, class_name="hidden peer-checked:block basis-full ps-9 text-muted"),
            class_name="choice choice-card flex flex-wrap items-center gap-x-3 gap-y-2 p-3 min-h-11",
            key=option.value,
        )

    return rx.el.fieldset(
        rx.el.legend(one.label, class_name="block font-semibold mb-1 max-w-reading"),
        rich(one.help, class_name="mb-2 text-muted"),
        rx.el.div(rx.foreach(one.options, choice), class_name="grid gap-2 max-w-reading"),
        error_place(one.name, field_error(one.name)),
        _told(one),
        custom_attrs={"aria-describedby": one.name + "-error"},
        class_name="min-w-0",
    )


def _select(one: Any) -> rx.Component:
    return rx.el.div(
        select_field(
            one.name,
            one.label,
            one.options,
            every=_("Choose"),
            field_id=one.name,
            default_value=one.value,
            error=field_error(one.name),
        ),
        _told(one),
    )


def _told(one: Any) -> rx.Component:
    """What is said about the answer."""

    def line(told: Any) -> rx.Component:
        mark = rx.cond(told.good, icons.check("size-5 mt-0.5"), icons.information("size-5 mt-0.5"))
        return rx.el.li(
            mark,
            rx.el.div(
                rx.el.p(rx.el.strong(told.mark, lang=spoken()), " ", told.words),
                rich(told.html),
                class_name="min-w-0 flex-1",
            ),
            class_name="flex gap-2",
            key=told.words,
        )

    listed = rx.el.ul(
        rx.foreach(one.told, line),
        class_name="mt-2 flex flex-col gap-2 list-none rounded-lg bg-accent-soft p-3 max-w-reading",
    )
    return rx.cond(one.told.length() > 0, listed, rx.fragment())


# What comes of it


def done_part(view: Any, on_entry: Any, on_evidence: Any, on_step: Any) -> rx.Component:
    """What can be made of it, and what it became. Nothing leaves the lesson before its pupil says so."""
    outcome = view.outcome
    made = rx.match(
        outcome.became,
        ("entry", text.link(_("It is in your portfolio"), outcome.href)),
        ("evidence", text.link(_("It is among your evidence"), outcome.href)),
        ("goal", text.link(_("It is in your plan"), outcome.href)),
        rx.fragment(),
    )
    offered = rx.match(
        outcome.kind,
        (
            "entry",
            _offer(
                _("Do you want it in your portfolio? It becomes an entry that only you can see, until you share it."),
                button(_("Put it into my portfolio"), kind="secondary", on_click=on_entry(view.name, view.activity)),
            ),
        ),
        (
            "evidence",
            _offer(
                _("This may show a skill. Do you want it as evidence? Only you can see it, until you share it."),
                button(_("Keep it as evidence"), kind="secondary", on_click=on_evidence(view.name, view.activity)),
            ),
        ),
        ("step", _step_form(view, on_step)),
        rx.fragment(),
    )
    edit = rx.cond(
        outcome.edit_href != "",
        link_button(_("Add a photo, or change it"), outcome.edit_href, kind="secondary", icon=icons.camera),
        rx.fragment(),
    )
    box = cards.card(
        rx.el.div(
            rx.cond(
                outcome.became != "",
                rx.el.div(
                    rx.el.p(icons.check("inline-block size-5 me-1"), made),
                    edit,
                    class_name="flex flex-wrap items-center gap-4",
                ),
                offered,
            )
        ),
        class_name="max-w-reading not-printed",
    )
    return rx.cond(outcome.kind != "", box, rx.fragment())


def _offer(words: str, press: rx.Component) -> rx.Component:
    return text.stack(text.paragraph(words), rx.el.div(press), gap="gap-3")


def _step_form(view: Any, on_step: Any) -> rx.Component:
    return form(
        rx.el.input(type="hidden", name="module", default_value=view.name),
        rx.el.input(type="hidden", name="activity", default_value=view.activity),
        text.paragraph(_("Do you want a step of it in your plan?")),
        text_field(
            "step_words",
            _("What will you do?"),
            default_value=view.outcome.words,
            error=field_error("step_words"),
            max_length=300,
        ),
        rx.cond(
            view.outcome.goals.length() > 0,
            select_field("goal", _("Towards which goal?"), view.outcome.goals, every=_("A goal of its own")),
            rx.fragment(),
        ),
        form_buttons(button(_("Put it into my plan"), kind="secondary", type="submit")),
        on_submit=on_step,
        key="step " + view.activity,
    )


# Around it


def teachers_part(view: Any) -> rx.Component:
    """The notes on an activity, for teachers who look at it."""
    notes = rx.el.section(
        text.section_heading(_("For the teacher")),
        rich(view.notes, class_name="mt-3", lang=view.language),
        class_name="lesson-notes",
    )
    return rx.cond(view.notes != "", notes, rx.fragment())


def around(view: Any) -> rx.Component:
    """The way to the activity before and the next one."""
    following = rx.cond(
        view.next_href != "",
        link_button(
            rx.el.span(_("Next"), ": ", rx.el.span(view.next_title, lang=view.language)),
            view.next_href,
            kind="secondary",
            class_name="max-w-full",
        ),
        link_button(_("Back to the lesson"), view.overview_href, kind="secondary"),
    )
    return rx.el.nav(
        rx.cond(view.previous_href != "", link_button(_("Back"), view.previous_href, kind="quiet"), rx.fragment()),
        following,
        aria_label=_("Activities"),
        class_name="flex flex-wrap items-center gap-3 not-printed",
    )
