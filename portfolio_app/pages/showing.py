"""A link to a thing of one's own: its address to copy, what it shows, how often it was opened, and the form for it; the
same part on every page about a thing that can be shown by one."""

from datetime import date
from typing import TYPE_CHECKING, Any

import reflex as rx

from portfolio_app.accounts.models import OWNERS
from portfolio_app.core.database import as_id
from portfolio_app.core.errors import Invalid
from portfolio_app.core.languages import N_, NAMES, _, languages
from portfolio_app.pages.audience import OwnThing
from portfolio_app.pages.frame import field_error
from portfolio_app.sharing import links
from portfolio_app.sharing.links import LONGEST_CODE, LinkForm
from portfolio_app.sharing.models import Kind, ShownName
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import button, form, link_button
from portfolio_app.ui.fields import Choice, checkbox, radio_cards, select_field, text_field
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import say


class LinkedThing(rx.State, mixin=True):
    """What a page about a thing of the reader's own does with the link to it; its `_show` calls `_look_around`."""

    here: str = ""
    """Where this instance is reached: links begin with it."""

    def _thing(self) -> tuple[Kind, str]:
        raise NotImplementedError

    async def _show(self) -> None:
        raise NotImplementedError

    def _look_around(self) -> None:
        self.here = self.router.url.origin

    @needs(*OWNERS)
    async def make_link(self, form: dict[str, str | None]) -> None:
        """Make a link to the thing."""
        request = as_id(form.get("request") or "")
        await links.make_link(current_actor(), *self._thing(), link_typed(form), request)
        await self._show()
        await say(self, N_("Your link is ready. Whoever has it can see this, so give it to those you choose."))

    @needs(*OWNERS)
    async def change_link(self, form: dict[str, str | None]) -> None:
        """Change what the link shows, and until when."""
        await links.change_link(current_actor(), as_id(form.get("link") or ""), link_typed(form))
        await self._show()
        await say(self, N_("Saved."))

    @needs(*OWNERS)
    async def end_link(self, link: str) -> None:
        """Make the link stop working."""
        await links.end_link(current_actor(), as_id(link))
        await self._show()
        await say(self, N_("The link does not work any more."))


class ShownThing(OwnThing, LinkedThing, rx.State, mixin=True):
    """What a page does about a thing that can be shared with people, and be shown by a link, too."""

    if TYPE_CHECKING:
        view: Any  # with `link`, the thing's `OwnLink`


def link_typed(form: dict[str, str | None]) -> LinkForm:
    """What was chosen in the form. Raises `Invalid` for a day or a name that is none."""
    try:
        until = date.fromisoformat(day) if (day := form.get("link_until")) else None
        name = ShownName(form.get("shown_name") or ShownName.NONE)
    except ValueError as problem:
        raise Invalid(field="link_until") from problem
    return LinkForm(
        until=until,
        code=form.get("code") or "",
        no_code=bool(form.get("no_code")),
        name=name,
        files=bool(form.get("shows_files")),
        contact=bool(form.get("shows_contact")),
        language=form.get("link_language") or "",
    )


def _what(link: Any, kind: Kind) -> list[rx.Component]:
    """What of a thing of that kind the link shows."""
    if kind is Kind.CREDENTIAL:
        return [text.muted(_("It shows what the credential says, with the name that stands on it, and its files."))]
    names = [
        Choice(ShownName.NONE.value, _("No name")),
        Choice(ShownName.FIRST.value, _("My first name")),
        Choice(ShownName.FULL.value, _("My whole name")),
    ]
    shown = [radio_cards("shown_name", _("Which name does it show?"), names, default_value=link.name)]
    if kind in links.WITH_FILES:
        return [*shown, checkbox("shows_files", _("Show the photos and files, too"), default_checked=link.files)]
    return [*shown, checkbox("shows_contact", _("Show my contact lines, too"), default_checked=link.contact)]


