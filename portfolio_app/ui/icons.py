"""Small line drawings, 24 by 24, that stand beside words and never instead of them: hidden from screen readers.

Static inline SVG in the colour of the text around it; a page ships only the ones it uses.
"""

import reflex as rx

from portfolio_app.ui.kinds import joined

_TURNS = "rtl:-scale-x-100"


def _icon(*strokes: str, class_name: str = "") -> rx.Component:
    """Strokes in the form of SVG's path data, each from an "M": all are one element, since a long page has hundreds."""
    return rx.el.svg(
        rx.el.svg.path(d="".join(strokes)),
        view_box="0 0 24 24",
        custom_attrs={"width": "24", "height": "24", "aria-hidden": "true", "focusable": "false"},
        class_name=joined("icon", class_name),
    )


def home(class_name: str = "") -> rx.Component:
    """A house."""
    return _icon("M4 11 12 4l8 7", "M6 9.5V20h12V9.5", "M10 20v-5h4v5", class_name=class_name)


def skills(class_name: str = "") -> rx.Component:
    """A circle in four sectors."""
    return _icon(
        "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z",
        "M12 3.5v17M3.5 12h17",
        "M12 8a4 4 0 0 1 4 4",
        class_name=class_name,
    )


def portfolio(class_name: str = "") -> rx.Component:
    """An open folder."""
    return _icon("M3.5 19V6h6l2 2.5h7V11", "M3.5 19 6.5 11H21l-3 8z", class_name=class_name)


def person(class_name: str = "") -> rx.Component:
    """One person."""
    return _icon("M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8z", "M4.5 20.5c.6-4 3.7-6 7.5-6s6.9 2 7.5 6", class_name=class_name)


def people(class_name: str = "") -> rx.Component:
    """Two people."""
    return _icon(
        "M9 5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z",
        "M2.5 19.5c.5-3.5 3.2-5 6.5-5s6 1.5 6.5 5",
        "M15.5 5.3a3.4 3.4 0 0 1 0 6.4M18 15c2 .6 3.2 2.1 3.5 4.5",
        class_name=class_name,
    )


def school_class(class_name: str = "") -> rx.Component:
    """A board on a wall: a class."""
    return _icon("M3.5 4.5h17v11h-17z", "M7 8.5h6M7 11.5h9", "M9 15.5l-2 4.5M15 15.5l2 4.5", class_name=class_name)


def school(class_name: str = "") -> rx.Component:
    """A school building with a flag."""
    return _icon("M12 10V3.5h4.5V6H12", "M4 13l8-4 8 4v7.5H4z", "M10 20.5V16h4v4.5", class_name=class_name)


def plus(class_name: str = "") -> rx.Component:
    """Add something."""
    return _icon("M12 5v14M5 12h14", class_name=class_name)


def camera(class_name: str = "") -> rx.Component:
    """A camera: a photo."""
    return _icon(
        "M3.5 7.5h4l1.5-2.5h6l1.5 2.5h4v12h-17z",
        "M12 9.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z",
        class_name=class_name,
    )


def file(class_name: str = "") -> rx.Component:
    """A sheet with a folded corner: a file."""
    return _icon("M6 3.5h8l4 4v13H6z", "M14 3.5v4h4", "M9 12h6M9 15.5h6", class_name=class_name)


def link(class_name: str = "") -> rx.Component:
    """Two links of a chain: an address elsewhere."""
    return _icon(
        "M10 14l4-4",
        "M11.5 7l1.7-1.7a3.9 3.9 0 0 1 5.5 5.5L17 12.5",
        "M12.5 17l-1.7 1.7a3.9 3.9 0 0 1-5.5-5.5L7 11.5",
        class_name=class_name,
    )


def words(class_name: str = "") -> rx.Component:
    """Lines of writing: just words."""
    return _icon("M4 6h16M4 10h16M4 14h11M4 18h7", class_name=joined(_TURNS, class_name))


def lock(class_name: str = "") -> rx.Component:
    """A closed lock: only you."""
    return _icon("M5.5 10.5h13v10h-13z", "M8.5 10.5V7.5a3.5 3.5 0 0 1 7 0v3", "M12 14.5v2", class_name=class_name)


