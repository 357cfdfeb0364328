"""The pages that links show, as HTML: written here and nowhere else, everything of a person's escaped."""

from collections.abc import Iterable
from datetime import datetime
from html import escape

from portfolio_app.core.languages import _, format_date, spoken
from portfolio_app.portfolio.credentials.queries import CredentialLine
from portfolio_app.portfolio.cv.pieces import CvContent
from portfolio_app.portfolio.cv.wording import Item, sections, words
from portfolio_app.portfolio.entry_dials import DialView
from portfolio_app.portfolio.public import PublicThing
from portfolio_app.portfolio.queries import Attachment, EntryView
from portfolio_app.portfolio.shown_evidence import ShownEvidence
from portfolio_app.skills.tags import SkillTag
from portfolio_app.web.written_styles import written_styles


def thing_page(thing: PublicThing, until: datetime) -> str:
    """The page of a thing, in the language being spoken."""
    by = f'<p class="by" dir="auto">{escape(thing.by)}</p>' if thing.by else ""
    about = written(thing.about, "about") if thing.about else ""
    if thing.entries is not None:
        nothing = _("There is nothing in this collection now.")
        body = "".join(_listed(one) for one in thing.entries) or f"<p>{escape(nothing)}</p>"
    elif thing.entry is not None:
        body = _said(thing.entry) + _entry(thing.entry, 2)
    elif thing.cv is not None:
        body = _cv(thing.cv)
    elif thing.credential is not None:
        body = _credential(thing.credential)
    else:
        body = _evidence(thing.evidence or ShownEvidence())
    until_words = _("This page can be seen until {day}.").format(day=format_date(until))
    made = _("Whoever made it chose what you see here.")
    return page(
        thing.title,
        f'<header><h1 dir="auto">{escape(thing.title)}</h1>{by}</header>{_document(thing.pdf)}{about}{body}'
        f'<p class="quiet end">{escape(made)} {escape(until_words)}</p>',
    )


def asking_page(problem: str) -> str:
    """The question for the code word; nothing on it says what is behind it."""
    title, label, send = _("This page has a code word"), _("Code word"), _("Show the page")
    why = _("Whoever gave you the link can tell you the code word.")
    wrong = f'<p id="wrong" role="alert" class="plain-problem">{escape(problem)}</p>' if problem else ""
    described = ' aria-describedby="wrong" aria-invalid="true"' if problem else ""
    return page(
        title,
        f"<h1>{escape(title)}</h1><p>{escape(why)}</p>{wrong}"
        f'<form method="post"><p><label for="code">{escape(label)}</label>'
        f'<input id="code" name="code" type="text" maxlength="200" autocomplete="off" autocapitalize="none" '
        f'spellcheck="false" required{described}></p>'
        f'<p><button type="submit">{escape(send)}</button></p></form>',
    )


def gone_page() -> str:
    """Of a link that has ended, has run out, or never was: the same for all."""
    title = _("There is nothing here")
    words = _("This link does not work, or not any more. Ask whoever gave it to you for a new one.")
    return page(title, f"<h1>{escape(title)}</h1><p>{escape(words)}</p>")


def page(title: str, body: str) -> str:
    """A whole page."""
    return (
        f'<!doctype html><html lang="{spoken()}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex, nofollow"><meta name="color-scheme" content="light dark">'
        f"<title>{escape(title)}</title><style>{written_styles()}</style></head>"
        f'<body><main class="plain-page shown">{body}</main></body></html>'
    )


def written(text: str, class_name: str = "") -> str:
    """What a person typed, with their own line breaks; the direction follows their writing."""
    return f'<p class="written {class_name}" dir="auto">{escape(text)}</p>'


def _listed(view: EntryView) -> str:
    return f'<article><h2 dir="auto">{escape(view.title)}</h2>{_said(view)}{_entry(view, 3)}</article>'


def _said(view: EntryView) -> str:
    """What the entry is and when that was."""
    return f'<p class="quiet" dir="auto">{escape(view.about)}</p>'


def _entry(view: EntryView, level: int) -> str:
    reflections = (
        (view.heading, view.happened),
        (_("What I noticed"), view.noticed),
        (_("What I learned"), view.learned),
        (_("What I try next"), view.try_next),
    )
    return (
        "".join(_photo(one.picture, one.title, one.width, one.height) for one in view.photos)
        + "".join(_under(name, level, written(text)) for name, text in reflections if text)
        + _dials(view.dials, level)
        + _parts(view.attachments, level)
        + _skills(view.skills, (tag.name for tag in view.tags), level)
    )


def _dials(dials: Iterable[DialView], level: int) -> str:
    """Where somebody stood between two words, and why."""
    lines = "".join(_dial(one) for one in dials if one.said or one.words)
    return _under(_("Between two words"), level, f"<ul>{lines}</ul>") if lines else ""


