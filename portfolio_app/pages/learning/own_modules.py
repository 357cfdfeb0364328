"""A school's own modules: those there are, one that comes in as a ZIP with what is wrong with it, and deleted ones."""

from typing import Any

import reflex as rx

from portfolio_app.core.database import as_id
from portfolio_app.core.languages import N_, _, spoken
from portfolio_app.learning.own import keeping
from portfolio_app.learning.own.own_view import OwnModulesView, load_own_modules
from portfolio_app.learning.policy import TEACHING
from portfolio_app.pages.frame import address, field_error, framed, problem_summary
from portfolio_app.pages.registry import page
from portfolio_app.ui import cards, drawings, icons, text
from portfolio_app.ui.buttons import button, form, form_buttons, plain_form
from portfolio_app.ui.fields import file_field, select_field, text_field
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.requests import MODULE_SENT
from portfolio_app.web.tab import say

Form = dict[str, str | None]


class OwnModulesState(rx.State):
    """The modules of the reader's schools."""

    view: OwnModulesView = OwnModulesView()

    async def _show(self) -> None:
        self.view = await load_own_modules(current_actor(), self.router.url.query_parameters.get("problem", ""))

    @needs(*TEACHING, loads=True)
    async def load(self) -> None:
        """Load them."""
        await self._show()

    @needs(*TEACHING)
    async def bring_in_as(self, form: Form) -> Any:
        """Bring in what waits, under another name, and go to its page."""
        name = await keeping.bring_in_as(current_actor(), form.get("name") or "", as_id(form.get("request") or ""))
        return rx.redirect(f"/{spoken()}/module?name={name}")

    @needs(*TEACHING)
    async def forget(self) -> None:
        """What was sent is wanted no more."""
        await keeping.forget_sent(current_actor())
        await self._show()

    @needs(*TEACHING)
    async def delete(self, module: str) -> None:
        """Delete a module."""
        await keeping.delete_own(current_actor(), module)
        await say(self, N_("Deleted. Whoever has begun it keeps it."), undo=module)
        await self._show()

    @needs(*TEACHING)
    async def undo(self, what: str) -> None:
        """Bring a module back."""
        await keeping.restore_own(current_actor(), what)
        await say(self, N_("It is back where it was."))
        await self._show()


def _line(one: Any) -> rx.Component:
    return cards.list_row(
        one.title,
        href=one.href,
        detail=rx.el.span(one.detail, lang=spoken()),
        trailing=rx.el.div(
            rx.cond(
                one.improved_href != "",
                text.link(
                    _("The original has changed"),
                    one.improved_href,
                    aria_label=_("The original has changed") + ": " + one.title,
                    class_name="inline-flex items-center min-h-11 rail:min-h-9",
                ),
                rx.fragment(),
            ),
            text.link(
                _("Change"),
                one.change_href,
                aria_label=_("Change") + ": " + one.title,
                class_name="inline-flex items-center min-h-11 rail:min-h-9",
            ),
            text.link(
                _("ZIP"),
                one.zip_href,
                document=True,
                aria_label=_("ZIP") + ": " + one.title,
                class_name="inline-flex items-center min-h-11 rail:min-h-9",
            ),
            button(
                _("Delete"),
                kind="quiet",
                icon=icons.trash,
                on_click=OwnModulesState.delete(one.name),
                aria_label=_("Delete") + ": " + one.title,
            ),
            class_name="flex flex-wrap items-center gap-3",
            lang=spoken(),
        ),
        lang=one.language,
        key=one.name,
    )


def _deleted(one: Any) -> rx.Component:
    return cards.list_row(
        one.title,
        detail=rx.el.span(one.detail, lang=spoken()),
        trailing=button(
            _("Bring back"),
            kind="secondary",
            icon=icons.undo,
            on_click=OwnModulesState.undo(one.name),
            aria_label=_("Bring back") + ": " + one.title,
        ),
        lang=one.language,
        key=one.name,
    )


