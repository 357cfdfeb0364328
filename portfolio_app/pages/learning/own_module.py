"""A school's own module, to change: its activities, each part of its text with a preview, or its files as they are."""

from dataclasses import replace
from typing import Any

import reflex as rx

from portfolio_app.core.languages import N_, _
from portfolio_app.learning.own import changing
from portfolio_app.learning.own.changing import Line, NewActivity, Unsound
from portfolio_app.learning.own.editor_view import (
    FILE,
    PART,
    EditorView,
    asked,
    load_editor,
    load_preview,
    part_typed,
    told_in,
)
from portfolio_app.learning.policy import TEACHING
from portfolio_app.pages.drafting import draft_attributes, draft_status
from portfolio_app.pages.frame import address, field_error, framed, problem_summary
from portfolio_app.pages.learning.module_parts import field_shown
from portfolio_app.pages.registry import page
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import button, form, form_buttons, link_button
from portfolio_app.ui.fields import checkbox, select_field, text_area, text_field
from portfolio_app.ui.layout import waiting
from portfolio_app.ui.rich import rich
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import complain, say

Form = dict[str, str | None]
PLACE, MINUTES, OUT = "place:", "minutes:", "out:"
SAVE, LOOK = "save", "look"
"""What the two buttons beneath a text do (assets/ui.js says which was pressed)."""
SAVED = N_("Saved. Classes that have it already keep theirs until you give them the new one.")


class OwnModuleState(rx.State):
    """The module of the address, or a part of it."""

    view: EditorView = EditorView()

    async def _show(self) -> None:
        self.view = await load_editor(current_actor(), asked(self.router.url.query_parameters))

    async def _saved(self, version: int) -> None:
        """Show what is kept now; Undo goes back to what was before."""
        await self._show()
        await say(self, SAVED, undo=str(version - 1))

    async def _told(self, problem: Unsound, name: str, language: str = "", code: str = "") -> None:
        self.view = replace(self.view, told=told_in(problem, name, language, code))
        await complain(self, problem.sentence())

    @needs(*TEACHING, loads=True)
    async def load(self) -> None:
        """Load it."""
        self.view = EditorView()
        await self._show()

    @needs(*TEACHING)
    async def save_part(self, form: Form) -> None:
        """Keep a part of the text, or show it as pupils would see it."""
        name, language = form.get("module") or "", form.get("language") or ""
        part = part_typed(form.get("part") or "", form.get("title") or "", form.get("text") or "")
        if form.get("does") == LOOK:
            preview = await load_preview(current_actor(), name, language, part)
            self.view = replace(self.view, preview=preview, told=preview.told)
            return
        try:
            version = await changing.save_part(current_actor(), name, language, part, form.get("mark") or "")
        except Unsound as problem:
            await self._told(problem, name, language, part.code)
            return
        await self._saved(version)

    @needs(*TEACHING)
    async def save_file(self, form: Form) -> None:
        """Keep a whole file."""
        name, path = form.get("module") or "", form.get("file") or ""
        words = form.get("text") or ""
        try:
            version = await changing.save_file(current_actor(), name, path, words, form.get("mark") or "")
        except Unsound as problem:
            await self._told(problem, name)
            return
        await self._saved(version)

    @needs(*TEACHING)
    async def save_activities(self, form: Form) -> None:
        """Keep which activities there are, how long they take, and in which order."""
        name = form.get("module") or ""
        lines = [
            Line(code, _number(place), _number(form.get(MINUTES + code)), out=bool(form.get(OUT + code)))
            for field, place in form.items()
            if (code := field.removeprefix(PLACE)) != field
        ]
        try:
            version = await changing.save_activities(current_actor(), name, lines, _added(form), form.get("mark") or "")
        except Unsound as problem:
            await self._told(problem, name)
            return
        await self._saved(version)

    @needs(*TEACHING)
    async def go_back(self, module: str, number: str) -> None:
        """Make it what it was at an earlier save."""
        await self._saved(await changing.go_back(current_actor(), module, _number(number)))

    @needs(*TEACHING)
    async def undo(self, what: str) -> None:
        """The same, for the module of the address."""
        name = asked(self.router.url.query_parameters).name
        await changing.go_back(current_actor(), name, _number(what))
        await self._show()
        await say(self, N_("It is as it was before."))


def _number(typed: str | None) -> int:
    """A number as it was typed; 0 for what is none."""
    said = (typed or "").strip()
    return int(said) if said.isascii() and said.isdigit() and len(said) < 7 else 0


def _added(form: Form) -> NewActivity | None:
    """The activity that is to be added, where somebody has begun to write one."""
    said = {name: form.get(f"new_{name}") or "" for name in ("title", "kind", "minutes", "text", "notes")}
    if not any(said[name].strip() for name in ("title", "text", "notes")):
        return None
    return NewActivity(
        form.get("language") or "", said["title"], said["kind"], _number(said["minutes"]), said["text"], said["notes"]
    )


