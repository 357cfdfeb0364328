"""Looking for a skill to tag a thing with, as a page: what the field leads to when it is sent as a form."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import OWNERS
from portfolio_app.core.database import as_id
from portfolio_app.core.languages import N_, _, spoken
from portfolio_app.esco.offering import TaggingView, load_tagging
from portfolio_app.pages.frame import framed, problem_summary
from portfolio_app.pages.registry import page
from portfolio_app.pages.tagging import Tagging, attribution, own_tags, skill_card, tag_field, tag_name
from portfolio_app.sharing.models import Kind
from portfolio_app.ui import icons, text
from portfolio_app.ui.buttons import button
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs


class TaggingState(Tagging, rx.State):
    """The thing of the address, and what was found for the words in it."""

    view: TaggingView = TaggingView()

    def _thing(self) -> tuple[Kind, str]:
        query = self.router.url.query_parameters
        kind = Kind.ENTRY if query.get("entry") else Kind.EVIDENCE
        return kind, query.get(kind.value, "")

    async def _show(self) -> None:
        kind, thing = self._thing()
        search = self.router.url.query_parameters.get("search", "")
        self.view = await load_tagging(current_actor(), kind, as_id(thing), search)

    @needs(*OWNERS, loads=True)
    async def load(self) -> None:
        """Load what was found."""
        await self._show()

    @needs(*OWNERS)
    async def undo(self, what: str) -> None:
        """Bring back the tag that the notice speaks of."""
        await self._restore(what)
        await self._show()


def _found(one: Any) -> rx.Component:
    view: Any = TaggingState.view
    put_on = button(
        _("Add"),
        kind="secondary",
        icon=icons.plus,
        on_click=TaggingState.put_on(one.id, view.tagging.request),
        aria_label=_("Add") + ": " + one.name,
    )
    language = {"lang": rx.cond(one.language != "", one.language, spoken())}
    return skill_card(
        rx.el.h3(tag_name(one), class_name="text-lg font-semibold break-words"),
        text.muted(one.detail, class_name="empty:hidden"),
        text.paragraph(one.description, class_name="mt-1 break-words empty:hidden", custom_attrs=language),
        rx.el.div(
            rx.cond(one.tag != "", rx.el.p(icons.check("inline-block size-5 me-1"), _("Added")), put_on),
            class_name="mt-3",
        ),
        key=one.id,
    )


@page("/tagging", N_("Add a tag"), TaggingState.load)
def tagging() -> rx.Component:
    """The page."""
    view: Any = TaggingState.view
    field = tag_field(view.tagging, TaggingState, view.kind, view.thing, view.search)
    none = text.paragraph(_("There is no list of skills here to choose from."))
    return framed(
        text.page_head(_("Add a tag"), view.title),
        problem_summary(_("One thing to check")),
        rx.cond(
            view.loaded,
            text.stack(
                rx.el.section(text.section_heading(_("Tags")), own_tags(view.tagging.tags, TaggingState)),
                rx.cond(view.tagging.offered, field, none),
                rx.cond(
                    view.search != "",
                    rx.el.section(
                        text.section_heading(_("Found")),
                        text.muted(view.said, role="status"),
                        rx.el.ul(
                            rx.foreach(view.found, _found),
                            class_name="mt-3 flex flex-col gap-4 list-none p-0 empty:hidden",
                        ),
                    ),
                    rx.fragment(),
                ),
                attribution(view.tagging.extract),
                text.paragraph(text.link(_("Back to it"), view.href)),
                gap="gap-6",
            ),
            waiting(),
        ),
        here="skills",
        audience="pupil",
        undo=TaggingState.undo,
    )
