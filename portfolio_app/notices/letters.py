"""How a letter of ours reads: a greeting, sentences that lead somewhere, why it came. The same in text and HTML."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from uuid import UUID

from portfolio_app.core.languages import _, spoken
from portfolio_app.core.mail import Letter


@dataclass(frozen=True)
class Line:
    """A sentence of a letter, and the whole address it leads to ("" for none)."""

    sentence: str
    href: str = ""
    label: str = ""
    """What the link says; the sentence itself is the link without one."""


def in_text(greeting: str, lines: Sequence[Line], footer: Sequence[Line]) -> str:
    """The letter for programs that show no HTML."""
    parts = [greeting, *(_line(one) for one in lines), "-- \n" + "\n".join(_line(one) for one in footer)]
    return "\n\n".join(parts) + "\n"


def _line(one: Line) -> str:
    return f"{one.sentence}\n{one.href}" if one.href else one.sentence


def in_html(subject: str, greeting: str, lines: Sequence[Line], footer: Sequence[Line]) -> str:
    """The letter with links. Styles stand in it, nothing is fetched from anywhere."""
    said = "".join(f'<p dir="auto" style="margin:0 0 16px">{_linked(one)}</p>' for one in lines)
    end = "".join(f'<p style="margin:0 0 8px">{_linked(one)}</p>' for one in footer)
    return (
        f'<!doctype html><html lang="{spoken()}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">'
        f"<title>{escape(subject)}</title></head>"
        '<body style="margin:0;padding:24px;font:17px/1.5 Verdana,sans-serif">'
        '<div style="max-width:34em"><p style="margin:0 0 24px;font-size:20px"><strong>Polku</strong></p>'
        f'<p dir="auto" style="margin:0 0 16px">{escape(greeting)}</p>{said}'
        f'<div style="border-top:1px solid #8a8f98;padding-top:16px;font-size:14px">{end}</div></div></body></html>\n'
    )


def _linked(one: Line) -> str:
    if not one.href:
        return escape(one.sentence)
    link = f'<a href="{escape(one.href)}">{escape(one.label or one.sentence)}</a>'
    return f"{escape(one.sentence)}<br>{link}" if one.label else link


def to_anybody(row_id: UUID, to: str, subject: str, lines: Sequence[Line]) -> Letter:
    """A letter that names nobody, since whoever reads it may be anybody. `row_id` is that of its row in the outbox."""
    greeting = _("Hello,")
    footer = (Line(_("Polku is where pupils keep what they can do, and show it to whom they choose.")),)
    return Letter(
        row_id, to, subject, in_text(greeting, lines, footer), in_html(subject, greeting, lines, footer), spoken()
    )


def greeted(name: str) -> str:
    """The first line."""
    return _("Hello {name},").format(name=name)