def eye(class_name: str = "") -> rx.Component:
    """An eye: who looked, or show what is hidden."""
    return _icon(
        "M2.5 12C5 7.7 8.2 5.5 12 5.5s7 2.2 9.5 6.5c-2.5 4.3-5.7 6.5-9.5 6.5S5 16.3 2.5 12z",
        "M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
        class_name=class_name,
    )


def undo(class_name: str = "") -> rx.Component:
    """An arrow that turns back."""
    return _icon("M8 5 4 9l4 4", "M4 9h10a5.5 5.5 0 0 1 0 11H8", class_name=joined(_TURNS, class_name))


def pencil(class_name: str = "") -> rx.Component:
    """A pencil: change something."""
    return _icon("M4 20l1-4.5L16 4.5l3.5 3.5L8.5 19z", "M13.5 7l3.5 3.5", class_name=class_name)


def trash(class_name: str = "") -> rx.Component:
    """A bin: delete."""
    return _icon("M4.5 7h15M9 7V4h6v3", "M6.5 7l1 13.5h9l1-13.5", "M10.3 11v5.5M13.7 11v5.5", class_name=class_name)


def up(class_name: str = "") -> rx.Component:
    """An arrow up: move earlier."""
    return _icon("M12 19.5v-15M6 10.5l6-6 6 6", class_name=class_name)


def down(class_name: str = "") -> rx.Component:
    """An arrow down: move later."""
    return _icon("M12 4.5v15M6 13.5l6 6 6-6", class_name=class_name)


def onward(class_name: str = "") -> rx.Component:
    """A small angle in reading direction: opens, next."""
    return _icon("M9.5 6l6 6-6 6", class_name=joined(_TURNS, class_name))


def back(class_name: str = "") -> rx.Component:
    """A small angle against reading direction: back, previous."""
    return _icon("M14.5 6l-6 6 6 6", class_name=joined(_TURNS, class_name))


def print_out(class_name: str = "") -> rx.Component:
    """A printer."""
    return _icon("M7 8.5v-5h10v5", "M7 17H3.5V8.5h17V17H17", "M7 13.5h10v7H7z", class_name=class_name)


def download(class_name: str = "") -> rx.Component:
    """An arrow into a tray."""
    return _icon("M12 4v11.5M7 11l5 5 5-5", "M4 16.5v4h16v-4", class_name=class_name)


def search(class_name: str = "") -> rx.Component:
    """A magnifying glass."""
    return _icon("M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13z", "M15.5 15.5l5 5", class_name=class_name)


def check(class_name: str = "") -> rx.Component:
    """A tick: done."""
    return _icon("M4.5 12.5l5 5 10-11", class_name=class_name)


def information(class_name: str = "") -> rx.Component:
    """An i in a circle: good to know."""
    return _icon("M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z", "M12 11v5.5M12 7.7v.1", class_name=class_name)


def warning(class_name: str = "") -> rx.Component:
    """A mark of attention in a triangle: something needs a look."""
    return _icon("M12 4 2.8 20h18.4z", "M12 10v4.5M12 17.2v.1", class_name=class_name)


def close(class_name: str = "") -> rx.Component:
    """A cross: put away."""
    return _icon("M6 6l12 12M18 6 6 18", class_name=class_name)


def sign_out(class_name: str = "") -> rx.Component:
    """An arrow out of a door."""
    return _icon("M13 4H5v16h8", "M10 12h10.5M16.5 8l4 4-4 4", class_name=joined(_TURNS, class_name))


def bell(class_name: str = "") -> rx.Component:
    """A bell: what one is told."""
    return _icon("M6 16.5v-5.5a6 6 0 0 1 12 0v5.5l1.5 1.5h-15z", "M10 20.5h4", class_name=class_name)


def talk(class_name: str = "") -> rx.Component:
    """A speech bubble."""
    return _icon("M4 4.5h16v11.5h-9L6.5 20v-4H4z", "M8 9h8M8 12h5", class_name=class_name)
