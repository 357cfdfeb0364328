"""Add people from a pasted list: paste, look at what is proposed, answer about doubles, confirm.

The pasted list is a draft until the people are added or it is thrown away. What is confirmed is all in the form itself,
so nothing is lost when the server has forgotten this tab meanwhile.
"""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import Role
from portfolio_app.core.languages import N_, _
from portfolio_app.pages.drafting import draft_attributes, draft_status
from portfolio_app.pages.frame import address, field_error, framed, problem_summary
from portfolio_app.pages.registry import page
from portfolio_app.schools.adding_view import AddingView, load_adding
from portfolio_app.schools.roster import MOST_LINES, NEW, SKIP, ConfirmedLine, Proposal, add_people, propose
from portfolio_app.ui import cards, text
from portfolio_app.ui.buttons import button, form, form_buttons, link_button
from portfolio_app.ui.fields import select_field, text_area
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import hush, say

Form = dict[str, str | None]


class AddingState(rx.State):
    """What is pasted, and what it would become."""

    view: AddingView = AddingView()
    proposal: Proposal = Proposal()

    @needs(Role.COORDINATOR, loads=True)
    async def load(self) -> None:
        """Load the page."""
        query = self.router.url.query_parameters
        self.proposal = Proposal()
        self.view = await load_adding(current_actor(), query.get("school", ""), query.get("class", ""))

    @needs(Role.COORDINATOR)
    async def look(self, form: Form) -> None:
        """Read the list and propose what it would become."""
        self.proposal = await propose(
            current_actor(),
            form.get("school") or "",
            form.get("names") or "",
            class_id=form.get("class") or "",
            role=_role(form),
        )
        await hush(self)

    @needs(Role.COORDINATOR)
    async def back(self) -> None:
        """Back to the pasted list."""
        await hush(self)
        self.proposal = Proposal()

    @needs(Role.COORDINATOR)
    async def add(self, form: Form) -> Any:
        """Make the people as confirmed."""
        added = await add_people(
            current_actor(),
            form.get("school") or "",
            confirmed(form),
            request=form.get("request") or "",
            role=_role(form),
            stage=form.get("stage") or "",
            pasted_for=form.get("pasted_for") or "",
        )
        await say(
            self,
            N_("Done. New people: {made}. Already here: {known}."),
            made=added.made,
            known=added.known,
        )
        if len(added.classes) == 1:
            return rx.redirect(f"{address('/school/class')}?id={added.classes[0]}")
        return rx.redirect(f"{address('/school')}?school={form.get('school') or ''}")


def _role(form: Form) -> Role:
    """The role of the form; one that does not exist is refused further in."""
    return next((role for role in Role if role.value == form.get("role")), Role.ADMIN)


def confirmed(form: Form) -> list[ConfirmedLine]:
    """The lines of a confirming form: fields "name-0", "username-0", "class-0", "answer-0", and so on."""
    lines: list[ConfirmedLine] = []
    while f"name-{len(lines)}" in form and len(lines) <= MOST_LINES:
        index = len(lines)
        lines.append(
            ConfirmedLine(
                form.get(f"name-{index}") or "",
                form.get(f"username-{index}") or "",
                form.get(f"class-{index}") or "",
                form.get(f"answer-{index}") or "",
            )
        )
    return lines


def _problem(name: Any) -> rx.Component:
    """What is wrong with the field, beside it; nothing until something is."""
    return rx.el.p(
        field_error(name), id=name + "-error", class_name="mt-1 text-sm font-semibold text-danger empty:hidden"
    )


def _field(name: Any, label: str, value: Any) -> rx.Component:
    return rx.el.div(
        rx.el.label(label, html_for=name, class_name="block text-sm text-muted"),
        rx.el.input(
            id=name,
            name=name,
            default_value=value,
            class_name="field-control",
            custom_attrs={
                "dir": "auto",
                "autoCapitalize": "none",
                "spellCheck": "false",
                "autoComplete": "off",
                "aria-invalid": rx.cond(field_error(name) != "", "true", "false"),
                "aria-describedby": name + "-error",
            },
        ),
        _problem(name),
        class_name="min-w-0 flex-1 basis-40",
    )