def _hidden(view: Any, **more: Any) -> list[rx.Component]:
    fields = {"module": view.name, "mark": view.mark} | more
    return [rx.el.input(type="hidden", name=name, default_value=value) for name, value in fields.items()]


def to_mend(view: Any) -> rx.Component:
    """What has to be mended before it can be kept."""

    def line(one: Any) -> rx.Component:
        return rx.el.li(
            rx.el.strong(one.where, class_name="break-all"), ": ", rx.el.span(one.what, lang="en"), key=one.what
        )

    box = cards.card(
        text.section_heading(_("To mend first")),
        text.muted(_("What to do is said in English.")),
        rx.el.ul(rx.foreach(view.told, line), class_name="list-disc ps-6 mt-2 flex flex-col gap-2 max-w-reading"),
    )
    return rx.el.div(rx.cond(view.told.length() > 0, box, rx.fragment()), role="status")


# All of it


def _activity(one: Any) -> rx.Component:
    name = rx.el.span(one.title, dir="auto")
    return rx.el.li(
        rx.el.p(rx.el.strong(name), " · ", one.kind),
        rx.el.div(
            text_field(
                PLACE + one.code,
                rx.el.span(_("Place"), text.only_read_aloud(": " + one.title)),
                type="number",
                field_id="place-" + one.code,
                default_value=one.place,
                input_mode="numeric",
                width="w-24",
            ),
            text_field(
                MINUTES + one.code,
                rx.el.span(_("Minutes"), text.only_read_aloud(": " + one.title)),
                type="number",
                field_id="minutes-" + one.code,
                default_value=one.minutes,
                input_mode="numeric",
                width="w-28",
            ),
            checkbox(
                OUT + one.code,
                rx.el.span(_("Leave it out"), text.only_read_aloud(": " + one.title)),
                field_id="out-" + one.code,
            ),
            class_name="flex flex-wrap items-end gap-x-5 gap-y-3",
        ),
        class_name="flex flex-col gap-2 py-4 border-b border-line",
        key=one.code,
    )


def _new(view: Any) -> rx.Component:
    return cards.disclosure(
        _("Add an activity"),
        text.stack(
            text_field(
                "new_title", _("What is it called?"), error=field_error("new_title"), max_length=view.longest_title
            ),
            select_field("new_kind", _("What do pupils do?"), view.kinds, error=field_error("new_kind")),
            text_field(
                "new_minutes", _("Minutes"), type="number", default_value="20", input_mode="numeric", width="w-28"
            ),
            text_area(
                "new_text",
                _("What pupils read and are asked"),
                help=_("Markdown. A question is a line such as: ### What did you see? {#seen}"),
                error=field_error("new_text"),
            ),
            text_area(
                "new_notes",
                _("For the teacher"),
                help=_("Timing, answers, what to say"),
                error=field_error("new_notes"),
            ),
        ),
    )


def _activities(view: Any) -> rx.Component:
    listed = form(
        *_hidden(view, language=view.language),
        rx.el.ol(rx.foreach(view.activities, _activity), class_name="list-none"),
        _new(view),
        text.muted(_("A module takes 180 to 360 minutes, an activity 10 to 60.")),
        form_buttons(button(_("Save the activities"), type="submit", icon=icons.check)),
        on_submit=OwnModuleState.save_activities,
        key=view.key,
    )
    return rx.el.section(text.stack(text.section_heading(_("Activities")), listed), class_name="max-w-reading")


def _links(title: str, options: Any, lang: Any = None) -> rx.Component:
    def line(one: Any) -> rx.Component:
        return cards.list_row(one.label, href=one.value, key=one.value, **({} if lang is None else {"lang": lang}))

    return rx.el.section(
        text.stack(text.section_heading(title), cards.row_list(rx.foreach(options, line)), gap="gap-3")
    )


def _save(one: Any, name: Any) -> rx.Component:
    return cards.list_row(
        one.said,
        trailing=button(
            _("Go back to this"),
            kind="secondary",
            icon=icons.undo,
            on_click=OwnModuleState.go_back(name, one.number),
            aria_label=_("Go back to this") + ": " + one.said,
        ),
        key=one.number,
    )


def _overview(view: Any) -> rx.Component:
    saves = cards.disclosure(
        _("As it was before"),
        cards.row_list(rx.foreach(view.saves, lambda one: _save(one, view.name))),
    )

    def remark(one: Any) -> rx.Component:
        return rx.el.li(one.where, ": ", one.what, key=one.what)

    remarks = cards.disclosure(
        _("Worth a look"),
        rx.el.ul(rx.foreach(view.remarks, remark), lang="en", class_name="list-disc ps-6 max-w-reading"),
    )
    language = rx.el.nav(
        rx.foreach(view.languages, lambda one: text.link(one.label, one.value, key=one.value)),
        aria_label=_("Languages of the text"),
        class_name="flex flex-wrap gap-x-4 gap-y-2",
    )
    original = text.paragraph(_("It began as a copy of"), " ", text.link(_("this module"), view.original_href), ".")
    improved = cards.notice(
        _("The original has changed since your school looked at it last."),
        actions=link_button(_("See what has changed"), view.improved_href, kind="secondary"),
    )
    return text.stack(
        rx.cond(view.improved_href != "", improved, rx.fragment()),
        rx.cond(view.original_href != "", original, rx.fragment()),
        rx.cond(view.languages.length() > 1, language, rx.fragment()),
        _links(_("Texts"), view.parts, view.language),
        _activities(view),
        rx.cond(view.remarks.length() > 0, remarks, rx.fragment()),
        rx.cond(view.saves.length() > 0, saves, rx.fragment()),
        cards.disclosure(
            _("Whole files, for those who know how lessons are written"),
            rx.el.ul(
                rx.foreach(view.files, lambda one: rx.el.li(text.link(one.label, one.value), key=one.value)),
                class_name="list-disc ps-6",
            ),
        ),
        gap="gap-8",
    )


