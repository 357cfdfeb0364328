"""The frame every page stands in: skip link, header, places, main, notices, footer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx

from portfolio_app.ui.buttons import Icon
from portfolio_app.ui.drawings import trail_mark
from portfolio_app.ui.kinds import Child, Text, Yes, joined
from portfolio_app.ui.links import page_link, plain_link

MAIN = "main"
"""The id of the main region: where "Skip to content" leads."""


@dataclass(frozen=True)
class FrameWords:
    """What the frame itself says, translated by the caller."""

    skip: str
    """"Skip to content"."""
    places: str
    """Names the navigation for screen readers: "Places"."""
    home: str
    """Names the link on the product's mark: "Polku, home"."""
    product: str = "Polku"


@dataclass(frozen=True)
class Place:
    """One place of the navigation. At most four may be shown at a time: that is what a phone's bar holds.

    `icon` is a function of `ui.icons`. `current` marks where the reader is. `shown`, when given, is a Var that decides
    at run time (a role); otherwise the place is always there.
    """

    label: Text
    href: Text
    icon: Icon
    current: Yes = False
    shown: rx.Var[bool] | None = None


def _place(place: Place) -> Child:
    here = place.current
    mark = ("page" if here else "false") if isinstance(here, bool) else rx.cond(here, "page", "false")
    item = rx.el.li(
        page_link(place.icon(""), rx.el.span(place.label), href=place.href, custom_attrs={"aria-current": mark})
    )
    return item if place.shown is None else rx.cond(place.shown, item, rx.fragment())


def _bar(
    words: FrameWords,
    home_href: Text,
    person: Text | None,
    person_href: Text | None,
    beside: rx.Component | None,
    languages: rx.Component | None,
    sign_out: rx.Component | None,
) -> rx.Component:
    name: list[Child] = []
    if person is not None:
        line = "truncate min-w-0 max-w-[8.5rem] sm:max-w-[18rem] text-sm sm:text-base text-end text-ink"
        shown = rx.el.span(person, dir="auto", class_name="truncate")
        if person_href is None:
            name = [rx.el.span(shown, class_name=line)]
        else:
            name = [
                page_link(
                    shown,
                    href=person_href,
                    class_name=joined(
                        line,
                        "inline-flex items-center min-h-11 min-w-11 justify-end underline "
                        "decoration-control underline-offset-4 hover:text-accent",
                    ),
                )
            ]
    return rx.el.div(
        page_link(
            trail_mark("size-7"),
            rx.el.span(words.product, class_name="text-xl font-semibold"),
            href=home_href,
            aria_label=words.home,
            class_name="flex items-center gap-2 min-h-11 text-ink",
        ),
        rx.el.div(
            *([] if languages is None else [languages]),
            *([] if beside is None else [beside]),
            *name,
            *([] if sign_out is None else [sign_out]),
            class_name="flex items-center justify-end gap-x-2 sm:gap-x-4 min-w-0",
        ),
        class_name=joined(
            "frame-bar flex items-center justify-between gap-x-4 px-4 rail:px-6 py-1",
            "border-b border-hairline bg-surface",
            "" if languages is None else "flex-wrap",
        ),
    )


def waiting() -> rx.Component:
    """What stands in the place of content that has not arrived: a screen of nothing, so that what follows the content
    is below the fold and jumps nowhere when the content comes."""
    return rx.el.div(class_name="min-h-dvh", aria_hidden="true")


def page_frame(
    *content: Child,
    words: FrameWords,
    home_href: Text,
    places: Sequence[Place] = (),
    person: Text | None = None,
    person_href: Text | None = None,
    beside: rx.Component | None = None,
    languages: rx.Component | None = None,
    sign_out: rx.Component | None = None,
    banner: Child | None = None,
    notice: Child | None = None,
    footer: Child | None = None,
    narrow: bool = False,
    **attrs: Any,
) -> rx.Component:
    """A whole page. `content` begins with `text.page_head`; its parts are spaced evenly beneath each other.

    `person` is who is signed in (a Var is fine: its place is kept); `person_href` leads to their account; `sign_out` is
    a `plain_form` with one quiet button; `languages` a switch; `beside` stands before the name (`counted_link`).
    `banner` (`cards.banner`) lies across the top. `notice`
    is a `cards.notice`, usually inside an `rx.cond`: it lies over the foot of the page, moves nothing, is read aloud
    and stays until dismissed. `footer` holds the contact person and "Need to talk?". Without `places` (sign-in, public
    pages) there is no navigation; `narrow` then centres one column of 30 rem.
    """
    frame: list[Child] = [plain_link(words.skip, href=f"#{MAIN}", class_name=_SKIP)]
    bar = _bar(words, home_href, person, person_href, beside, languages, sign_out)
    above = [] if banner is None else [rx.el.div(banner, class_name="not-printed")]
    frame.append(rx.el.header(*above, bar, class_name="frame-header"))
    if places:
        frame.append(
            rx.el.nav(
                rx.el.ul(*(_place(place) for place in places)), aria_label=words.places, class_name="frame-places"
            )
        )
    frame.append(
        rx.el.div(
            *([] if notice is None else [notice]),
            role="status",
            custom_attrs={"aria-live": "polite"},
            class_name="notices",
        )
    )
    frame.append(
        rx.el.main(*content, id=MAIN, tab_index=-1, class_name=joined("frame-main", "frame-narrow" if narrow else ""))
    )
    if footer is not None:
        frame.append(
            rx.el.footer(
                footer, class_name="frame-footer border-t border-hairline mx-4 rail:mx-10 pt-4 text-sm text-muted"
            )
        )
    return rx.el.div(*frame, class_name=joined("frame", "frame-with-places" if places else ""), **attrs)


_SKIP = (
    "skip-link sr-only focus:not-sr-only focus:fixed focus:z-40 focus:top-2 focus:start-2 focus:rounded-lg "
    "focus:border focus:border-control focus:bg-surface focus:px-4 focus:py-2 focus:font-semibold focus:text-accent"
)


def counted_link(icon: Icon, label: Text, count: Text, href: Text) -> rx.Component:
    """An icon in the bar that leads to a list, with how much in it is new ("" for nothing).

    `label` says both, for screen readers, and is shown as a tip."""
    mark = rx.el.span(
        count,
        class_name="absolute top-0.5 end-0 rounded-full bg-accent text-on-accent px-1.5 text-xs font-semibold "
        "leading-5 min-w-5 text-center",
    )
    return page_link(
        icon(""),
        rx.cond(count != "", mark, rx.fragment()),
        href=href,
        title=label,
        aria_label=label,
        class_name="not-printed relative inline-flex items-center justify-center size-11 shrink-0 rounded-lg "
        "text-muted hover:bg-sunken hover:text-ink",
    )


def footer_columns(*parts: Child) -> rx.Component:
    """The footer's parts beside each other on wide screens: who to turn to, "Need to talk?", links."""
    return rx.el.div(*(rx.el.div(part, class_name="min-w-0") for part in parts), class_name="grid gap-4 sm:grid-cols-3")
