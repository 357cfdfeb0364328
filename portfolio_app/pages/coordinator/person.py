"""Somebody of the school as its coordinator sees them: roles, classes, help to sign in. No work of theirs."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import Role
from portfolio_app.core.languages import N_, _, spoken
from portfolio_app.pages.frame import address, field_error, framed, problem_summary
from portfolio_app.pages.registry import page
from portfolio_app.schools import actions, codes, roles
from portfolio_app.schools.people_views import PersonView, load_person
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import button, form, form_buttons
from portfolio_app.ui.fields import select_field, text_field
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import hush, say


class PersonState(rx.State):
    """The person of the address; a code or link just given is shown until the page is left."""

    view: PersonView = PersonView()
    code: str = ""
    code_until: str = ""
    link: str = ""
    link_until: str = ""

    def _id(self) -> str:
        return self.router.url.query_parameters.get("id", "")

    def _school(self) -> str:
        return self.router.url.query_parameters.get("school", "") or self.view.school_id

    async def _show(self) -> None:
        self.view = await load_person(current_actor(), self._id(), self._school())

    @needs(Role.COORDINATOR, loads=True)
    async def load(self) -> None:
        """Load the person."""
        self.code = self.link = ""
        await self._show()

    @needs(Role.COORDINATOR)
    async def give_code(self) -> None:
        """Make a one-time code and show it."""
        given = await codes.give_code(current_actor(), self._id())
        self.code, self.code_until = given.code, _("It works once, until {time}.").format(time=given.until)
        await hush(self)

    @needs(Role.COORDINATOR)
    async def give_link(self) -> None:
        """Make a one-time link and show it."""
        given = await codes.give_link(current_actor(), self._id())
        self.link = f"{self.router.url.origin}/{spoken()}/welcome?key={given.key}"
        self.link_until = _("It can be opened once, until {day}.").format(day=given.until)
        await hush(self)

    @needs(Role.COORDINATOR)
    async def give_role(self, form: dict[str, str | None]) -> None:
        """Give a role."""
        await roles.give_role(current_actor(), self._school(), self._id(), _role(form.get("role")))
        await self._show()
        await say(self, N_("They have this role now."))

    @needs(Role.COORDINATOR)
    async def end_role(self, role: Role) -> Any:
        """End a role at once; the notice can bring it back."""
        await roles.end_role(current_actor(), self._school(), self._id(), role)
        if self.view.is_self and role is Role.COORDINATOR:
            return rx.redirect(address("/home"))
        await self._show()
        await say(self, N_("The role has ended, and they are signed out everywhere."), undo=role.value)
        return None

    @needs(Role.COORDINATOR)
    async def undo(self, what: str) -> None:
        """Bring a role back, with the classes that went with it; or a place in a class ("<class> <role>")."""
        class_id, _blank, role = what.rpartition(" ")
        if class_id:
            await actions.join_class(current_actor(), class_id, self._id(), _role(role))
        else:
            await roles.restore_role(current_actor(), self._school(), self._id(), _role(role))
        await hush(self)
        await self._show()

    @needs(Role.COORDINATOR)
    async def join_class(self, form: dict[str, str | None]) -> None:
        """Put the person into a class, as what they are at the school."""
        role = Role.PUPIL if self.view.is_pupil else Role.TEACHER
        await actions.join_class(current_actor(), form.get("class") or "", self._id(), role)
        await self._show()
        await say(self, N_("They are in the class now."))

    @needs(Role.COORDINATOR)
    async def leave_class(self, class_id: str, role: Role) -> None:
        """Take the person out of a class; the notice can put them back."""
        await actions.leave_class(current_actor(), class_id, self._id(), role)
        await self._show()
        await say(self, N_("They are no longer in the class."), undo=f"{class_id} {role.value}")

    @needs(Role.COORDINATOR)
    async def change_name(self, form: dict[str, str | None]) -> None:
        """Correct the name."""
        await roles.change_name(current_actor(), self._school(), self._id(), form.get("name") or "")
        await self._show()
        await say(self, N_("Saved."))


def _role(value: str | None) -> Role:
    """The role that is called so; for one that does not exist, the one that nobody gives at a school."""
    return next((role for role in Role if role.value == value), Role.ADMIN)


def shown_once(secret: Any, until: Any, words: str) -> rx.Component:
    """A secret just made: large, to be read aloud or copied, and gone when the page is left."""
    return rx.cond(
        secret != "",
        cards.card(
            rx.el.p(words),
            rx.el.p(secret, class_name="my-2 text-xl font-semibold break-all select-all", dir="ltr"),
            text.muted(until, " ", _("It is not shown again.")),
            role="status",
        ),
        rx.fragment(),
    )


def _held(one: Any) -> rx.Component:
    end = button(_("End this role"), kind="quiet", on_click=PersonState.end_role(one.role))
    return cards.list_row(one.name, detail=one.said, trailing=end)


def _ended(one: Any) -> rx.Component:
    back = button(_("Bring back"), kind="secondary", icon=icons.undo, on_click=PersonState.undo(one.role))
    return cards.list_row(one.name, detail=one.said, trailing=back)


def _class(one: Any, role: Role, detail: str) -> rx.Component:
    out = button(_("Remove"), kind="quiet", on_click=PersonState.leave_class(one.value, role.value))
    return cards.list_row(one.label, detail=detail, trailing=out)


def _help(view: Any) -> rx.Component:
    return rx.el.section(
        text.section_heading(_("Help to sign in")),
        text.muted(view.passphrase, ". ", view.last, "."),
        rx.cond(
            view.may_help,
            text.stack(
                text.paragraph(
                    _(
                        "With a one-time code they choose a new passphrase. They are then signed out everywhere, "
                        "and told that you gave it."
                    )
                ),
                text.side_by_side(
                    button(_("Give a one-time code"), icon=icons.lock, on_click=PersonState.give_code),
                    rx.cond(
                        view.is_pupil,
                        rx.fragment(),
                        button(
                            _("Make a one-time link"),
                            kind="secondary",
                            icon=icons.link,
                            on_click=PersonState.give_link,
                        ),
                    ),
                ),
                shown_once(PersonState.code, PersonState.code_until, _("The one-time code. Read it aloud to them:")),
                shown_once(PersonState.link, PersonState.link_until, _("The one-time link. Send it only to them:")),
                class_name="mt-2",
            ),
            rx.fragment(),
        ),
    )


@page("/school/person", N_("Person"), PersonState.load)
def person() -> rx.Component:
    """The page."""
    view: Any = PersonState.view
    return framed(
        text.page_head(view.name, view.username),
        _help(view),
        rx.el.section(
            text.section_heading(_("Roles")),
            cards.row_list(rx.foreach(view.roles, _held), class_name="mt-3"),
            rx.cond(
                view.addable.length() > 0,
                form(
                    select_field("role", _("Give a role"), view.addable),
                    form_buttons(button(_("Give this role"), type="submit", kind="secondary", full=True)),
                    on_submit=PersonState.give_role,
                    class_name="flex flex-col gap-2 mt-3",
                ),
                rx.fragment(),
            ),
        ),
        rx.cond(
            view.ended.length() > 0,
            rx.el.section(
                text.section_heading(_("Recently ended")),
                cards.row_list(rx.foreach(view.ended, _ended), class_name="mt-3"),
            ),
            rx.fragment(),
        ),
        rx.cond(
            view.is_pupil | view.is_teacher,
            rx.el.section(
                text.section_heading(_("Classes")),
                cards.row_list(
                    rx.foreach(view.pupil_classes, lambda one: _class(one, Role.PUPIL, _("as a pupil"))),
                    rx.foreach(view.teacher_classes, lambda one: _class(one, Role.TEACHER, _("as a teacher"))),
                    class_name="mt-3",
                ),
                rx.cond(
                    view.classes.length() > 0,
                    form(
                        select_field("class", _("Add to a class"), view.classes),
                        form_buttons(button(_("Add to this class"), type="submit", kind="secondary", full=True)),
                        on_submit=PersonState.join_class,
                        class_name="flex flex-col gap-2 mt-3",
                    ),
                    rx.fragment(),
                ),
            ),
            rx.fragment(),
        ),
        rx.el.section(
            text.section_heading(_("Name")),
            problem_summary(_("Not changed yet")),
            form(
                text_field("name", _("Name"), default_value=view.name, max_length=120, error=field_error("name")),
                form_buttons(button(_("Save"), type="submit", kind="secondary", full=True)),
                on_submit=PersonState.change_name,
                key=view.id,
                class_name="flex flex-col gap-2 mt-3",
            ),
        ),
        text.link(_("Back to the people"), address("/school/people") + "?school=" + view.school_id),
        ready=view.loaded,
        here="school",
        audience="staff",
        undo=PersonState.undo,
    )
