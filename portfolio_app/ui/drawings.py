"""Marks and small drawings: the four theme shapes, the trail that is Polku's mark, and one for each empty screen."""

import reflex as rx

from portfolio_app.ui.kinds import Text, joined

_HIDDEN = {"aria-hidden": "true", "focusable": "false"}


CIRCLE = "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13z"
TRIANGLE = "M8 1.5 15 14.2H1z"
DIAMOND = "M8 .5 15.5 8 8 15.5.5 8z"
SQUARE = "M2 2h12v12H2z"
SHAPES = {"self": CIRCLE, "strengths": TRIANGLE, "horizons": DIAMOND, "networks": SQUARE}
"""The shape of a theme, as a path in a box of 16 by 16."""


def shape_of(code: Text) -> Text:
    """The path of a theme's shape; a code that has none is given the circle."""
    if isinstance(code, str):
        return SHAPES.get(code, CIRCLE)
    return rx.match(code, *SHAPES.items(), CIRCLE)  # pyright: ignore[reportReturnType, reportArgumentType, reportCallIssue]


def theme_class(code: Text) -> Text:
    """The class that gives what is inside a theme's colours: `text-theme`, `bg-theme`, `var(--theme-soft)`."""
    return f"theme-{code}" if isinstance(code, str) else rx.Var.create("theme-").to(str) + code.to(str)


def theme_mark(code: Text, class_name: str = "size-4") -> rx.Component:
    """A theme's shape in its colour: the same four everywhere. Beside words; hidden from screen readers."""
    return rx.el.span(
        rx.el.svg(
            rx.el.svg.path(d=shape_of(code)),
            view_box="0 0 16 16",
            custom_attrs=_HIDDEN | {"fill": "currentColor"},
            class_name=joined("block text-theme", class_name),
        ),
        class_name=theme_class(code),
    )


def trail_mark(class_name: str = "size-8") -> rx.Component:
    """Polku's mark: a path that winds past two way marks."""
    return rx.el.svg(
        rx.el.svg.path(
            d="M7 29c0-7 18-5 18-12S9 12 9 5",
            custom_attrs={"fill": "none", "stroke": "currentColor", "strokeWidth": "3", "strokeLinecap": "round"},
            class_name="text-ink",
        ),
        rx.el.svg.path(d="M20 3.5h6v6h-6z", class_name="fill-networks"),
        rx.el.svg.path(d="M9.5 15.5 13.5 22.5h-8z", class_name="fill-strengths"),
        rx.el.svg.path(d="M25.5 22.5a3.3 3.3 0 1 0 .01 0z", class_name="fill-self"),
        view_box="0 0 32 32",
        custom_attrs=_HIDDEN,
        class_name=joined("shrink-0", class_name),
    )


def line_drawing(path: Text, class_name: str) -> rx.Component:
    """A drawing of 24 by 24 whose one `path` is data. Beside words; hidden from screen readers."""
    return rx.el.svg(
        rx.el.svg.path(d=path),
        view_box="0 0 24 24",
        custom_attrs=_HIDDEN
        | {
            "fill": "none",
            "stroke": "currentColor",
            "strokeWidth": "1.5",
            "strokeLinecap": "round",
            "strokeLinejoin": "round",
        },
        class_name=class_name,
    )


def _drawing(*children: rx.Component) -> rx.Component:
    return rx.el.svg(
        *children,
        view_box="0 0 160 96",
        custom_attrs=_HIDDEN
        | {
            "width": "160",
            "height": "96",
            "fill": "none",
            "stroke": "currentColor",
            "strokeWidth": "2",
            "strokeLinecap": "round",
            "strokeLinejoin": "round",
        },
        class_name="text-muted",
    )


def _line(path: str, class_name: str = "") -> rx.Component:
    return rx.el.svg.path(d=path, class_name=class_name)


def path_drawing() -> rx.Component:
    """A trail that leads over hills to a way mark: nothing begun yet."""
    return _drawing(
        _line("M4 74c24-22 40-26 62-10 16-20 38-28 90-4"),
        _line("M34 92c4-12 44-10 44-20 0-8-22-8-22-16", "text-strengths"),
        _line("M112 58V26", "text-networks"),
        _line("M112 28h22l6 6-6 6h-22z", "text-networks fill-networks-soft"),
        _line("M20 30a9 9 0 1 0 .01 0z", "text-horizons"),
    )


def folder_drawing() -> rx.Component:
    """An empty folder with a sheet above it: nothing kept yet."""
    return _drawing(
        _line("M62 44V12h32l10 10v22", "text-horizons fill-surface"),
        _line("M94 12v10h10M72 28h18M72 36h24", "text-horizons"),
        _line("M44 84V38h14l6 6h50v10"),
        _line("M44 84l10-30h70l-10 30z", "fill-surface"),
    )


def bell_drawing() -> rx.Component:
    """A quiet bell over the trail."""
    return _drawing(
        _line("M8 84c22-8 40-2 60-6s46-8 84 2", "text-hairline"),
        _line("M62 62V44a18 18 0 0 1 36 0v18l6 6H56z"),
        _line("M74 74h12"),
    )


def people_drawing() -> rx.Component:
    """Three people beside each other: nobody here yet."""
    return _drawing(
        _line("M80 24a11 11 0 1 0 .01 0z", "text-self fill-surface"),
        _line("M56 84c1-20 10-30 24-30s23 10 24 30z", "text-self fill-surface"),
        _line("M42 34a8 8 0 1 0 .01 0zM26 80c0-14 6-22 16-22 5 0 9 2 11 5"),
        _line("M118 34a8 8 0 1 0 .01 0zM134 80c0-14-6-22-16-22-5 0-9 2-11 5"),
    )