def _fields(link: Any, kind: Kind) -> list[rx.Component]:
    return [
        text_field(
            "link_until",
            _("Until"),
            help=_("The last day it works. A year at most."),
            type="date",
            default_value=link.until,
            error=field_error("link_until"),
            width="max-w-56",
            custom_attrs={"max": link.latest},
        ),
        *_what(link, kind),
        select_field(
            "link_language",
            _("Language of the page"),
            [Choice(one, NAMES[one]) for one in languages()],
            help=_("Of its headings. What you wrote stays as you wrote it."),
            default_value=link.language,
        ),
        text_field(
            "code",
            rx.cond(link.code, _("Another code word"), _("Code word")),
            hint=_("(optional)"),
            help=rx.cond(
                link.code,
                _("Leave it empty, and the one there is stays."),
                _("Whoever opens the link must know it. Tell it to them in another way than the link."),
            ),
            error=field_error("code"),
            max_length=LONGEST_CODE,
            auto_complete="off",
        ),
        rx.cond(link.code, checkbox("no_code", _("No code word from now on")), rx.fragment()),
    ]


def _make(link: Any, state: type[LinkedThing], kind: Kind) -> rx.Component:
    return form(
        rx.el.input(type="hidden", name="request", default_value=link.request),
        *_fields(link, kind),
        rx.el.div(button(_("Make the link"), type="submit", kind="secondary", icon=icons.link)),
        on_submit=state.make_link,
        key=link.request,
    )


def _change(link: Any, state: type[LinkedThing], kind: Kind) -> rx.Component:
    return form(
        rx.el.input(type="hidden", name="link", default_value=link.id),
        rx.el.input(type="hidden", name="request", default_value=link.request),
        *_fields(link, kind),
        rx.el.div(button(_("Save"), type="submit", kind="secondary")),
        on_submit=state.change_link,
        key=link.request,
    )


def _there(link: Any, state: type[LinkedThing], kind: Kind) -> rx.Component:
    address = rx.el.p(
        state.here, link.path, id="link-address", dir="ltr", class_name="mt-1 font-semibold select-all break-all"
    )
    lost = text.muted(
        _("Its address cannot be shown any more. It still works for whoever has it. Or end it, and make a new one.")
    )
    looks = cards.disclosure(
        _("On which days?"),
        text.muted(_("Only days and numbers are kept: not who it was, nor where. Your own looks count, too.")),
        rx.el.ul(rx.foreach(link.days, rx.el.li), class_name="mt-2 list-disc ps-6 space-y-1"),
    )
    return text.stack(
        cards.card(
            text.small_heading(_("Your link")),
            rx.cond(link.path != "", address, lost),
            text.muted(link.said, class_name="mt-2"),
            text.muted(
                link.opened, " ", rx.cond(link.code, _("It asks for the code word."), _("It asks for no code word."))
            ),
            rx.el.div(
                link_button(
                    _("See what they see"),
                    link.preview_href,
                    kind="secondary",
                    icon=icons.eye,
                    document=True,
                    target="_blank",
                ),
                button(_("End this link"), kind="danger", icon=icons.close, on_click=state.end_link(link.id)),
                class_name="mt-3 flex flex-wrap gap-3",
            ),
        ),
        rx.cond(link.days.length() > 0, looks, rx.fragment()),
        cards.disclosure(_("Change this link"), _change(link, state, kind), key=link.request),
        gap="gap-2",
    )


def link_section(link: Any, state: type[LinkedThing], kind: Kind) -> rx.Component:
    """The link to the thing of that kind, or the form that makes one; `link` is an `OwnLink`."""
    kept = text.muted(_("They can download it as a PDF, too, and keep that when the link has ended."))
    taken = text.muted(_("They can download its files, too, and keep those when the link has ended."))
    keeping = {Kind.COLLECTION: kept, Kind.CV: kept, Kind.CREDENTIAL: taken}
    new = rx.fragment(
        text.muted(
            _(
                "For somebody without an account here: an employer, somebody at home. Whoever has the link can see "
                "this and pass the link on. You can end it at any time."
            )
        ),
        keeping.get(kind, rx.fragment()),
        cards.disclosure(_("Make a link"), _make(link, state, kind)),
    )
    return rx.el.section(
        rx.el.h2(_("A link to show it"), class_name="text-lg font-semibold"),
        rx.el.div(
            rx.cond(
                link.id != "",
                _there(link, state, kind),
                rx.cond(link.obstacle != "", text.muted(link.obstacle), new),
            ),
            class_name="mt-2",
        ),
        id="link",
        class_name="not-printed",
    )
