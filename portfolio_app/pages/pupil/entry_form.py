"""Writing an entry: its kind, a title, when and where, questions to look back by, evidence and skills. Drafts save
themselves; nothing is lost when the connection drops, the tab reloads, or another tab kept the same entry first."""

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
from portfolio_app.pages.frame import address, framed, problem_summary
from portfolio_app.pages.pupil.entry_corner import corner_words
from portfolio_app.pages.pupil.entry_kinds import kind_and_when, looking_back
from portfolio_app.pages.pupil.entry_photo import photo_form, photo_part
from portfolio_app.pages.registry import page
from portfolio_app.pages.writing import evidence_box, skill_boxes, two_versions, version_typed
from portfolio_app.portfolio import actions, when
from portfolio_app.portfolio.actions import EntryForm
from portfolio_app.portfolio.entry_form import EntryFormView, day_in, dials_in, load_entry_form, with_photo
from portfolio_app.portfolio.models import EntryKind, Scaffold
from portfolio_app.ui import icons, text
from portfolio_app.ui.buttons import button, form, form_buttons, link_button
from portfolio_app.ui.fields import checkbox
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import say


class EntryFormState(rx.State):
    """The form, and what is kept aside when another tab was faster."""

    view: EntryFormView = EntryFormView()
    conflict: bool = False
    _mine: rx.Field[dict[str, str]] = rx.field(default_factory=dict)

    @needs(*OWNERS, loads=True)
    async def load(self) -> None:
        """Load the form of the address: an entry, or a new one, perhaps from an evidence."""
        query = self.router.url.query_parameters
        self.conflict, self._mine = False, {}
        self.view = await load_entry_form(current_actor(), query.get("id", ""), query.get("evidence", ""))

    @needs(*OWNERS)
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

    @needs(*OWNERS)
    async def keep_both(self) -> Any:
        """Keep what was typed here as an entry of its own, beside the one the other tab kept."""
        if not self._mine:
            raise NotFound()
        entry_id = await actions.make_entry(
            current_actor(), parsed(self._mine), UUID(self.view.request), instead_of=as_id(self._mine["id"])
        )
        return await self._done(entry_id)

    @needs(*OWNERS)
    async def take_other(self) -> Any:
        """Drop what was typed here and show what the other tab kept."""
        await actions.drop_entry_draft(current_actor(), as_id(self.view.id))
        return rx.redirect(f"{address('/entry')}?id={self.view.id}")

    @needs(*OWNERS)
    async def photo_kept(self, _sent: str) -> None:
        """Tick the photo that was just added. `_sent` is the id that its form has used up."""
        self.view = await with_photo(current_actor(), self.view)

    async def _done(self, entry_id: UUID) -> Any:
        self.conflict, self._mine = False, {}
        await say(self, N_("Saved in your portfolio."))
        return rx.redirect(f"{address('/entry')}?id={entry_id}")


def parsed(fields: dict[str, str]) -> EntryForm:
    """The form's fields as an entry's content. Raises `NotFound` for ids that are none, `Invalid` for such a day."""
    audience = chosen({**fields})
    began, ended = (when.typed(*day_in(fields, name), field=f"{name}_year") for name in ("from", "to"))
    return EntryForm(
        kind=fields.get("kind") or EntryKind.EXPERIENCE,
        title=fields.get("title", ""),
        began=began,
        ended=ended,
        ongoing=bool(fields.get("ongoing")),
        place=fields.get("place", ""),
        scaffold=fields.get("scaffold") or Scaffold.QUESTIONS,
        dials=dials_in(fields),
        corner=bool(fields.get("corner")),
        happened=fields.get("happened", ""),
        noticed=fields.get("noticed", ""),
        learned=fields.get("learned", ""),
        try_next=fields.get("try_next", ""),
        capabilities=tuple(ticked(fields, "skill:")),
        evidence=tuple(as_id(one) for one in ticked(fields, "evidence:")),
        shown=tuple(as_id(one) for one in fields.get("shown", "").split()),
        audience=None if audience.written() == fields.get("audience") else audience,
    )


def _audience(view: Any) -> rx.Component:
    """Who can see it: the private corner, which a new entry can begin in, or whoever is ticked."""
    corner = checkbox(
        "corner",
        _("Put it into my private corner"),
        help=_("Then nobody else can open it, and it cannot be shared."),
        default_checked=view.in_corner,
    )
    others = rx.el.div(
        audience_fields(view.who, view.nameable), class_name="mt-2 group-has-[input[name=corner]:checked]/kind:hidden"
    )
    return rx.el.section(
        rx.el.h2(_("Who can see this"), class_name="text-lg font-semibold"),
        rx.cond(
            view.id == "",
            rx.fragment(corner, others),
            rx.cond(view.in_corner, rx.el.p(corner_words()), others),
        ),
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
        *kind_and_when(view),
        *looking_back(view),
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
        _audience(view),
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
        class_name="group/kind flex flex-col gap-5",
        key=view.request,
    )
    return framed(
        text.page_head(
            rx.cond(view.id != "", _("Change this entry"), _("Write an entry")),
            rx.cond(
                view.in_corner & (view.id != ""),
                _("It is in your private corner. What you type is saved as a draft."),
                _("Only you see it until you choose somebody. What you type is saved as a draft."),
            ),
        ),
        problem_summary(_("One thing to check")),
        two_versions(
            EntryFormState,
            _("This entry was changed somewhere else while you were writing here, perhaps in another tab."),
        ),
        rx.cond(
            view.loaded, rx.fragment(photo_form(view, EntryFormState.photo_kept(view.photo_request)), fields), waiting()
        ),
        here="portfolio",
        audience="pupil",
    )
