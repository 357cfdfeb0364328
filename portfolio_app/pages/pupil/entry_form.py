"""Writing an entry: a title, four questions, the evidence and the skills. Drafts save themselves; nothing is lost when
the connection drops, the tab reloads, or another tab kept the same entry first."""

from typing import Any
from uuid import UUID

import reflex as rx

from portfolio_app.accounts.models import Role
from portfolio_app.core.database import as_id
from portfolio_app.core.drafts import MOST_FIELDS, ticked
from portfolio_app.core.errors import Conflict, Invalid, NotFound
from portfolio_app.core.languages import N_, _
from portfolio_app.pages.audience import audience_fields, chosen
from portfolio_app.pages.drafting import draft_attributes, draft_status
from portfolio_app.pages.frame import address, field_error, framed, problem_summary
from portfolio_app.pages.pupil.entry_photo import photo_form, photo_part
from portfolio_app.pages.registry import page
from portfolio_app.pages.writing import evidence_box, skill_boxes, two_versions, version_typed
from portfolio_app.portfolio import actions
from portfolio_app.portfolio.actions import EntryForm
from portfolio_app.portfolio.entry_form import EntryFormView, load_entry_form, with_photo
from portfolio_app.ui import icons, text
from portfolio_app.ui.buttons import button, form, form_buttons, link_button
from portfolio_app.ui.fields import text_area, text_field
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import say


class EntryFormState(rx.State):
    """The form, and what is kept aside when another tab was faster."""

    view: EntryFormView = EntryFormView()
    conflict: bool = False
    _mine: rx.Field[dict[str, str]] = rx.field(default_factory=dict)

    @needs(Role.PUPIL, loads=True)
    async def load(self) -> None:
        """Load the form of the address: an entry, or a new one, perhaps from an evidence."""
        query = self.router.url.query_parameters
        self.conflict, self._mine = False, {}
        self.view = await load_entry_form(current_actor(), query.get("id", ""), query.get("evidence", ""))

    @needs(Role.PUPIL)
    async def save(self, form: dict[str, str | None]) -> Any:
        """Keep the entry, then show it. When another tab kept it meanwhile, ask which to have."""
        if len(form) > MOST_FIELDS:
            raise Invalid()
        fields = {name: value or "" for name, value in form.items()}
        try:
            if fields.get("id"):
                entry_id = as_id(fields["id"])
                await actions.change_entry(
                    current_actor(), entry_id, parsed(fields), version_typed(fields.get("version"))
                )
            else:
                begun_from = as_id(fields["begun_from"]) if fields.get("begun_from") else None
                entry_id = await actions.make_entry(
                    current_actor(), parsed(fields), as_id(fields.get("request", "")), begun_from=begun_from
                )
        except Conflict:
            self.conflict, self._mine = True, fields
            return None
        return await self._done(entry_id)

    @needs(Role.PUPIL)
    async def keep_both(self) -> Any:
        """Keep what was typed here as an entry of its own, beside the one the other tab kept."""
        if not self._mine:
            raise NotFound()
        entry_id = await actions.make_entry(
            current_actor(), parsed(self._mine), UUID(self.view.request), instead_of=as_id(self._mine["id"])
        )
        return await self._done(entry_id)

    @needs(Role.PUPIL)
    async def take_other(self) -> Any:
        """Drop what was typed here and show what the other tab kept."""
        await actions.drop_entry_draft(current_actor(), as_id(self.view.id))
        return rx.redirect(f"{address('/entry')}?id={self.view.id}")

    @needs(Role.PUPIL)
    async def photo_kept(self) -> None:
        """Tick the photo that was just added."""
        self.view = await with_photo(current_actor(), self.view)

    async def _done(self, entry_id: UUID) -> Any:
        self.conflict, self._mine = False, {}
        await say(self, N_("Saved in your portfolio."))
        return rx.redirect(f"{address('/entry')}?id={entry_id}")


