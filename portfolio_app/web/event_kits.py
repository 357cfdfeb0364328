"""Event kits: `GET /documents/event-poster.pdf` and its siblings, and slides that a browser shows, `GET /event-slides`.

The slides are plain HTML: without scripts they are one long page. `assets/slides.js` listens to keys and to three
buttons.
"""

from base64 import b64encode
from dataclasses import replace
from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from portfolio_app.accounts.actor import Actor
from portfolio_app.ambassadors.kits.asking import FIELDS, KitAsked, document_href, kit_asked
from portfolio_app.ambassadors.kits.documents import DOCUMENTS, KitSlide, kit_pdf, shown_address, slides_of
from portfolio_app.ambassadors.kits.facts import Kit, load_kit
from portfolio_app.ambassadors.kits.words import THEMES
from portfolio_app.core.languages import _, format_number, speaking
from portfolio_app.core.qr_code import qr_code
from portfolio_app.web.errors import STYLESHEET
from portfolio_app.web.head import versioned
from portfolio_app.web.origin import own_origin
from portfolio_app.web.pdf_answers import for_whoever_may, pdf_to_keep

SHOWN = "/event-slides"
_PATHS = {f"/documents/event-{document}.pdf": document for document in DOCUMENTS}
_SIZE = "size"
_SHAPES = {
    "self": '<circle cx="8" cy="8" r="6.5"/>',
    "strengths": '<path d="M8 1.5 15 14.2H1z"/>',
    "horizons": '<path d="M8 .5 15.5 8 8 15.5.5 8z"/>',
    "networks": '<path d="M2 2h12v12H2z"/>',
}
_TRAIL = (
    ("self", "M20 400C20 350 120 350 120 300"),
    ("strengths", "M120 300C120 245 40 250 40 195"),
    ("horizons", "M40 195C40 140 115 145 115 95"),
    ("networks", "M115 95C115 45 80 50 80 0"),
)


async def kit_document(request: Request) -> Response:
    """GET language, event, day, at, place, contact, action; size ("a3") of a poster → a PDF."""
    asked = _asked_of(request)

    async def made(actor: Actor, language: str) -> Response:
        document = _PATHS[request.url.path]
        which = replace(kit_asked(asked), text=language)
        kit = await kit_pdf(actor, which, document, own_origin(request.scope), asked[_SIZE])
        return pdf_to_keep(kit.pdf, f"event-{document}", kit.title)

    return await for_whoever_may(request, {name: value for name, value in asked.items() if value}, made)


async def shown_slides(request: Request) -> Response:
    """GET the same → the slides as a page."""
    asked = _asked_of(request)

    async def made(actor: Actor, language: str) -> Response:
        kit = await load_kit(actor, replace(kit_asked(asked), text=language))
        with speaking(language):
            return HTMLResponse(_page(kit, own_origin(request.scope)), headers={"cache-control": "private, no-store"})

    return await for_whoever_may(request, {name: value for name, value in asked.items() if value}, made)


def _asked_of(request: Request) -> dict[str, str]:
    return {name: request.query_params.get(name, "")[:200] for name in (*FIELDS, _SIZE) if name != "text"}


def _page(kit: Kit, origin: str) -> str:
    slides = slides_of(kit)
    drawn = "".join(_slide(one, at, len(slides), kit, origin) for at, one in enumerate(slides))
    title = f"{slides[0].title} · {kit.school}"
    return (
        f'<!doctype html><html lang="{kit.asked.text}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        f'<title>{escape(title)} – Polku</title><link rel="stylesheet" href="{STYLESHEET}">'
        f'<link rel="stylesheet" href="{versioned("/slides.css")}">'
        f'<script src="{versioned("/slides.js")}" defer></script></head>'
        f'<body class="slides"><main>{drawn}</main>{_bar(kit.asked, len(slides))}</body></html>'
    )


def _bar(asked: KitAsked, count: int) -> str:
    back = f"/{asked.text}{document_href('event-kit', asked)}"
    named, home = escape(_("Slides")), escape(_("Back to the kit"))
    buttons = "".join(
        f'<button type="button" class="needs-script" {what}>{escape(words)}</button>'
        for what, words in (
            ('data-go="-1"', _("Previous slide")),
            ('data-go="1"', _("Next slide")),
            ("data-full", _("Full screen")),
            ("data-print-slides", _("Print")),
        )
    )
    counted = f'<span class="needs-script" role="status" data-at>{escape(_counted(1, count))}</span>'
    return f'<nav class="slides-bar" aria-label="{named}">{buttons}{counted}<a href="{escape(back)}">{home}</a></nav>'


def _counted(at: int, count: int) -> str:
    return f"{format_number(at)} / {format_number(count)}"


def _slide(one: KitSlide, at: int, count: int, kit: Kit, origin: str) -> str:
    head = "h1" if at == 0 else "h2"
    body = {"title": _title, "themes": _themes, "begin": _begin}.get(one.kind, _lines)(one, kit, origin)
    return (
        f'<section class="slide slide-{one.kind}" data-said="{escape(_counted(at + 1, count))}">{_trail()}'
        f'<div class="slide-words"><{head} tabindex="-1" dir="auto">{escape(one.title)}</{head}>{body}</div></section>'
    )


def _title(one: KitSlide, _kit: Kit, _origin: str) -> str:
    lead = "".join(f'<p class="slide-lead" dir="auto">{escape(line)}</p>' for line in one.lines)
    return lead + "".join(f'<p class="slide-fact" dir="auto">{escape(line)}</p>' for line in one.aside if line)


def _lines(one: KitSlide, _kit: Kit, _origin: str) -> str:
    heading = escape(_("Need to talk?"))
    aside = "".join(f'<li dir="auto">{escape(line)}</li>' for line in one.aside if line)
    beneath = f'<h3>{heading}</h3><ul class="slide-aside">{aside}</ul>' if aside else ""
    return f"<ul>{_items(one)}</ul>{beneath}"


def _begin(one: KitSlide, kit: Kit, origin: str) -> str:
    address = f"{origin}{kit.path}"
    picture = b64encode(qr_code(address, sized=False)).decode()
    shown = escape(shown_address(address)).replace("/", "/<wbr>")
    told = escape(_("QR code with the address {address}").format(address=address))
    return (
        f'<div class="slide-beside"><ol>{_items(one)}</ol><div><img class="slide-code" alt="{told}" '
        f'src="data:image/svg+xml;base64,{picture}"><p class="slide-address">{shown}</p>'
        "</div></div>"
    )


def _themes(_one: KitSlide, kit: Kit, _origin: str) -> str:
    cards = "".join(
        f'<li class="slide-theme theme-{one.look}"><p><svg viewBox="0 0 16 16" aria-hidden="true">'
        f"{_SHAPES[one.look]}</svg><strong>{escape(one.name)}</strong></p><p>{escape(_(THEMES[one.look]))}</p></li>"
        for one in kit.themes
    )
    return f'<ul class="slide-themes">{cards}</ul>'


def _items(one: KitSlide) -> str:
    return "".join(f'<li dir="auto">{escape(line)}</li>' for line in one.lines)


def _trail() -> str:
    parts = "".join(f'<path class="stretch-{look}" d="{path}"/>' for look, path in _TRAIL)
    return f'<svg class="slide-trail" viewBox="0 0 140 400" preserveAspectRatio="none" aria-hidden="true">{parts}</svg>'


routes = [
    *(Route(path, kit_document, methods=["GET"]) for path in _PATHS),
    Route(SHOWN, shown_slides, methods=["GET"]),
]
