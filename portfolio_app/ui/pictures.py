"""Pictures of data, drawn as inline SVG and tables from what the server sends: the skills wheel, the heat grid, steps.

A picture never stands alone: the page shows the same content as a table or list beneath it.
"""

from typing import Any

import reflex as rx

from portfolio_app.ui.drawings import shape_of, theme_class, theme_mark
from portfolio_app.ui.kinds import Child, Text
from portfolio_app.ui.links import page_link
from portfolio_app.ui.wheel import (
    STEPS,
    WheelCapability,
    WheelSector,
    WheelTheme,
    WheelWedge,
    radius_of,
    wheel_geometry,
)

__all__ = [
    "WheelCapability",
    "WheelSector",
    "WheelTheme",
    "WheelWedge",
    "answer_mark",
    "dial_dots",
    "growth_line",
    "heat_key",
    "said_cell",
    "step_dots",
    "theme_mark",
    "wheel",
    "wheel_geometry",
    "wheel_key",
]


PLACES = 5
"""How many places a dial has."""


def _attrs(**attrs: Any) -> dict[str, Any]:
    return {"custom_attrs": attrs}


def _wedge(wedge: Any) -> rx.Component:
    return page_link(
        rx.el.svg.title(wedge.tooltip),
        rx.el.svg.path(d=wedge.cell, class_name="wheel-cell"),
        rx.cond(wedge.filled != "", rx.el.svg.path(d=wedge.filled, class_name="wheel-fill"), rx.fragment()),
        rx.cond(
            wedge.has_evidence,
            rx.el.svg.circle(r="4", class_name="wheel-evidence", **_attrs(cx=wedge.mark_x, cy=wedge.mark_y)),
            rx.fragment(),
        ),
        rx.cond(wedge.hatched != "", rx.el.svg.path(d=wedge.hatched, class_name="wheel-hatch"), rx.fragment()),
        rx.cond(
            wedge.voiced,
            rx.el.svg.circle(r="5", class_name="wheel-voice", **_attrs(cx=wedge.voice_x, cy=wedge.voice_y)),
            rx.fragment(),
        ),
        rx.el.svg.path(d=wedge.cell, class_name="wheel-edge"),
        rx.el.svg.text(wedge.label, x=0, y=216, class_name="wheel-caption", **_attrs(textAnchor="middle")),
        href=wedge.href,
        aria_label=wedge.tooltip,
    )


def _earlier(sector: Any) -> Child:
    return rx.cond(
        sector.earlier != "",
        rx.fragment(
            rx.el.svg.path(d=sector.earlier, class_name="wheel-halo"),
            rx.el.svg.path(d=sector.earlier, class_name="wheel-earlier"),
        ),
        rx.fragment(),
    )


def _sector(sector: Any) -> rx.Component:
    return rx.el.svg.g(
        rx.el.svg.path(
            d=shape_of(sector.theme),
            class_name="wheel-fill",
            **_attrs(transform=f"translate({sector.mark_x} {sector.mark_y})"),
        ),
        rx.el.svg.text(
            sector.label,
            class_name="wheel-name",
            **_attrs(x=sector.label_x, y=sector.label_y, textAnchor=sector.label_anchor),
        ),
        rx.foreach(sector.wedges, _wedge),
        class_name=theme_class(sector.theme),
    )


def wheel(
    sectors: rx.Var[Any], *, title: Text, description: Text, element_id: str = "wheel", earlier: bool = False
) -> rx.Component:
    """The skills picture: a sector a theme, a wedge a capability, a ring a step, a dot where there is evidence.

    `sectors` is a state var declared `list[WheelSector]` and filled with `list(wheel_geometry(…))`. Each wedge is a
    link, reached by keyboard clockwise, named by its tooltip; its label shows beneath while pointed at or focused.
    `earlier=True` draws, dashed, how it was at an earlier moment. `title` and `description` are for screen readers.
    """
    rings = [
        rx.el.svg.circle(cx=0, cy=0, r=f"{radius_of(step):g}", class_name="wheel-ring") for step in range(1, STEPS)
    ]
    before = [rx.foreach(sectors, _earlier)] if earlier else []
    return rx.el.svg(
        rx.el.svg.title(title, id=f"{element_id}-title"),
        rx.el.svg.desc(description, id=f"{element_id}-description"),
        rx.foreach(sectors, _sector),
        *rings,
        *before,
        view_box="-200 -200 400 424",
        role="group",
        aria_labelledby=f"{element_id}-title",
        aria_describedby=f"{element_id}-description",
        id=element_id,
        class_name="wheel",
    )


def growth_line(path: Any, moments: Any, wide: int, high: int, *, title: Text, description: Text) -> rx.Component:
    """A line through steps over time; `moments` with `x`, `y` and a `kind`: "own" on the line, "teacher" a ring, "host"
    a hatched square, "evidence" a tick at the foot."""

    def mark(one: Any) -> Child:
        return rx.match(
            one.kind,
            ("own", rx.el.svg.circle(r="4", class_name="wheel-fill", **_attrs(cx=one.x, cy=one.y))),
            ("teacher", rx.el.svg.circle(r="6", class_name="wheel-voice", **_attrs(cx=one.x, cy=one.y))),
            (
                "host",
                rx.el.svg.path(
                    d="M-6-6H6V6H-6zM-6 0L0-6M-6 6L6-6M0 6L6 0",
                    class_name="growth-host",
                    **_attrs(transform=f"translate({one.x} {one.y})"),
                ),
            ),
            rx.el.svg.path(d="M0 0v-8", class_name="growth-tick", **_attrs(transform=f"translate({one.x} {high})")),
        )

    return rx.el.svg(
        rx.el.svg.title(title),
        rx.el.svg.desc(description),
        rx.el.svg.polyline(points=path, class_name="growth-line"),
        rx.foreach(moments, mark),
        view_box=f"0 0 {wide} {high}",
        role="img",
        class_name="w-full h-auto border-b border-hairline",
    )


