"""Noting a talk, in the minute before the bell: whom with, which day, what about. The pupils read it."""

from datetime import date
from typing import Any

import reflex as rx

from portfolio_app.accounts.models import Role
from portfolio_app.core.database import as_id
from portfolio_app.core.errors import Invalid
from portfolio_app.core.languages import N_, _
from portfolio_app.core.paging import page_number
from portfolio_app.pages.finding import pages_of
from portfolio_app.pages.frame import field_error, framed, problem_summary
from portfolio_app.pages.phrase_list import UsesPhrases, phrase_list
from portfolio_app.pages.registry import page
from portfolio_app.portfolio.talk_pages import NoteView, load_note
from portfolio_app.sharing.talks import LONGEST, note_talk, take_back_talk
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import button, form, form_buttons, small_button
from portfolio_app.ui.fields import checkbox, text_field
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import hush, say

PUPIL = "pupil:"


class TalkNoteState(UsesPhrases, rx.State):
    """The class or the pupil of the address."""

    view: NoteView = NoteView()

    async def _show(self) -> None:
        query = self.router.url.query_parameters
        self.view = await load_note(
            current_actor(),
            class_id=query.get("class", ""),
            pupil_id=query.get("pupil", ""),
            page=page_number(query.get("page", "")),
        )

    @needs(Role.TEACHER, Role.COUNSELLOR, loads=True)
    async def load(self) -> None:
        """Load whom a talk can be noted with."""
        self.view = NoteView()
        await self._show()

    @needs(Role.TEACHER, Role.COUNSELLOR)
    async def note(self, form: dict[str, str | None]) -> None:
        """Keep the note for each ticked pupil."""
        pupils = [as_id(name.removeprefix(PUPIL)) for name, yes in form.items() if name.startswith(PUPIL) and yes]
        try:
            held_on = date.fromisoformat(form.get("held_on") or "")
        except ValueError as problem:
            raise Invalid(N_("Choose the day."), field="held_on") from problem
        await note_talk(current_actor(), pupils, held_on, form.get("words") or "", as_id(form.get("request") or ""))
        await say(self, N_("Noted. The pupils you ticked can read it and answer."))
        await self._show()

    @needs(Role.TEACHER, Role.COUNSELLOR)
    async def take_back(self, talk: str) -> None:
        """Take a note back; the notice can undo it."""
        await take_back_talk(current_actor(), as_id(talk))
        await say(self, N_("Taken back. The pupil does not see it any more."), undo=talk)
        await self._show()

    @needs(Role.TEACHER, Role.COUNSELLOR)
    async def undo(self, talk: str) -> None:
        """Bring back the note that was taken back."""
        await take_back_talk(current_actor(), as_id(talk), back=False)
        await hush(self)
        await self._show()


def _pupil(one: Any) -> rx.Component:
    detail = rx.cond(one.detail != "", rx.el.span(" · ", one.detail, class_name="text-sm text-muted"), rx.fragment())
    return checkbox(
        PUPIL + one.id,
        rx.fragment(rx.el.span(one.name, dir="auto"), detail),
        field_id="pupil-" + one.id,
        default_checked=one.chosen,
    )


def _form(view: Any) -> rx.Component:
    return form(
        rx.el.input(type="hidden", name="request", default_value=view.request),
        rx.el.fieldset(
            rx.el.legend(_("Whom did you talk with?"), class_name="font-semibold"),
            rx.cond(
                field_error("pupil") != "",
                rx.el.p(field_error("pupil"), class_name="text-danger"),
                rx.fragment(),
            ),
            rx.el.div(rx.foreach(view.pupils, _pupil), class_name="columns-1 sm:columns-2"),
            id="pupil",
            class_name="min-w-0",
        ),
        text_field(
            "words",
            _("What about?"),
            help=_("A few words. Each pupil you ticked reads them as they stand here."),
            error=field_error("words"),
            max_length=LONGEST,
        ),
        phrase_list(view.phrases, "words", TalkNoteState),
        text_field(
            "held_on",
            _("Day"),
            type="date",
            default_value=view.today,
            error=field_error("held_on"),
            width="max-w-48",
            min=view.earliest,
            max=view.today,
        ),
        form_buttons(button(_("Note the talk"), type="submit", icon=icons.check, full=True)),
        on_submit=TalkNoteState.note,
        key=view.request,
    )


def _talk(one: Any) -> rx.Component:
    return cards.card(
        rx.el.div(
            rx.el.p(
                text.link(one.who, one.href, dir="auto"),
                rx.el.span(" · ", one.day, class_name="text-sm text-muted"),
            ),
            small_button(_("Take the note back"), icons.trash, on_click=TalkNoteState.take_back(one.id)),
            class_name="flex items-center justify-between gap-2",
        ),
        rx.el.p(one.words, class_name="break-words"),
        rx.cond(
            one.answer != "",
            rx.el.div(text.muted(_("The pupil’s answer")), text.written(one.answer, class_name="break-words")),
            rx.fragment(),
        ),
        element=rx.el.li,
        key=one.id,
    )


@page("/talk-note", N_("Note a talk"), TalkNoteState.load)
def talk_note() -> rx.Component:
    """The page."""
    view: Any = TalkNoteState.view
    noted = rx.el.section(
        text.section_heading(_("What you noted before")),
        rx.el.ul(rx.foreach(view.talks, _talk), class_name="mt-3 flex flex-col gap-3 list-none p-0"),
        pages_of(_("Pages of the list"), view.paging),
        id="noted",
    )
    return framed(
        text.page_head(
            _("Note a talk"), _("Only the pupil and you read it. Other adults see that somebody has talked with them.")
        ),
        problem_summary(_("One thing to check")),
        rx.cond(
            view.loaded,
            text.stack(
                rx.el.section(
                    rx.el.h2(view.name, dir="auto", class_name="text-xl font-semibold"),
                    rx.el.div(
                        rx.cond(view.pupils.length() > 0, _form(view), text.muted(_("Nobody is in this class yet."))),
                        class_name="mt-3",
                    ),
                ),
                rx.cond(view.talks.length() > 0, noted, rx.fragment()),
                text.paragraph(text.link(_("Back"), view.back), class_name="not-printed"),
                gap="gap-8",
            ),
            waiting(),
        ),
        here="classes",
        audience="staff",
        undo=TalkNoteState.undo,
    )
