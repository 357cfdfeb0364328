"""Tags: on a page about a thing of one's own, where they are put on and taken off, and as others read them."""

from typing import TYPE_CHECKING, Any

import reflex as rx

from portfolio_app.accounts.models import OWNERS
from portfolio_app.core.database import as_id
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import N_, _, spoken
from portfolio_app.esco.actions import add_tag, remove_tag, restore_tag
from portfolio_app.esco.searching import ADAPTED, ATTRIBUTION
from portfolio_app.esco.words import MOST_TYPED
from portfolio_app.pages.frame import address, field_error
from portfolio_app.sharing.models import Kind
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import small_button
from portfolio_app.ui.combobox import FIELD, combobox
from portfolio_app.web import skill_search
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.head import versioned
from portfolio_app.web.tab import hush, say

TAG = "tag:"
"""Begins what the notice can undo, when that is the taking off of a tag."""


class Tagging(rx.State, mixin=True):
    """What a page does with the tags of the thing it shows: its State says which that is (`_thing`) and loads its view
    anew (`_show`). Written before `OwnThing` among the bases, it undoes the taking off of a tag as well."""

    if TYPE_CHECKING:

        def _thing(self) -> tuple[Kind, str]: ...
        async def _show(self) -> None: ...

    async def _put_on(self, skill: str, request: str) -> None:
        kind, thing = self._thing()
        await add_tag(current_actor(), kind, as_id(thing), as_id(skill), as_id(request))
        await self._show()
        await say(self, N_("The tag is added."))

    async def _restore(self, what: str) -> None:
        if not what.startswith(TAG):
            raise NotFound()
        await restore_tag(current_actor(), as_id(what.removeprefix(TAG)))
        await hush(self)

    @needs(*OWNERS)
    async def choose_tag(self, form: dict[str, str | None]) -> None:
        """Put on what was chosen in the field."""
        await self._put_on(form.get("chosen") or "", form.get("request") or "")

    @needs(*OWNERS)
    async def put_on(self, skill: str, request: str) -> None:
        """Put on a skill out of a list."""
        await self._put_on(skill, request)

    @needs(*OWNERS)
    async def take_off(self, tag: str) -> None:
        """Take a tag off; the notice can bring it back."""
        await remove_tag(current_actor(), as_id(tag))
        await self._show()
        await say(self, N_("The tag is removed."), undo=TAG + tag)


def tag_name(tag: Any) -> rx.Component:
    """A skill's name, marked as what it is where it is in another language than the page."""
    language = rx.cond(tag.language != "", tag.language, spoken())
    return rx.el.span(tag.name, dir="auto", class_name="break-words min-w-0", custom_attrs={"lang": language})


def attribution(extract: Any = False) -> rx.Component:
    """Whose words these are: ESCO's licence asks for it wherever they are shown."""
    adapted = rx.cond(extract, rx.fragment(" ", _(ADAPTED)), rx.fragment())
    return text.muted(_(ATTRIBUTION), adapted, class_name="mt-2")


def read_tags(tags: Any) -> rx.Component:
    """The tags of a thing for whoever may read it; nothing where there are none."""
    shape = "inline-flex max-w-full rounded-full bg-sunken px-2.5 print:px-0 py-0.5 text-sm text-ink"
    listed = rx.foreach(tags, lambda tag: rx.el.li(tag_name(tag), class_name=shape, key=tag.id))
    section = rx.el.section(
        rx.el.h2(_("Tags"), class_name="text-lg font-semibold"),
        rx.el.ul(listed, class_name="mt-2 flex flex-wrap gap-2 list-none p-0"),
        attribution(),
    )
    return rx.cond(tags.length() > 0, section, rx.fragment())


def own_tags(tags: Any, state: Any) -> rx.Component:
    """The tags of a thing of one's own, each with the button that takes it off."""

    def line(tag: Any) -> rx.Component:
        return rx.el.li(
            tag_name(tag),
            small_button(_("Remove the tag") + ": " + tag.name, icons.close, on_click=state.take_off(tag.id)),
            class_name="inline-flex max-w-full items-center rounded-full border border-hairline bg-surface ps-3 "
            "print:ps-0 print:border-0 text-sm",
            key=tag.id,
        )

    listed = rx.el.ul(rx.foreach(tags, line), class_name="mt-2 flex flex-wrap gap-2 list-none p-0")
    return rx.cond(tags.length() > 0, listed, rx.fragment())


def tag_field(tagging: Any, state: Any, kind: Any, thing: Any, search: Any = "") -> rx.Component:
    """The field that finds skills to put on; `tagging` is a `TagsView`."""
    return combobox(
        address("/tagging"),
        rx.el.input(type="hidden", name=kind, default_value=thing),
        script=versioned("/combobox.js"),
        source=f"{skill_search.ADDRESS}?language={spoken()}",
        label=_("Look for a skill"),
        help=_("Such as “cook” or “repair bicycles”. Spelling mistakes do not matter."),
        options=_("Skills to choose"),
        unreachable=_("No connection right now. What you typed stays; it is looked up when the connection is back."),
        submit=_("Search"),
        on_choose=state.choose_tag,
        request=tagging.request,
        most=MOST_TYPED,
        error=field_error(FIELD),
        default_value=search,
    )


def tags_section(tagging: Any, state: Any, kind: Kind, thing: Any) -> rx.Component:
    """The part of a page about a thing of one's own that is about its tags. Where ESCO is not loaded, no field; where
    there are no tags either, nothing."""
    section = rx.el.section(
        text.section_heading(_("Tags")),
        text.muted(_("Skills that this has to do with, in words that are known all over Europe."), class_name="mt-1"),
        own_tags(tagging.tags, state),
        rx.cond(
            tagging.offered,
            rx.el.div(
                tag_field(tagging, state, kind.value, thing),
                rx.el.p(
                    text.link(_("Look for skills and what they mean"), f"{address('/tagging')}?{kind.value}=" + thing),
                    class_name="mt-2 not-printed",
                ),
                class_name="mt-3",
            ),
            rx.fragment(),
        ),
        attribution(tagging.extract),
        rx.el.p(text.link(_("Skills in what I have done"), address("/tags")), class_name="mt-2 not-printed"),
        id="tags",
    )
    return rx.cond(tagging.offered | (tagging.tags.length() > 0), section, rx.fragment())


def skill_card(*children: Any, **attrs: Any) -> rx.Component:
    """A skill in a list."""
    return rx.el.li(cards.card(*children, element=rx.el.article, class_name="unbroken"), **attrs)