def wheel_key(
    *,
    step: Text,
    evidence: Text,
    earlier: Text | None = None,
    teacher: Text | None = None,
    host: Text | None = None,
) -> rx.Component:
    """What the marks of the wheel mean, in words: the rings, the dot, the dashed line; ring and hatch of others."""

    def entry(mark: rx.Component, words: Text) -> rx.Component:
        drawn = rx.el.svg(mark, view_box="0 0 24 16", **_attrs(width="24", height="16", **{"aria-hidden": "true"}))
        return rx.el.li(drawn, rx.el.span(words), class_name="flex items-center gap-2")

    entries = [
        entry(rx.el.svg.path(d="M1 13V9h5v4zM7 13V6h5v7zM13 13V3h5v10z", class_name="fill-muted"), step),
        entry(rx.el.svg.circle(cx=12, cy=8, r="4.5", class_name="fill-muted"), evidence),
    ]
    if earlier is not None:
        entries.append(entry(rx.el.svg.path(d="M1 8h22", class_name="wheel-earlier"), earlier))
    if teacher is not None:
        entries.append(entry(rx.el.svg.circle(cx=12, cy=8, r="5", class_name="wheel-voice"), teacher))
    if host is not None:
        entries.append(
            entry(rx.el.svg.path(d="M1 14L8 1M6 14L13 1M11 14L18 1M16 14L23 1", class_name="wheel-hatch"), host)
        )
    return rx.el.ul(*entries, class_name="flex flex-wrap justify-center gap-x-6 gap-y-1 text-sm text-muted")


def step_dots(step: int | rx.Var[int], said: Text) -> rx.Component:
    """A step as four squares, filled up to it, with the words beside them that say the same."""

    def dot(number: int) -> rx.Component:
        full, empty = "size-3 rounded-[3px] bg-theme", "size-3 rounded-[3px] border border-control"
        if isinstance(step, int):
            return rx.el.span(class_name=full if number <= step else empty)
        return rx.el.span(class_name=rx.cond(step.to(int) >= number, full, empty))

    return rx.el.span(
        rx.el.span(
            *(dot(number) for number in range(1, STEPS + 1)), class_name="inline-flex gap-0.5", aria_hidden="true"
        ),
        rx.el.span(said),
        class_name="inline-flex flex-wrap items-center gap-x-2",
    )


def dial_dots(position: rx.Var[int], said: Text, first: Text, second: Text) -> rx.Component:
    """A dial as five places between its two words, the one filled that was chosen, with the words that say the same.

    No end is better than the other, so nothing is filled up to it.
    """

    def dot(number: int) -> rx.Component:
        here, elsewhere = "size-3.5 rounded-full bg-theme", "size-2 rounded-full border border-control"
        return rx.el.span(class_name=rx.cond(position.to(int) == number, here, elsewhere))

    beside = "hidden sm:inline text-sm text-muted"  # a phone has no room for both; the words beneath name the nearer
    track = rx.el.span(
        *(dot(number) for number in range(1, PLACES + 1)), class_name="inline-flex items-center gap-1.5 shrink-0"
    )
    return rx.el.span(
        rx.el.span(
            rx.el.span(first, class_name=beside),
            track,
            rx.el.span(second, class_name=beside),
            class_name="inline-flex flex-wrap items-center gap-x-2",
            aria_hidden="true",
        ),
        rx.el.span(said),
        class_name="inline-flex flex-col items-start",
    )


def answer_mark(answer: Any) -> rx.Component:
    """Steps or a dial, as an answer with `step`, `step_words`, `dial`, `first` and `second` has it."""
    return rx.cond(
        answer.dial,
        dial_dots(answer.step, answer.step_words, answer.first, answer.second),
        step_dots(answer.step, answer.step_words),
    )


def said_cell(said: Text, class_name: Text = "", *, shown: Text | None = None, **attrs: Any) -> rx.Component:
    """A table cell that is read aloud as `said` and shows `shown`, a sign or a number; None: nothing but its tint, or
    with the class `dotted` a dot.

    One element and one text, for tables of hundreds: with an element for each of the two, and one of them placed out of
    sight, laying a class out took twice as long. What is shown costs a box as well; a dot is drawn into the ground.
    """
    kind = f"said {class_name}" if isinstance(class_name, str) else rx.Var.create("said ").to(str) + class_name.to(str)
    attributes = {} if shown is None else {"data-shown": shown}
    return rx.el.td(said, class_name=kind, custom_attrs=attributes, **attrs)


def heat_key(label: Text, least: Text, most: Text) -> rx.Component:
    """The scale of tints, from `least` ("none") to `most` ("all"), for beneath a heat grid."""
    return rx.el.p(
        rx.el.span(label),
        rx.el.span(least),
        *(rx.el.span(class_name=f"shade shade-{level} size-5", aria_hidden="true") for level in range(STEPS + 1)),
        rx.el.span(most),
        class_name="flex flex-wrap items-center gap-2 text-sm text-muted",
    )
