"""The map of workplaces as inline SVG, with the same as a list beneath. Each place leads to what is found there."""

from typing import Any

import reflex as rx

from portfolio_app.core.languages import _
from portfolio_app.ui import cards, text
from portfolio_app.ui.links import page_link


def _attrs(**attrs: Any) -> dict[str, Any]:
    return {"custom_attrs": attrs}


def _ring(picture: Any, one: Any) -> rx.Component:
    said = rx.el.svg.text(one.label, class_name="map-km", **_attrs(x=one.label_x, y=one.label_y))
    return rx.el.svg.g(
        rx.el.svg.circle(class_name="map-ring", **_attrs(cx=picture.x, cy=picture.y, r=one.r)),
        rx.cond(one.label_x > 0, said, rx.fragment()),
    )


def _dot(one: Any) -> rx.Component:
    name = {"x": one.label_x, "y": one.label_y}
    label = rx.cond(
        one.before,
        rx.el.svg.text(one.label, **_attrs(**name, textAnchor="end")),
        rx.el.svg.text(one.label, **_attrs(**name)),
    )
    return page_link(
        rx.el.svg.circle(**_attrs(cx=one.x, cy=one.y, r=one.r)),
        rx.cond(one.label != "", label, rx.fragment()),
        href=one.href,
        aria_label=one.said,
        class_name=rx.cond(one.chosen, "map-chosen", ""),
    )


def _here(here: Any, picture: Any) -> rx.Component:
    return rx.el.svg.g(
        rx.el.svg.path(
            d="M0-7L6 5H-6z", class_name="map-here", **_attrs(transform=f"translate({picture.x} {picture.y})")
        ),
        rx.el.svg.text(here, class_name="map-name", **_attrs(x=picture.here_x, y=picture.here_y)),
    )


def the_map(view: Any) -> rx.Component:
    """The picture and its list, of a `MapView`."""
    picture = view.picture
    svg = rx.el.svg(
        rx.el.svg.title(view.title, id="map-title"),
        rx.el.svg.desc(view.description, id="map-description"),
        rx.foreach(picture.rings, lambda one: _ring(picture, one)),
        rx.foreach(picture.dots, _dot),
        rx.cond(picture.here, _here(view.here, picture), rx.fragment()),
        view_box=view.view_box,
        role="group",
        aria_labelledby="map-title",
        aria_describedby="map-description",
        id="map",
        class_name="map",
    )

    def line(one: Any) -> rx.Component:
        return rx.el.li(
            text.link(one.name, one.href, dir="auto"),
            rx.el.span(" · ", one.detail, class_name="text-muted"),
            key=one.name,
        )

    listed = rx.el.ul(rx.foreach(view.towns, line), class_name="list-none p-0 flex flex-col gap-1 sm:columns-2")
    section = rx.el.section(
        text.section_heading(_("On the map")),
        svg,
        rx.cond(view.left_out != "", text.muted(view.left_out), rx.fragment()),
        cards.disclosure(_("The same as a list"), listed),
        class_name="flex flex-col gap-2",
    )
    return rx.cond(view.shown, section, rx.fragment())