# A part, or a file


def _theirs(view: Any) -> rx.Component:
    """What a colleague has saved since the reader began to type."""
    box = cards.card(
        text.section_heading(_("A colleague has saved another version since you began to type")),
        text.paragraph(_("What you typed is in the form. Saving it puts it in place of theirs, which stands here:")),
        rx.el.pre(
            view.theirs, dir="auto", class_name="mt-2 whitespace-pre-wrap text-sm max-h-96 overflow-auto", tab_index=0
        ),
    )
    return rx.cond(view.theirs != "", box, rx.fragment())


def _typing(view: Any, submit: Any, rows: int, *fields: rx.Component, **hidden: Any) -> rx.Component:
    """The form in which a text is typed; the second button shows it before it is kept."""
    look = button(_("Preview"), type="submit", kind="secondary", icon=icons.eye, custom_attrs={"data-does": LOOK})
    return form(
        *_hidden(view, does=SAVE, **hidden),
        *fields,
        text_area(
            "text",
            _("Text"),
            help=_(
                "Markdown: **strong**, *light*, lists with -, tables. Keep the codes in braces, such as {#first-look}."
            ),
            default_value=view.text,
            rows=rows,
            spell_check=True,
            lang=view.language,
        ),
        draft_status(),
        form_buttons(
            button(_("Save"), type="submit", icon=icons.check, custom_attrs={"data-does": SAVE}),
            *([look] if "part" in hidden else []),
        ),
        on_submit=submit,
        custom_attrs=draft_attributes(view.draft, view.draft_version.to_string()),
        key=view.key,
    )


def _preview(view: Any) -> rx.Component:
    preview = view.preview
    box = cards.card(
        rx.el.div(
            text.muted(rx.cond(view.pupils, _("As a pupil sees it"), _("As it is shown"))),
            rx.el.h2(preview.title, lang=view.language, class_name="text-xl font-semibold"),
            rich(preview.html, lang=view.language),
            rx.el.div(rx.foreach(preview.fields, field_shown), lang=view.language, class_name="flex flex-col gap-6"),
            class_name="flex flex-col gap-4",
        ),
        element=rx.el.section,
        custom_attrs={"aria-label": _("Preview")},
    )
    return rx.cond(preview.shown, box, rx.fragment())


def _part(view: Any) -> rx.Component:
    title = text_field("title", _("Title"), default_value=view.part_title, max_length=view.longest_title)
    return text.stack(
        _theirs(view),
        _typing(view, OwnModuleState.save_part, 18, title, part=view.code, language=view.language),
        to_mend(view),
        _preview(view),
        gap="gap-6",
    )


def _file(view: Any) -> rx.Component:
    return text.stack(
        text.muted(_("The format is told in curriculum/README.md, which comes with Polku.")),
        _theirs(view),
        _typing(view, OwnModuleState.save_file, 30, file=view.code),
        to_mend(view),
        gap="gap-6",
    )


@page("/own-module", N_("Change a module"), OwnModuleState.load)
def own_module() -> rx.Component:
    """The page."""
    view: Any = OwnModuleState.view
    title = rx.el.span(view.title, lang=view.language)
    head = text.page_head(
        rx.cond(view.what == "overview", title, rx.el.span(view.heading, dir="auto")),
        rx.cond(view.what == "overview", view.said, view.title),
        rx.cond(
            view.what == "overview",
            link_button(_("Look at it"), view.module_href, kind="secondary", icon=icons.eye, full=True),
            rx.fragment(),
        ),
        ready=view.loaded,
    )
    back = rx.cond(
        view.what == "overview",
        text.link(_("Own modules"), address("/own-modules")),
        text.link(_("All of this module"), view.back),
    )
    return framed(
        head,
        problem_summary(_("One thing to check")),
        rx.cond(
            view.loaded,
            text.stack(
                rx.match(
                    view.what,
                    (PART, _part(view)),
                    (FILE, _file(view)),
                    text.stack(to_mend(view), _overview(view), gap="gap-6"),
                ),
                text.paragraph(back),
                gap="gap-6",
            ),
            waiting(),
        ),
        here="",
        audience="staff",
        undo=OwnModuleState.undo,
    )
