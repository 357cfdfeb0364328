"""Writing a goal: what and why, who helps, what may get in the way, by when. Drafts save themselves, and another tab
that kept the same goal first takes nothing away."""

from typing import Any
from uuid import UUID

import reflex as rx

from portfolio_app.accounts.models import OWNERS
from portfolio_app.core.database import as_id
from portfolio_app.core.drafts import MOST_FIELDS, ticked
from portfolio_app.core.errors import Conflict, Invalid, NotFound
from portfolio_app.core.languages import N_, _
from portfolio_app.pages.audience import audience_fields, chosen
from portfolio_app.pages.drafting import draft_attributes, draft_status
from portfolio_app.pages.frame import address, field_error, framed, problem_summary
from portfolio_app.pages.registry import page
from portfolio_app.pages.writing import evidence_box, skill_boxes, two_versions, version_typed
from portfolio_app.pathways.queries import load_beginning
from portfolio_app.plan import actions
from portfolio_app.plan.actions import LONGEST_BARRIER, LONGEST_HELPERS, LONGEST_TITLE, GoalForm
from portfolio_app.plan.days import day_typed
from portfolio_app.plan.goal_form import WORDS, GoalFormView, load_goal_form
from portfolio_app.schools.models import Barrier
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import button, form, form_buttons, link_button
from portfolio_app.ui.fields import checkbox, key_of, text_area, text_field
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import say


class GoalFormState(rx.State):
    """The form, and what is kept aside when another tab was faster."""

    view: GoalFormView = GoalFormView()
    conflict: bool = False
    _mine: rx.Field[dict[str, str]] = rx.field(default_factory=dict)

    @needs(*OWNERS, loads=True)
    async def load(self) -> None:
        """Load the form of the address: a goal, or a new one, perhaps about a skill or made from a pathway."""
        query = self.router.url.query_parameters
        self.conflict, self._mine = False, {}
        code = query.get("pathway", "")
        beginning = await load_beginning(current_actor(), code) if code else None
        self.view = await load_goal_form(current_actor(), query.get("id", ""), query.get("skill", ""), beginning)

    @needs(*OWNERS)
    async def save(self, form: dict[str, str | None]) -> Any:
        """Keep the goal, then show it. When another tab kept it meanwhile, ask which to have."""
        if len(form) > MOST_FIELDS:
            raise Invalid()
        fields = {name: value or "" for name, value in form.items()}
        try:
            if fields.get("id"):
                goal_id = as_id(fields["id"])
                await actions.change_goal(
                    current_actor(), goal_id, parsed(fields), version_typed(fields.get("version"))
                )
            else:
                request = as_id(fields.get("request", ""))
                goal_id = await actions.make_goal(
                    current_actor(), parsed(fields), request, begun=fields.get("begun", "")[:70]
                )
        except Conflict:
            self.conflict, self._mine = True, fields
            return None
        return await self._done(goal_id)

    @needs(*OWNERS)
    async def keep_both(self) -> Any:
        """Keep what was typed here as a goal of its own, beside the one the other tab kept."""
        if not self._mine:
            raise NotFound()
        goal_id = await actions.make_goal(
            current_actor(), parsed(self._mine), UUID(self.view.request), instead_of=as_id(self._mine["id"])
        )
        return await self._done(goal_id)

    @needs(*OWNERS)
    async def take_other(self) -> Any:
        """Drop what was typed here and show what the other tab kept."""
        await actions.drop_goal_draft(current_actor(), as_id(self.view.id))
        return rx.redirect(f"{address('/goal')}?id={self.view.id}")

    async def _done(self, goal_id: UUID) -> Any:
        self.conflict, self._mine = False, {}
        await say(self, N_("Saved in your plan."))
        return rx.redirect(f"{address('/goal')}?id={goal_id}")


def parsed(fields: dict[str, str]) -> GoalForm:
    """The form's fields as a goal's content. Raises `NotFound` for ids that are none, `Invalid` for such a day."""
    audience = chosen({**fields})
    kinds = [Barrier(kind) for kind in ticked(fields, "barrier:") if kind in tuple(Barrier)]
    return GoalForm(
        title=fields.get("title", ""),
        why=fields.get("why", ""),
        capabilities=tuple(ticked(fields, "skill:")),
        helpers=fields.get("helpers", ""),
        persons=tuple(as_id(one) for one in ticked(fields, "helper:")),
        by_when=day_typed(fields.get("by_when", ""), field="by_when"),
        review_on=day_typed(fields.get("review_on", ""), field="review_on"),
        barriers={kind: fields.get(WORDS + kind, "") for kind in kinds},
        outcome=fields.get("outcome", ""),
        evidence=tuple(as_id(one) for one in ticked(fields, "evidence:")),
        shown=tuple(as_id(one) for one in fields.get("shown", "").split()),
        audience=None if audience.written() == fields.get("audience") else audience,
    )


def _section(heading: str, *children: rx.Component, **attrs: Any) -> rx.Component:
    return rx.el.section(rx.el.h2(heading, class_name="text-lg font-semibold"), *children, **attrs)


def _person(one: Any) -> rx.Component:
    return checkbox("helper:" + one.value, one.label, field_id="helper-" + one.value, default_checked=one.chosen)