def _answer(line: Any) -> rx.Component:
    name = "answer-" + line.index.to_string()
    question = rx.el.div(
        rx.el.label(line.question, html_for=name, class_name="block font-semibold"),
        rx.el.select(
            rx.el.option(_("Choose an answer"), value=""),
            rx.foreach(
                line.known,
                lambda one: rx.el.option(_("The same person:") + " " + one.said, value=one.id),
            ),
            rx.el.option(_("Somebody else with this name"), value=NEW),
            rx.el.option(_("Leave this line out"), value=SKIP),
            id=name,
            name=name,
            default_value="",
            class_name="field-control",
            custom_attrs={
                "aria-invalid": rx.cond(field_error(name) != "", "true", "false"),
                "aria-describedby": name + "-error",
            },
        ),
        _problem(name),
        class_name="w-full",
    )
    return rx.cond(line.double != "", question, rx.el.input(type="hidden", name=name, default_value=NEW))


def _line(line: Any) -> rx.Component:
    number = line.index.to_string()
    return rx.el.li(
        _field("name-" + number, _("Name"), line.name),
        _field("username-" + number, _("User name"), line.username),
        _field("class-" + number, _("Class"), line.class_name),
        _answer(line),
        class_name="flex flex-wrap gap-3 px-4 py-3",
    )


def _paste(view: Any) -> rx.Component:
    return form(
        rx.el.input(type="hidden", name="school", default_value=view.school_id),
        text_area(
            "names",
            _("Names"),
            help=_(
                "One on each line: “Siiri Niemi” or “Niemi, Siiri”. Or copy two columns from a spreadsheet: name and "
                "class."
            ),
            rows="10",
            default_value=view.names,
            error=field_error("names"),
        ),
        select_field("class", _("Class"), view.classes, default_value=view.class_id),
        select_field("role", _("Role"), view.roles, default_value=view.role),
        draft_status(),
        form_buttons(
            button(_("Check the list"), type="submit", full=True),
            link_button(
                _("Cancel"),
                address("/school") + "?school=" + view.school_id,
                kind="quiet",
                full=True,
                custom_attrs={"data-draft-drop": ""},
            ),
        ),
        on_submit=AddingState.look,
        custom_attrs=draft_attributes(view.draft, view.draft_version.to_string()),
        key=view.draft + " " + view.draft_version.to_string(),  # what was kept meanwhile takes the place of what was
    )


def _confirm(view: Any, proposal: Any) -> rx.Component:
    return form(
        rx.el.input(type="hidden", name="school", default_value=view.school_id),
        rx.el.input(type="hidden", name="request", default_value=proposal.request),
        rx.el.input(type="hidden", name="role", default_value=proposal.role),
        rx.el.input(type="hidden", name="pasted_for", default_value=view.pasted_for),
        text.paragraph(_("Nobody is added yet. People type their user name to sign in; change any you like.")),
        rx.cond(proposal.doubles != "", cards.notice(proposal.doubles, kind="warning"), rx.fragment()),
        rx.cond(
            proposal.new_classes != "",
            rx.el.div(
                text.paragraph(proposal.new_classes),
                select_field("stage", _("Stage of the new classes"), view.stages, default_value="13-15"),
                class_name="flex flex-col gap-2",
            ),
            rx.el.input(type="hidden", name="stage", default_value="13-15"),
        ),
        rx.el.ol(
            rx.foreach(proposal.lines, _line),
            class_name="rounded-lg border border-hairline bg-surface divide-y divide-hairline list-none p-0",
        ),
        form_buttons(
            button(_("Add these people"), type="submit", full=True),
            button(_("Back to the list"), kind="secondary", on_click=AddingState.back, full=True),
        ),
        on_submit=AddingState.add,
        key=proposal.request,
    )


@page("/school/add", N_("Add people"), AddingState.load)
def adding() -> rx.Component:
    """The page."""
    view: Any = AddingState.view
    proposal: Any = AddingState.proposal
    confirming = proposal.request != ""
    return framed(
        text.page_head(_("Add people"), rx.cond(confirming, proposal.said, view.school)),
        problem_summary(_("Nobody is added yet")),
        # The pasted list stays in its field while the proposal is looked at. Before the page has its data there is no
        # field: what was typed into it would go when they come.
        rx.cond(view.loaded, rx.el.div(_paste(view), hidden=confirming), waiting()),
        rx.cond(confirming, _confirm(view, proposal), rx.fragment()),
        here="school",
        audience="staff",
    )
