"""A portfolio as LEAP2A (an Atom feed), which Mahara reads: entries, evidence with its files, goals with their steps,
skills, and whose all of it is. What LEAP2A has no word for is in `portfolio.json` alone."""

from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree import ElementTree as XML

from portfolio_app.core.languages import _
from portfolio_app.portfolio.takeout.reading import Portfolio

ATOM = "http://www.w3.org/2005/Atom"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XHTML = "http://www.w3.org/1999/xhtml"
# The addresses that Mahara itself writes: what stood there first is gone.
LEAP = "https://web.archive.org/web/20100503000634/http://terms.leapspecs.org"
CATEGORIES = "https://web.archive.org/web/20120819100914/http://wiki.leapspecs.org:80/2A/categories"
VERSION = "http://www.leapspecs.org/2010-07/2A/"
PERSON = "portfolio:person"

Fields = Mapping[str, Any]

# Written as Mahara writes and reads them: names with their prefix, which stand in values too.
_PREFIXES = {
    "xmlns": ATOM,
    "xmlns:rdf": RDF,
    "xmlns:leap2": LEAP,
    "xmlns:categories": CATEGORIES,
    "xmlns:portfolio": "urn:polku:portfolio:",
}


def leap2a(portfolio: Portfolio) -> bytes:
    """The feed, in UTF-8."""
    feed = XML.Element("feed", _PREFIXES)
    _text(feed, "leap2:version", VERSION)
    _text(feed, "id", f"urn:uuid:{portfolio.whole['owner']['id']}")
    _text(feed, "title", _("Portfolio {name}").format(name=portfolio.name))
    _text(feed, "updated", portfolio.made_at)
    XML.SubElement(feed, "generator", {"version": "1"}).text = "Polku"
    author = XML.SubElement(feed, "author")
    _text(author, "name", portfolio.name)
    _text(author, "uri", PERSON)
    _person(feed, portfolio)
    for entry in portfolio.entries:
        _entry(feed, portfolio, entry)
    for evidence in portfolio.rows("evidence"):
        _evidence(feed, portfolio, evidence)
    for goal in portfolio.rows("goals"):
        _goal(feed, portfolio, goal)
    for row in portfolio.assessments_now:
        _ability(feed, portfolio, row)
    XML.indent(feed)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + XML.tostring(feed, "utf-8", xml_declaration=False)


def _person(feed: XML.Element, portfolio: Portfolio) -> None:
    one = _thing(feed, portfolio.name, PERSON, "person", portfolio.made_at, [portfolio.about_me])
    _category(one, "Self", "person_type")
    field = XML.SubElement(one, "leap2:persondata", {"leap2:field": "full_name", "leap2:label": _("Name")})
    field.text = _storable(portfolio.name)


def _entry(feed: XML.Element, portfolio: Portfolio, entry: Fields) -> None:
    words = [str(entry[name]) for name in ("happened", "noticed", "learned", "try_next")]
    one = _thing(feed, entry["title"], _named("entry", entry["id"]), "entry", entry["changed_at"], words)
    _text(one, "published", entry["made_at"], at=3)
    for evidence in portfolio.evidence_of(entry["id"]):
        _link(one, "leap2:has_part", _named("evidence", evidence["id"]))
    _skills(one, portfolio, entry)


def _evidence(feed: XML.Element, portfolio: Portfolio, evidence: Fields) -> None:
    file, name = portfolio.file_of(evidence), _named("evidence", evidence["id"])
    kind = "resource" if file or evidence["url"] else "entry"
    one = _thing(feed, evidence["title"], name, kind, evidence["changed_at"], [evidence["words"]])
    _text(one, "published", evidence["made_at"], at=3)
    if file:
        _link(one, "enclosure", file["path"], type=file["content_type"])
        _category(one, "Offline", "resource_type", label="File")
    elif evidence["url"]:
        _link(one, "related", evidence["url"])
        _category(one, "Web", "resource_type")
    _skills(one, portfolio, evidence)


def _goal(feed: XML.Element, portfolio: Portfolio, goal: Fields) -> None:
    steps = [str(row["words"]) for row in portfolio.rows("goal_steps") if row["goal_id"] == goal["id"]]
    words = [goal["why"], goal["outcome"], *steps]
    one = _thing(feed, goal["title"], _named("goal", goal["id"]), "plan", goal["changed_at"], words)
    _text(one, "published", goal["made_at"], at=3)


def _ability(feed: XML.Element, portfolio: Portfolio, row: Fields) -> None:
    words = [portfolio.answer(row), row["reason"]]
    name = f"portfolio:skill-{row['framework']}-{row['capability']}"
    _thing(feed, portfolio.skill(row), name, "ability", row["made_at"], words)


def _thing(feed: XML.Element, title: str, name: str, kind: str, updated: str, words: list[str]) -> XML.Element:
    one = XML.SubElement(feed, "entry")
    _text(one, "title", title)
    _text(one, "id", name)
    _text(one, "updated", updated)
    content = XML.SubElement(one, "content", {"type": "xhtml"})
    box = XML.SubElement(content, "div", {"xmlns": XHTML})
    for line in _lines(words):
        _text(box, "p", line)
    XML.SubElement(one, "rdf:type", {"rdf:resource": f"leap2:{kind}"})
    return one


def _lines(words: list[str]) -> Iterator[str]:
    for text in words:
        yield from filter(None, (line.strip() for line in text.splitlines()))


def _skills(one: XML.Element, portfolio: Portfolio, thing: Fields) -> None:
    for row in portfolio.skills_of(thing["id"]):
        XML.SubElement(one, "category", {"term": _storable(portfolio.skill(row))})


def _named(kind: str, thing_id: str) -> str:
    return f"portfolio:{kind}-{thing_id}"


def _link(one: XML.Element, rel: str, href: str, **more: str) -> None:
    XML.SubElement(one, "link", {"rel": rel, "href": _storable(href)} | more)


def _category(one: XML.Element, term: str, scheme: str, **more: str) -> None:
    XML.SubElement(one, "category", {"term": term, "scheme": f"categories:{scheme}#"} | more)


def _text(one: XML.Element, name: str, text: str, *, at: int | None = None) -> None:
    made = XML.Element(name)
    made.text = _storable(text)
    one.insert(len(one) if at is None else at, made)


def _storable(text: str) -> str:
    """Without the control characters that XML cannot hold."""
    return "".join(char for char in text if char >= " " or char in "\t\n\r")
