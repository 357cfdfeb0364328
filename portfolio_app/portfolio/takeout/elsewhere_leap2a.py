"""A LEAP2A feed of another program (Mahara), read as a portfolio: entries, plans, and the photos, PDFs and links that
its resources are, with the files that lie in the ZIP beside it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree as XML

from portfolio_app.core.errors import Invalid
from portfolio_app.portfolio.takeout.elsewhere import (
    OTHERS,
    PAPERS,
    UNREADABLE,
    Elsewhere,
    Fields,
    cut,
    moment_of,
    plain_text,
    stamps,
)
from portfolio_app.portfolio.takeout.enclosed import Beside, kind_of
from portfolio_app.skills.links import web_address
from portfolio_app.skills.models import EvidenceKind, PeopleInIt

ATOM, RDF = "{http://www.w3.org/2005/Atom}", "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
PART, WHOLE = "has_part", "is_part_of"


@dataclass
class _Reading:
    """What is read so far; parts are joined to their wholes at the end, for a feed is in any order."""

    found: Elsewhere
    beside: Beside
    entries: dict[str, str] = field(default_factory=dict[str, str])
    """The id here of each entry, by its id in the feed."""
    evidence: dict[str, str] = field(default_factory=dict[str, str])
    parts: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    """An entry and what is in it, by their ids in the feed."""


def from_leap2a(data: bytes, files: Beside | None = None) -> Elsewhere:
    """A LEAP2A feed, with the `files` beside it. Raises `Invalid` for what is none, and for one with entities of its
    own."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise Invalid(UNREADABLE)
    try:
        feed = XML.fromstring(data)  # noqa: S314 - without a document type there is nothing to expand
    except (XML.ParseError, ValueError, RecursionError, LookupError) as problem:
        raise Invalid(UNREADABLE) from problem
    if feed.tag != f"{ATOM}feed":
        raise Invalid(UNREADABLE)
    reading = _Reading(Elsewhere(plain_text(feed.findtext(f"{ATOM}author/{ATOM}name"))), files or Beside())
    try:
        for entry in feed.iter(f"{ATOM}entry"):
            _thing(reading, entry)
    except RecursionError as problem:
        raise Invalid(UNREADABLE) from problem
    _join(reading)
    return reading.found


def _thing(reading: _Reading, entry: XML.Element) -> None:
    found = reading.found
    kinds = {value.rpartition(":")[2] for one in entry.iter(f"{RDF}type") for value in one.attrib.values()}
    title = cut(" ".join(plain_text(entry.findtext(f"{ATOM}title")).split()), 160)
    words, name = _words_of(entry.find(f"{ATOM}content")), plain_text(entry.findtext(f"{ATOM}id"))
    when = stamps(found, moment_of(plain_text(entry.findtext(f"{ATOM}published") or entry.findtext(f"{ATOM}updated"))))
    if "entry" in kinds and title:
        reading.entries[name] = found.add("entries", name, {"title": title, "happened": cut(words, 8000)} | when)
        for number, link in enumerate(_links(entry, "enclosure")):
            part = f"{name} {number}"
            _keep(reading, part, link, plain_text(link.attrib.get("title")), "", when)
            reading.parts.append((name, part))
        reading.parts += [(name, link.attrib.get("href", "")) for link in _links(entry, PART)]
    elif "plan" in kinds and title:
        at = when["made_at"]
        goal = {"title": title, "why": cut(words, 4000), "state_at": at, "made_on": at[:10], "made_at": at}
        found.add("goals", name, goal | {"changed_at": at})
    elif "resource" in kinds and (links := [*_links(entry, "enclosure"), *_links(entry, "related")]):
        _keep(reading, name, links[0], title, cut(words, 4000), when)
        reading.parts += [(link.attrib.get("href", ""), name) for link in _links(entry, WHOLE)]
    elif "person" not in kinds:
        found.out[PAPERS if _links(entry, "enclosure") else OTHERS] += 1


def _links(entry: XML.Element, rel: str) -> list[XML.Element]:
    return [one for one in entry.iter(f"{ATOM}link") if one.attrib.get("rel", "").rpartition(":")[2] == rel]


def _keep(reading: _Reading, name: str, link: XML.Element, title: str, words: str, when: Fields) -> None:
    """Evidence of what a link leads to: a file in the ZIP, or a page. What can be neither is counted."""
    found, address = reading.found, plain_text(link.attrib.get("href"))
    row = {name: when[name] for name in ("made_at", "changed_at")} | {"words": words}
    if link.attrib.get("rel") == "related":
        if not _is_page(address):
            found.out[OTHERS] += 1
            return
        row |= {"kind": EvidenceKind.LINK.value, "url": address, "title": title or cut(address, 160)}
        reading.evidence[name] = found.add("evidence", name, row)
        return
    member = reading.beside.find(address)
    kind = kind_of(member, plain_text(link.attrib.get("type"))) if member else None
    if member is None or kind is None:
        found.out[PAPERS] += 1
        return
    # Whoever is in a photo was not asked here: it stays with its owner until they say so.
    people = PeopleInIt.NOT_ASKED.value if kind is EvidenceKind.PHOTO else ""
    file = _file(reading, member, kind, when)
    row |= {"kind": kind.value, "media_id": file, "people_in_it": people, "title": title or cut(_called(member), 160)}
    reading.evidence[name] = found.add("evidence", name, row)


def _is_page(address: str) -> bool:
    try:
        return bool(address) and web_address(address) == address
    except Invalid:
        return False


def _file(reading: _Reading, member: str, kind: EvidenceKind, when: Fields) -> str:
    """The row of a file, once however often the feed names it."""
    found = reading.found
    path = f"media/{found.key('files', member)}"
    found.members[path] = member
    return found.add(
        "files",
        member,
        {
            "kind": "pdf" if kind is EvidenceKind.PDF else "picture",
            "name": cut(_called(member), 120),
            "bytes": reading.beside.sizes[member],
            "made_at": when["made_at"],
            "path": path,
        },
    )


def _called(member: str) -> str:
    return member.rpartition("/")[2]


def _join(reading: _Reading) -> None:
    places: dict[str, int] = {}
    for entry, part in reading.parts:
        whole, evidence = reading.entries.get(entry), reading.evidence.get(part)
        if whole and evidence:
            place = places[whole] = places.get(whole, -1) + 1
            row = {"entry_id": whole, "evidence_id": evidence, "position": place}
            reading.found.add("entry_evidence", f"{entry} {part}", row)


def _words_of(content: XML.Element | None) -> str:
    """The text of Atom content, a line for each block."""
    if content is None:
        return ""
    lines = list(_lines(content))
    return "\n".join(line for line in lines if line)


def _lines(element: XML.Element) -> Iterator[str]:
    blocks = {"p", "div", "li", "h1", "h2", "h3", "h4", "br", "tr"}
    line = ""
    for event, text in _pieces(element):
        if event in blocks:
            yield " ".join(line.split())
            line = ""
        line += text
    yield " ".join(line.split())


def _pieces(element: XML.Element) -> Iterator[tuple[str, str]]:
    name = element.tag.rpartition("}")[2]
    yield name, element.text or ""
    for child in element:
        yield from _pieces(child)
    yield (name if name in ("p", "div", "li", "tr") else ""), element.tail or ""