def _named(view: Any) -> rx.Component:
    """A sound module whose name is taken."""
    return cards.card(
        form(
            rx.el.input(type="hidden", name="request", default_value=view.request),
            text.small_heading(_("Its name is taken")),
            text.paragraph(
                _("There is a module of that name already, here or elsewhere:"),
                " ",
                rx.el.strong(view.name),
                ". ",
                _("Give yours another one. It stands in addresses alone; its title stays."),
            ),
            text_field(
                "name",
                _("New name"),
                default_value=view.name,
                help=_("Letters from a to z, figures and hyphens"),
                error=field_error("name"),
                max_length=view.longest_name,
            ),
            form_buttons(
                button(_("Bring it in"), type="submit"),
                button(_("Do not bring it in"), kind="quiet", on_click=OwnModulesState.forget),
            ),
            on_submit=OwnModulesState.bring_in_as,
            key=view.request,
        ),
        custom_attrs={"id": "sent"},
    )


def _told(view: Any) -> rx.Component:
    """What is wrong with the files of what was sent."""

    def line(one: Any) -> rx.Component:
        return rx.el.li(rx.el.strong(one.where, class_name="break-all"), " ", one.what, key=one.where + one.what)

    return cards.card(
        text.small_heading(_("Nothing was brought in") + ": " + view.said),
        text.muted(rx.el.span(view.file_name, dir="auto")),
        text.paragraph(_("Each line names the file, the line in it, and what to do. They are in English.")),
        rx.el.ul(
            rx.foreach(view.told, line), lang="en", class_name="list-disc ps-6 mt-2 flex flex-col gap-2 max-w-reading"
        ),
        rx.cond(view.more != "", text.muted(view.more), rx.fragment()),
        rx.el.div(button(_("Put this away"), kind="secondary", on_click=OwnModulesState.forget), class_name="mt-3"),
        custom_attrs={"id": "sent"},
    )


def _bring(view: Any) -> rx.Component:
    sent = plain_form(
        f"{MODULE_SENT}?language={spoken()}",
        "post",
        rx.el.input(type="hidden", name="request", value=view.request, read_only=True),
        rx.cond(view.schools.length() > 0, select_field("school", _("School"), view.schools), rx.fragment()),
        file_field(
            "file",
            _("The ZIP of a module"),
            help=_("A folder with module.yaml, its texts and media: as “Take it along” makes it, or as you wrote it."),
            error=view.problem,
            accept=".zip",
        ),
        form_buttons(button(_("Bring it in"), type="submit")),
        upload=True,
    )
    return rx.el.section(
        text.stack(
            text.section_heading(_("Bring a module in")),
            rx.cond(
                view.name != "",
                _named(view),
                rx.cond(view.told.length() > 0, text.stack(_told(view), sent), sent),
            ),
        ),
        class_name="max-w-reading",
    )


@page("/own-modules", N_("Own modules"), OwnModulesState.load)
def own_modules() -> rx.Component:
    """The page."""
    view: Any = OwnModulesState.view
    nothing = cards.empty_state(
        drawings.folder_drawing(),
        _("No own modules yet"),
        _("Make a copy of a lesson yours, or bring one in. Your teachers can assign it as any other."),
    )
    gone = rx.el.section(
        text.stack(
            text.section_heading(_("Recently deleted")),
            text.muted(view.rests),
            cards.row_list(rx.foreach(view.deleted, _deleted)),
        )
    )
    return framed(
        text.page_head(_("Own modules"), _("Lessons of your school’s own. Nobody elsewhere sees them.")),
        problem_summary(_("One thing to check")),
        rx.cond(
            view.loaded,
            text.stack(
                rx.cond(view.lines.length() > 0, cards.row_list(rx.foreach(view.lines, _line)), nothing),
                _bring(view),
                rx.cond(view.deleted.length() > 0, gone, rx.fragment()),
                text.paragraph(text.link(_("All lessons"), address("/lessons"))),
                gap="gap-8",
            ),
            waiting(),
        ),
        here="",
        audience="staff",
        undo=OwnModulesState.undo,
    )