def _barrier(one: Any) -> rx.Component:
    """A box, and the words about it once it is ticked."""
    box = "barrier-" + one.kind
    words = "barrier-words-" + one.kind
    return rx.el.div(
        rx.el.input(
            type="checkbox",
            name="barrier:" + one.kind,
            value="yes",
            default_checked=one.chosen,
            key=key_of(one.chosen),
            class_name="choice-mark peer",
            custom_attrs={"id": box},
        ),
        rx.el.label(one.name, html_for=box, class_name="flex-1 py-2 -my-2 cursor-pointer"),
        rx.el.div(
            text_area(
                WORDS + one.kind,
                _("In your own words"),
                hint=_("(optional)"),
                field_id=words,
                default_value=one.words,
                error=field_error(words),
                max_length=LONGEST_BARRIER,
            ),
            class_name="hidden peer-checked:block basis-full ps-9",
        ),
        class_name="flex flex-wrap items-center gap-x-3 gap-y-2 min-h-11 py-2 max-w-reading",
        key=one.kind,
    )


def _days(view: Any) -> rx.Component:
    return rx.el.div(
        text_field(
            "by_when",
            _("By when"),
            hint=_("(optional)"),
            type="date",
            default_value=view.by_when,
            error=field_error("by_when"),
        ),
        text_field(
            "review_on",
            _("Look at it again on"),
            hint=_("(optional)"),
            help=_("Home reminds you on that day."),
            type="date",
            default_value=view.review_on,
            error=field_error("review_on"),
        ),
        class_name="grid gap-5 sm:grid-cols-2 max-w-reading",
    )


def _help(view: Any) -> rx.Component:
    return _section(
        _("Who helps"),
        rx.cond(
            view.persons.length() > 0,
            cards.disclosure(
                _("People at my school"),
                text.muted(_("Being named here shows them nothing. You let somebody in further down.")),
                rx.foreach(view.persons, _person),
            ),
            rx.fragment(),
        ),
        text_field(
            "helpers",
            _("Others"),
            hint=_("(optional)"),
            help=_("Such as “my uncle” or “the youth club”."),
            default_value=view.helpers,
            error=field_error("helpers"),
            max_length=LONGEST_HELPERS,
        ),
    )


def _obstacles(view: Any) -> rx.Component:
    return _section(
        _("What could get in the way"),
        text.muted(_("Tick what is true for you. Your goal then says who can help with it near you.")),
        text.muted(_("Only you see this, and whoever you let see the goal.")),
        rx.el.div(rx.foreach(view.barriers, _barrier), class_name="mt-1 flex flex-col"),
    )


def _outcome(view: Any) -> rx.Component:
    some = cards.disclosure(
        _("Choose evidence"),
        text.muted(_("Whoever sees the goal reads its title. To show the evidence itself, share that too.")),
        rx.el.ul(rx.foreach(view.evidence, evidence_box), class_name="list-none p-0 max-w-reading"),
    )
    return _section(
        _("How to know that it is done"),
        text_area(
            "outcome",
            _("In your own words"),
            hint=_("(optional)"),
            default_value=view.outcome,
            error=field_error("outcome"),
        ),
        rx.cond(view.evidence.length() > 0, some, rx.fragment()),
    )


@page("/goal-form", N_("Write a goal"), GoalFormState.load)
def goal_form() -> rx.Component:
    """The page."""
    view: Any = GoalFormState.view
    fields = form(
        rx.el.input(type="hidden", name="id", default_value=view.id),
        rx.el.input(type="hidden", name="request", default_value=view.request),
        rx.el.input(type="hidden", name="audience", default_value=view.audience),
        rx.el.input(type="hidden", name="version", default_value=view.version.to_string()),
        rx.el.input(type="hidden", name="begun", default_value=view.begun),
        rx.el.input(type="hidden", name="shown", default_value=view.shown),
        text_field(
            "title",
            _("What do you want?"),
            help=_("One line. Small is fine: “Ask at the bakery about a summer job”."),
            default_value=view.title,
            error=field_error("title"),
            max_length=LONGEST_TITLE,
            required=True,
        ),
        text_area("why", _("Why?"), hint=_("(optional)"), default_value=view.why, error=field_error("why")),
        _days(view),
        _section(
            _("Which skills is it about?"),
            cards.disclosure(
                _("Choose skills"),
                rx.el.div(rx.foreach(view.skills, skill_boxes), class_name="mt-2 grid gap-4 sm:grid-cols-2"),
            ),
        ),
        _help(view),
        _obstacles(view),
        _outcome(view),
        _section(_("Who can see this"), rx.el.div(audience_fields(view.who, view.nameable), class_name="mt-2")),
        draft_status(),
        form_buttons(
            button(_("Save"), type="submit", icon=icons.check, full=True),
            link_button(
                _("Back"),
                rx.cond(view.id != "", f"{address('/goal')}?id=" + view.id, address("/plan")),
                kind="quiet",
                full=True,
            ),
        ),
        on_submit=GoalFormState.save,
        custom_attrs=draft_attributes(view.draft, view.draft_version),
        key=view.request,
    )
    return framed(
        text.page_head(
            rx.cond(view.id != "", _("Change this goal"), _("Write a goal")),
            rx.cond(
                view.id != "",
                _("What you type is saved as a draft until you save it."),
                _("Only you see it until you choose somebody. The steps come when you have saved it."),
            ),
        ),
        problem_summary(_("One thing to check")),
        two_versions(
            GoalFormState,
            _("This goal was changed somewhere else while you were writing here, perhaps in another tab."),
        ),
        rx.cond(view.loaded, fields, waiting()),
        here="skills",
        audience="pupil",
    )
