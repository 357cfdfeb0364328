"""A kit on paper and as slides, set by Typst as PDF/UA-1. The poster too: names may be in Arabic, whose letters
ReportLab neither joins nor orders."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from portfolio_app.accounts.actor import Actor
from portfolio_app.ambassadors.kits.asking import KitAsked
from portfolio_app.ambassadors.kits.facts import Kit, load_kit
from portfolio_app.ambassadors.kits.words import SCRIPTS, THEMES, words_of
from portfolio_app.core.clock import today
from portfolio_app.core.languages import _, format_list, format_number, ngettext, speaking
from portfolio_app.core.qr_code import qr_code
from portfolio_app.core.typesetting import one_line, typeset
from portfolio_app.portfolio.document import told_looks

TEMPLATE = Path(__file__).parent / "templates" / "kit.typ"
SIZES = ("a4", "a3")
POSTER, SLIDES, HANDOUT, SCRIPT = "poster", "slides", "handout", "script"
DOCUMENTS = (POSTER, SLIDES, HANDOUT, SCRIPT)


@dataclass(frozen=True)
class MadeKit:
    """A document, and what it is called."""

    pdf: bytes
    title: str


@dataclass(frozen=True)
class KitSlide:
    """A slide: its title and lines; `kind` is "title", "themes", "lines" or "begin" (with the code)."""

    kind: str
    title: str
    lines: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()


async def kit_pdf(actor: Actor, asked: KitAsked, document: str, origin: str, size: str = SIZES[0]) -> MadeKit:
    """One document of the kit, in the language it is asked for; `origin` is where this instance is reached
    ("https://polku.example.org"). Raises `NotFound` as `facts.load_kit` does."""
    return await set_kit(await load_kit(actor, asked), document, origin, size)


async def set_kit(kit: Kit, document: str, origin: str, size: str = SIZES[0]) -> MadeKit:
    """The same of a kit that is loaded."""
    with speaking(kit.asked.text):
        words = words_of(kit.asked.event)
        address = f"{origin}{kit.path}"
        title = f"{words.headline} · {kit.school}"
        content: Mapping[str, object] = {
            "document": document,
            "size": size if size in SIZES else SIZES[0],
            "looks": told_looks(),
            "themes": [
                {"look": one.look, "name": one_line(one.name), "asks": _(THEMES.get(one.look, ""))}
                for one in kit.themes
            ],
            "headline": one_line(words.headline),
            "lead": one_line(words.lead),
            "school": one_line(kit.school),
            "when": one_line(kit.when),
            "place": one_line(kit.place),
            "names": one_line(format_list(kit.names)),
            "contact": one_line(kit.contact),
            "address": one_line(shown_address(address), 60),
            "what_for": words.what_for,
            "who_sees": words.who_sees,
            "begin": words.begin,
            "help": [one_line(line) for line in help_said(kit)],
            "slides": [
                {"kind": one.kind, "title": one_line(one.title), "lines": [one_line(line) for line in one.lines]}
                | {"aside": [one_line(line) for line in one.aside]}
                for one in slides_of(kit)
            ],
            "script": list(_script(kit)),
            "words": _words(address),
        }
        made = await typeset(
            TEMPLATE,
            content,
            language=kit.asked.text,
            title=title,
            made_on=today(),
            files={"code.svg": qr_code(address)},
        )
    return MadeKit(made.pdf, f"{words.headline} – {document}")


def shown_address(address: str) -> str:
    """An address as it is read and typed."""
    return address.removeprefix("https://").removeprefix("http://")


def help_said(kit: Kit) -> tuple[str, ...]:
    """Who helps, a line each."""
    return tuple(" · ".join(part for part in (one.name, one.phone, one.hours) if part) for one in kit.help)


def coming_said(kit: Kit) -> tuple[str, ...]:
    """What is announced at the school, and what there is nearby, a line each; empty where there is neither."""
    lines = [
        _("{what}, {days}. Say what you wish until {until}.").format(
            what=one.name, days=one.days, until=one.wishes_until
        )
        if one.wishes_until
        else f"{one.name}, {one.days}"
        for one in kit.coming
    ]
    if kit.offers:
        offers = ngettext("{n} offer of workplaces nearby", "{n} offers of workplaces nearby", kit.offers)
        named = format_list([f"{one.name} ({format_number(one.count)})" for one in kit.fields])
        lines.append(f"{offers.format(n=format_number(kit.offers))}: {named}")
    return tuple(lines)


def slides_of(kit: Kit) -> tuple[KitSlide, ...]:
    """The slides, in the language being spoken."""
    words = words_of(kit.asked.event)
    coming = coming_said(kit)
    ask: list[str] = []
    if kit.contact:
        ask.append(_("The adult: {name}").format(name=kit.contact))
    if kit.names:
        ask.append(_("Your ambassadors: {names}").format(names=format_list(kit.names)))
    return (
        KitSlide("title", words.headline, (words.lead,), (kit.school, kit.when, kit.place)),
        KitSlide("lines", _("What Polku is for"), words.what_for),
        KitSlide("themes", _("Four questions to begin with")),
        KitSlide("lines", _("Who sees it"), words.who_sees),
        KitSlide("lines", _("What it is not"), words.it_is_not),
        *([KitSlide("lines", _("Coming up at our school"), coming)] if coming else []),
        KitSlide("begin", _("How to begin"), words.begin),
        KitSlide("lines", _("Whom to ask"), tuple(ask), help_said(kit)),
    )


def _script(kit: Kit) -> list[dict[str, object]]:
    at, rows = 0, list[dict[str, object]]()
    coming = next(iter(coming_said(kit)), "") or _("In Polku you find occupations, studies and workplaces nearby.")
    contact = kit.contact or _("your teacher")
    for step in SCRIPTS[kit.asked.event]:
        says = coming if step.says == "{coming}" else _(step.says) if step.says else ""
        time = f"{format_number(at)}–{format_number(at + step.minutes)}"
        said = says.replace("{school}", kit.school).replace("{contact}", contact)
        rows.append({"time": time, "does": _(step.does), "says": one_line(said)})
        at += step.minutes
    return rows


def _words(address: str) -> dict[str, object]:
    return {
        "code": _("QR code with the address {address}").format(address=address),
        "scan": _("Scan, or type:"),
        "what_for": _("What Polku is for"),
        "begin": _("How to begin"),
        "who_sees": _("Who sees it"),
        "ask": _("Whom to ask"),
        "help": _("Need to talk?"),
        "names": _("Ambassadors"),
        "script": _("Ten minutes, step by step"),
        "minutes": _("Minutes"),
        "does": _("What you do"),
        "says": _("What you say"),
        "own": _("In your own words. Nobody has to learn it by heart."),
        "worry": _(
            "Does somebody say something that worries you? Go to an adult at once. Never promise to keep it secret."
        ),
    }