def _dial(one: DialView) -> str:
    said = f": {escape(one.said)}" if one.said else ""
    return f"<li><strong>{escape(one.name)}</strong>{said}{written(one.words) if one.words else ''}</li>"


def _photo(picture: str, title: str, width: int, height: int) -> str:
    return (
        f'<figure><img src="{escape(picture)}" alt="{escape(title)}" width="{width}" height="{height}" loading="lazy" '
        f'decoding="async"><figcaption dir="auto">{escape(title)}</figcaption></figure>'
    )


def _parts(parts: Iterable[Attachment], level: int) -> str:
    lines = "".join(f'<li dir="auto">{_part(one)}</li>' for one in parts)
    return _under(_("Files, links and notes"), level, f"<ul>{lines}</ul>") if lines else ""


def _part(one: Attachment) -> str:
    title = link(one.href, one.title) if one.href else escape(one.title)
    return title + (written(one.words) if one.words else "")


def _document(address: str) -> str:
    return f"<p>{link(address, _('Download as PDF'))}</p>" if address else ""


def _cv(content: CvContent) -> str:
    """The same words as on paper, with all entries that were chosen: a page has no end."""
    named = words(content)
    school = (
        ", ".join(part for part in (content.school.name, content.school.class_name) if part) if content.school else ""
    )
    contact = "".join(f'<li dir="auto">{link(line, line)}</li>' for line in content.contact.lines)
    about = "".join(written(line) for line in content.about)
    parts = (
        _under(named["contact"], 2, f"<ul>{contact}</ul>") if contact else "",
        _under(named["about"], 2, about) if about else "",
        "".join(_under(one.heading, 2, "".join(map(_item, one.items))) for one in sections(content)),
        _under(named["school"], 2, written(school)) if school else "",
        _named(content.skills, named["skills"], 2),
        f'<p class="quiet">{escape(named["source"])}</p>' if named["source"] else "",
    )
    return "".join(parts) or f"<p>{escape(named['empty'])}</p>"


def _item(one: Item) -> str:
    texts = "".join(written(text) for text in (one.text, one.learned) if text)
    detail = f'<p class="quiet" dir="auto">{escape(one.detail)}</p>' if one.detail else ""
    return f'<h3 dir="auto">{escape(one.title)}</h3>{detail}{texts}'


def _credential(one: CredentialLine) -> str:
    """What it says, and how anybody can see for themselves that it is so."""
    facts = ((_("Issued by"), one.school), (_("Name on it"), one.name), (_("Issued on"), one.day))
    listed = "".join(f'<dt>{escape(name)}</dt><dd dir="auto">{escape(said)}</dd>' for name, said in facts if said)
    how = _(
        "Whoever issued it has signed it. Anybody can check that: take the picture or the file, which both hold all of "
        "it, and bring it to the page below, or to any other that checks Open Badges."
    )
    ways = (
        (one.png_href, _("Picture (PNG)")),
        (one.json_href, _("File (JSON)")),
        (f"/verify?language={spoken()}", _("Check a credential")),
    )
    to_take = "".join(f"<li>{link(address, said)}</li>" for address, said in ways)
    return f'<p class="quiet">{escape(one.what)}</p>{written(one.criteria)}<dl>{listed}</dl>' + _under(
        _("Is it genuine?"), 2, f"<p>{escape(how)}</p><ul>{to_take}</ul>"
    )


def _evidence(shown: ShownEvidence) -> str:
    item = shown.item
    opening = link(item.open_href, _("Open")) if item.open_href and not item.picture else ""
    return (
        f'<p class="quiet">{escape(shown.detail)}</p>'
        + (_photo(item.picture, item.title, item.width, item.height) if item.picture else "")
        + (f"<p>{opening}</p>" if opening else "")
        + (written(item.words) if item.words else "")
        + _skills(shown.shows, (tag.name for tag in item.tags), 2)
    )


def _skills(skills: Iterable[SkillTag], tags: Iterable[str], level: int) -> str:
    return _named([*(one.name for one in skills), *tags], _("Skills it shows"), level)


def _named(names: Iterable[str], heading: str, level: int) -> str:
    listed = "".join(f'<li dir="auto">{escape(name)}</li>' for name in names)
    return _under(heading, level, f'<ul class="skills">{listed}</ul>') if listed else ""


def _under(heading: str, level: int, body: str) -> str:
    return f"<h{level}>{escape(heading)}</h{level}>{body}"


def link(address: str, words: str) -> str:
    """A link to a web page, to a file, or to where credentials are checked; to anywhere else it is only its words."""
    if not address.startswith(("https://", "http://", "/shared/", "/verify?")):
        return escape(words)
    return f'<a href="{escape(address)}" rel="noreferrer nofollow" dir="auto">{escape(words)}</a>'
