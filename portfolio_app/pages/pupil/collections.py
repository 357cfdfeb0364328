"""My collections: the list, and the form that makes a new one."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import OWNERS
from portfolio_app.core.database import as_id
from portfolio_app.core.languages import N_, _
from portfolio_app.core.paging import page_number
from portfolio_app.pages.drafting import draft_attributes, draft_status
from portfolio_app.pages.finding import nothing_found, pages_of, search_form
from portfolio_app.pages.frame import address, field_error, framed, problem_summary
from portfolio_app.pages.registry import page
from portfolio_app.portfolio.collections import actions, queries
from portfolio_app.portfolio.collections.actions import LONGEST_ABOUT, LONGEST_TITLE, CollectionForm
from portfolio_app.portfolio.collections.queries import CollectionsView
from portfolio_app.ui import cards, drawings, icons, text
from portfolio_app.ui.buttons import button, form, form_buttons
from portfolio_app.ui.fields import text_area, text_field
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import say


class CollectionsState(rx.State):
    """A page of the list."""

    view: CollectionsView = CollectionsView()

    async def _show(self) -> None:
        query = self.router.url.query_parameters
        number = page_number(query.get("page", ""))
        self.view = await queries.load_collections(current_actor(), number, query.get("search", ""))

    @needs(*OWNERS, loads=True)
    async def load(self) -> None:
        """Load the list."""
        await self._show()

    @needs(*OWNERS)
    async def make(self, form: dict[str, str | None]) -> Any:
        """Make a collection, and go on to what is to be in it."""
        request = as_id(form.get("request") or "")
        made = await actions.make_collection(current_actor(), collection_typed(form), request)
        await say(self, N_("Your collection is made. Now choose what is in it."))
        return rx.redirect(f"{address('/collection')}?id={made}")

    @needs(*OWNERS)
    async def undo(self, collection: str) -> None:
        """Bring back what the notice speaks of."""
        await actions.restore_collection(current_actor(), as_id(collection))
        await say(self, N_("It is back where it was."))
        await self._show()


def collection_typed(form: dict[str, str | None]) -> CollectionForm:
    """What was written in `collection_fields`."""
    return CollectionForm(form.get("title") or "", form.get("about") or "")


def collection_fields(title: Any, about: Any) -> list[rx.Component]:
    """The fields of a collection's form: a title and a few lines."""
    return [
        text_field(
            "title",
            _("Title"),
            help=_("For example: For my application. Or: Sports."),
            default_value=title,
            error=field_error("title"),
            max_length=LONGEST_TITLE,
            required=True,
        ),
        text_area(
            "about",
            _("A few lines about it"),
            hint=_("(optional)"),
            help=_("What is in it, and why? Whoever you show it to reads this first."),
            default_value=about,
            error=field_error("about"),
            max_length=LONGEST_ABOUT,
        ),
        draft_status(),
    ]


def _make(view: Any) -> rx.Component:
    return form(
        rx.el.input(type="hidden", name="request", default_value=view.request),
        *collection_fields(view.title, view.about),
        form_buttons(button(_("Make the collection"), type="submit", icon=icons.plus, full=True)),
        on_submit=CollectionsState.make,
        key=view.request,
        custom_attrs=draft_attributes(view.draft, view.draft_version.to_string()),
    )


def _line(one: Any) -> rx.Component:
    badge = cards.audience_badge(
        one.audience,
        icon=lambda size: rx.cond(one.private, icons.lock(size), icons.people(size)),
        href=one.href + "#audience",
        label=_("Change who can see this"),
    )
    return cards.list_row(one.title, href=one.href, detail=one.detail, trailing=badge, key=one.id)


@page("/collections", N_("My collections"), CollectionsState.load)
def collections() -> rx.Component:
    """The page."""
    view: Any = CollectionsState.view
    listed = text.stack(
        rx.cond(view.findable, search_form(address("/collections"), view), rx.fragment()),
        rx.cond(view.listed.length() > 0, cards.row_list(rx.foreach(view.listed, _line)), nothing_found()),
        pages_of(_("Pages of collections"), view.paging),
    )
    empty = cards.empty_state(
        drawings.folder_drawing(),
        _("No collections yet"),
        _("Put together some of your entries for one purpose. They stay in your portfolio, too."),
    )
    new = rx.el.section(
        text.section_heading(_("New collection")),
        rx.el.div(_make(view), class_name="mt-3"),
        class_name="not-printed",
        id="new",
    )
    return framed(
        text.page_head(
            _("My collections"), _("The same entries, chosen and ordered for one purpose: an application, a sport.")
        ),
        problem_summary(_("One thing to check")),
        rx.cond(view.loaded, text.stack(rx.cond(view.count > 0, listed, empty), new, gap="gap-8"), waiting()),
        text.paragraph(
            text.link(_("Back to my portfolio"), address("/portfolio")),
            " · ",
            text.link(_("Recently deleted"), address("/deleted")),
            class_name="not-printed",
        ),
        here="portfolio",
        audience="pupil",
        undo=CollectionsState.undo,
    )
