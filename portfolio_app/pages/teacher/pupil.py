"""One pupil, as far as they let the reader see: all that is shared, or one thing opened with room for a comment. And
help for somebody who has forgotten the passphrase."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import reflex as rx
from pydantic import BaseModel

from portfolio_app.accounts.models import Role
from portfolio_app.core.database import as_id
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import N_, _
from portfolio_app.pages.drafting import draft_attributes, draft_status
from portfolio_app.pages.frame import address, field_error, framed
from portfolio_app.pages.phrase_list import UsesPhrases, phrase_list
from portfolio_app.pages.pupil.pupil_body import everything, opened_body
from portfolio_app.pages.registry import page
from portfolio_app.portfolio import pupil_page
from portfolio_app.portfolio.pupil_page import ADDRESS, PupilView
from portfolio_app.schools import codes
from portfolio_app.sharing import comments
from portfolio_app.sharing.models import Kind
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import button, form, form_buttons, link_button, print_button, small_button
from portfolio_app.ui.fields import text_area
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import hush, say

GUIDES = (Role.TEACHER, Role.COUNSELLOR)


@dataclass(frozen=True)
class CodeView:
    """A one-time code while it is on the screen. It is shown once: whoever comes back finds it gone."""

    code: str = ""
    until: str = ""
    told: str = ""


class CommentForm(BaseModel):
    """What the form for a comment sends."""

    words: str = ""
    request: UUID


class PupilState(UsesPhrases, rx.State):
    """The pupil of the address, and what is opened of them."""

    view: PupilView = PupilView()
    code: CodeView = CodeView()

    def _opened(self) -> tuple[Kind, str] | None:
        query = self.router.url.query_parameters
        return next(((kind, query[name]) for kind, name in ADDRESS.items() if query.get(name)), None)

    def _pupil(self) -> str:
        return self.router.url.query_parameters.get("id", "")

    async def _show(self) -> None:
        kind, name = self._opened() or (None, "")
        self.view = await pupil_page.load_pupil(current_actor(), self._pupil(), kind, name)

    @needs(*GUIDES, loads=True)
    async def load(self) -> None:
        """Load the pupil, or the one thing of theirs that the address opens."""
        self.view, self.code = PupilView(), CodeView()
        await self._show()

    @needs(*GUIDES)
    async def comment(self, form: CommentForm) -> None:
        """Leave a comment on the opened thing."""
        if not self.view.opened.kind:
            raise NotFound()
        opened = self.view.opened
        await comments.comment(
            current_actor(), as_id(self.view.id), Kind(opened.kind), opened.thing, form.words, form.request
        )
        await self._show()
        await say(self, N_("{name} can read your comment now."), name=self.view.name)

    @needs(*GUIDES)
    async def change_comment(self, form: dict[str, str | None]) -> None:
        """Say a comment of one's own in other words."""
        one = form.get("comment") or ""
        words, version = form.get("words") or "", form.get("version") or ""
        try:
            number = int(version) if version.isdecimal() and len(version) < 9 else 0
            await comments.change_comment(current_actor(), as_id(one), words, number)
        finally:
            await self._show()
        await say(self, N_("Changed. {name} reads it as it is now."), name=self.view.name)

    @needs(*GUIDES)
    async def delete_comment(self, comment: str) -> None:
        """Take a comment of one's own back; the notice can undo it."""
        await comments.delete_comment(current_actor(), as_id(comment))
        await self._show()
        await say(self, N_("Your comment is deleted."), undo=comment)

    @needs(*GUIDES)
    async def undo(self, comment: str) -> None:
        """Bring the deleted comment back."""
        await comments.restore_comment(current_actor(), as_id(comment))
        await hush(self)
        await self._show()

    @needs(*GUIDES)
    async def give_code(self) -> None:
        """Make a one-time code and show it. A second click while it is shown makes no other."""
        if self.code.code:
            return
        given = await codes.give_code(current_actor(), self._pupil())
        self.code = CodeView(
            code=given.code,
            until=_("It works once, until {time}.").format(time=given.until),
            told=_("On the sign-in page, type the user name {username} and, as the passphrase, this code.").format(
                username=given.username
            ),
        )

    @needs(*GUIDES)
    async def hide_code(self) -> None:
        """Take the code off the screen."""
        self.code = CodeView()


def _changing(one: Any) -> rx.Component:
    return form(
        rx.el.input(type="hidden", name="comment", default_value=one.id),
        rx.el.input(type="hidden", name="version", value=one.version.to_string(), read_only=True),
        text_area(
            "words",
            _("Your comment, in other words"),
            default_value=one.words,
            field_id="words-" + one.id,
            error=field_error("words-" + one.id),
            max_length=_longest(),
        ),
        rx.el.div(button(_("Save"), type="submit", kind="secondary")),
        on_submit=PupilState.change_comment,
        key=one.id,
    )


def _longest() -> Any:
    opened: Any = PupilState.view.opened
    return rx.cond(opened.kind == Kind.LESSON.value, comments.LONGEST_FEEDBACK, comments.LONGEST)


