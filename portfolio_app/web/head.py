"""What stands in the head of every page. Addresses carry a hash of the content, so that browsers keep it for ever."""

import hashlib
from pathlib import Path

import reflex as rx

CLIENT_SCRIPT = "/polku.js"
ASSETS = Path(__file__).parent.parent.parent / "assets"


def head_parts() -> list[rx.Component]:
    """The marks a browser shows, and what may wait until the page is there. What must run before the first paint is
    written into the built pages (first_view/painting.py). No mark is an SVG: a browser makes a page of its own of each,
    while this one wakes."""
    return [
        rx.el.link(rel="icon", href=versioned("/favicon.ico"), sizes="48x48"),
        rx.el.link(rel="apple-touch-icon", href=versioned("/apple-touch-icon.png")),
        rx.el.link(rel="manifest", href="/manifest.webmanifest"),
        rx.el.meta(name="theme-color", content="#FBFAF7"),
        rx.el.script(src=versioned(CLIENT_SCRIPT), custom_attrs={"defer": True}),
    ]


def versioned(address: str) -> str:
    """`address` with the hash of its file. A wheel brings built pages and no `assets/`; its tags are in the pages."""
    file = ASSETS / address.removeprefix("/")
    if not file.is_file():
        return address
    return f"{address}?v={hashlib.sha256(file.read_bytes()).hexdigest()[:12]}"