def parsed(fields: dict[str, str]) -> EntryForm:
    """The form's fields as an entry's content. Raises `NotFound` for ids that are none, `Invalid` for such a day."""
    audience = chosen({**fields})
    return EntryForm(
        title=fields.get("title", ""),
        happened=fields.get("happened", ""),
        noticed=fields.get("noticed", ""),
        learned=fields.get("learned", ""),
        try_next=fields.get("try_next", ""),
        capabilities=tuple(ticked(fields, "skill:")),
        evidence=tuple(as_id(one) for one in ticked(fields, "evidence:")),
        shown=tuple(as_id(one) for one in fields.get("shown", "").split()),
        audience=None if audience.written() == fields.get("audience") else audience,
    )


@page("/entry-form", N_("Write an entry"), EntryFormState.load)
def entry_form() -> rx.Component:
    """The page."""
    view: Any = EntryFormState.view
    fields = form(
        rx.el.input(type="hidden", name="id", default_value=view.id),
        rx.el.input(type="hidden", name="request", default_value=view.request),
        rx.el.input(type="hidden", name="audience", default_value=view.audience),
        rx.el.input(type="hidden", name="version", default_value=view.version.to_string()),
        rx.el.input(type="hidden", name="begun_from", default_value=view.begun_from),
        rx.el.input(type="hidden", name="shown", default_value=view.shown),
        text_field(
            "title", _("Title"), default_value=view.title, error=field_error("title"), max_length=160, required=True
        ),
        text_area(
            "happened",
            _("What happened?"),
            help=_("Who, where, when. Two sentences are enough."),
            default_value=view.happened,
            error=field_error("happened"),
        ),
        text_area(
            "noticed",
            _("What did you notice?"),
            help=_("About yourself, about others, about the work."),
            default_value=view.noticed,
            error=field_error("noticed"),
        ),
        text_area("learned", _("What did you learn?"), default_value=view.learned, error=field_error("learned")),
        text_area("try_next", _("What will you try next?"), default_value=view.try_next, error=field_error("try_next")),
        rx.el.section(
            rx.el.h2(_("Photos and other evidence"), class_name="text-lg font-semibold"),
            rx.cond(
                view.evidence.length() > 0,
                rx.el.ul(rx.foreach(view.evidence, evidence_box), class_name="list-none p-0 max-w-reading"),
                text.muted(_("Nothing here yet. Add a photo here, or other evidence under one of your skills.")),
            ),
            photo_part(view),
        ),
        rx.el.section(
            rx.el.h2(_("Which skills does it show?"), class_name="text-lg font-semibold"),
            rx.el.div(rx.foreach(view.skills, skill_boxes), class_name="mt-2 grid gap-4 sm:grid-cols-2"),
        ),
        rx.el.section(
            rx.el.h2(_("Who can see this"), class_name="text-lg font-semibold"),
            rx.el.div(audience_fields(view.who, view.nameable), class_name="mt-2"),
        ),
        draft_status(),
        form_buttons(
            button(_("Save"), type="submit", icon=icons.check, full=True),
            link_button(
                _("Back"),
                rx.cond(view.id != "", f"{address('/entry')}?id=" + view.id, address("/portfolio")),
                kind="quiet",
                full=True,
            ),
        ),
        on_submit=EntryFormState.save,
        custom_attrs=draft_attributes(view.draft, view.draft_version),
        key=view.request,
    )
    return framed(
        text.page_head(
            rx.cond(view.id != "", _("Change this entry"), _("Write an entry")),
            _("Only you see it until you choose somebody. What you type is saved as a draft."),
        ),
        problem_summary(_("One thing to check")),
        two_versions(
            EntryFormState,
            _("This entry was changed somewhere else while you were writing here, perhaps in another tab."),
        ),
        rx.cond(view.loaded, rx.fragment(photo_form(view, EntryFormState.photo_kept), fields), waiting()),
        here="portfolio",
        audience="pupil",
    )