def _remark(one: Any) -> rx.Component:
    return rx.el.li(
        cards.card(
            rx.el.div(
                text.muted(_("You"), " · ", one.at),
                small_button(_("Delete this comment"), icons.trash, on_click=PupilState.delete_comment(one.id)),
                class_name="flex items-center justify-between gap-2",
            ),
            text.written(one.words, class_name="break-words"),
            rx.cond(
                one.answer != "",
                rx.el.div(
                    text.muted(_("The pupil’s answer")),
                    text.written(one.answer, class_name="break-words"),
                    class_name="mt-2 border-s-4 border-control ps-3",
                ),
                rx.fragment(),
            ),
            rx.el.div(cards.disclosure(_("Change it"), _changing(one)), class_name="mt-2 not-printed"),
        ),
        key=one.id,
    )


def _comments() -> rx.Component:
    opened: Any = PupilState.view.opened
    write = form(
        rx.el.input(type="hidden", name="request", default_value=opened.request),
        text_area(
            "words",
            _("Your comment"),
            help=_("Only this pupil and you can read it."),
            default_value=opened.words,
            error=field_error("words"),
            max_length=_longest(),
            status=draft_status(),
        ),
        phrase_list(opened.phrases, "words", PupilState),
        form_buttons(button(_("Send the comment"), type="submit", full=True)),
        on_submit=PupilState.comment,
        key=opened.request,
        custom_attrs=draft_attributes(opened.draft, opened.draft_version.to_string()),
    )
    return rx.el.section(
        text.section_heading(_("Comments")),
        rx.el.ul(rx.foreach(opened.remarks, _remark), class_name="mt-3 flex flex-col gap-3 list-none p-0 empty:hidden"),
        rx.el.div(write, class_name="mt-3 not-printed"),
    )


def _opened() -> rx.Component:
    view: Any = PupilState.view
    return text.stack(
        opened_body(view.opened),
        _comments(),
        rx.el.p(text.link(_("Everything this pupil shares with you"), view.all_href), class_name="not-printed"),
        gap="gap-8",
    )


def _help() -> rx.Component:
    """For a forgotten passphrase: what a code does, then the code, once."""
    view: Any = PupilState.view
    code: Any = PupilState.code
    before = rx.fragment(
        text.bullet_list(
            _("The code works for a few minutes. With it the pupil chooses a new passphrase that you do not see."),
            _("When it is used, the pupil is signed out everywhere else."),
            _("The pupil is told who gave the code and when; the school’s coordinator can see it in a list."),
        ),
        rx.el.div(
            button(_("Give a one-time code"), kind="secondary", on_click=PupilState.give_code),
            rx.cond(
                view.card_href != "",
                link_button(_("Print a new sign-in card"), view.card_href, kind="quiet"),
                rx.fragment(),
            ),
            class_name="mt-3 flex flex-wrap gap-3",
        ),
    )
    shown = cards.card(
        text.muted(_("One-time code")),
        rx.el.p(
            code.code,
            dir="ltr",
            class_name="mt-1 w-fit text-3xl font-semibold tracking-wider tabular-nums select-all",
        ),
        text.paragraph(code.until, class_name="mt-1 font-semibold"),
        text.paragraph(_("Tell the pupil:"), " ", code.told, class_name="mt-3"),
        text.muted(
            _("It is not shown again. You can give another at any time; then this one stops working."),
            class_name="mt-2",
        ),
        rx.el.div(
            button(_("Done"), kind="secondary", on_click=PupilState.hide_code, auto_focus=True), class_name="mt-3"
        ),
    )
    return rx.cond(
        view.helps,
        rx.el.section(
            text.section_heading(_("Forgotten passphrase")),
            rx.cond(
                code.code == "",
                cards.disclosure(_("Help this pupil to sign in"), rx.el.div(before, class_name="mt-1")),
                rx.fragment(),
            ),
            rx.el.div(rx.cond(code.code != "", shown, rx.fragment()), role="status", class_name="mt-2 empty:hidden"),
            class_name="not-printed",
            id="help",
        ),
        rx.fragment(),
    )


@page("/pupil", N_("Pupil"), PupilState.load)
def pupil() -> rx.Component:
    """The page."""
    view: Any = PupilState.view
    is_open = view.opened.kind != ""
    in_a_lesson = view.opened.kind == Kind.LESSON.value  # whose words may be in another language
    title = rx.cond(in_a_lesson, rx.el.span(view.title, lang=view.opened.work.language), rx.el.span(view.title))
    back = rx.cond(
        view.class_href != "",
        text.link(_("Back to the class"), view.class_href),
        text.link(_("All classes"), address("/classes")),
    )
    return framed(
        text.page_head(title, view.lead),
        rx.cond(
            view.loaded,
            rx.cond(is_open, _opened(), text.stack(everything(view), _help(), gap="gap-8")),
            waiting(),
        ),
        rx.el.div(print_button(_("Print")), class_name="not-printed"),
        rx.el.p(
            text.link(_("What I can see, and why"), f"{address('/what-i-see')}?id=" + view.id),
            " · ",
            text.link(_("Note a talk"), f"{address('/talk-note')}?pupil=" + view.id),
            rx.cond(
                view.offer_href != "",
                rx.fragment(" · ", text.link(_("Offer a credential"), view.offer_href)),
                rx.fragment(),
            ),
            " · ",
            back,
            class_name="not-printed",
        ),
        here="classes",
        audience="staff",
        undo=PupilState.undo,
    )
