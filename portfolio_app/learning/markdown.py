"""Markdown of lessons, as HTML that can do nothing: CommonMark with tables, without HTML of its own, cleaned once more.

Lessons come from people: what is shipped is read as strictly as what somebody imports.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from portfolio_app.learning.mistakes import Mistake, Weight

MOST_BYTES = 1_000_000
"""Of a file of text: the longest module has about 60,000."""
LONGEST_BLOCK = 20_000
"""Characters without an empty line between: some patterns of marks take a parser the square of their length."""

_CODE = re.compile(r"^(.*?)\s*\{#([a-z0-9]+(?:[.-][a-z0-9]+)*)\}\s*$", re.DOTALL)
_OWN_PICTURE = re.compile(r"media/[A-Za-z0-9][A-Za-z0-9._-]*")
_SAFE_LINK = re.compile(r"(https?://|mailto:|tel:|/(?![/\\]|%5c)|media/)", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--")
_BROKEN_LINK = re.compile(r"\]\(\s*[^)\s]")

_BLOCKS = ("p", "br", "hr", "blockquote", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "pre", "div")
_TAGS = {*_BLOCKS, "strong", "em", "a", "img", "code", *(f"h{level}" for level in range(2, 7))}
_ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt"}, "ol": {"start"}, "div": {"class", "tabindex"}, "th": {"scope"}}
_EVERY_LINK = {"a": {"target": "_blank"}, "img": {"loading": "lazy"}}


def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    reader.validateLink = lambda url: _SAFE_LINK.match(url) is not None  # pyright: ignore[reportAttributeAccessIssue]
    # A table wider than a phone is moved sideways, by keyboard too.
    reader.add_render_rule("table_open", _table_opens)
    reader.add_render_rule("table_close", _table_closes)
    reader.add_render_rule("th_open", _heading_opens)
    reader.add_render_rule("th_close", _heading_closes)
    return reader


def _table_opens(_self: Any, *_: Any) -> str:
    return '<div class="lesson-table" tabindex="0"><table>'


def _table_closes(_self: Any, *_: Any) -> str:
    return "</table></div>"


def _heading_opens(_self: Any, tokens: Sequence[Token], at: int, *_: Any) -> str:
    return f"<{_heading(tokens[at + 1])}>"


def _heading_closes(_self: Any, tokens: Sequence[Token], at: int, *_: Any) -> str:
    return f"</{_heading(tokens[at - 1])}>\n"


def _heading(content: Token) -> str:
    """The empty corner above a first column heads nothing."""
    return "th" if content.content.strip() else "td"


_MARKDOWN = _reader()


def as_html(tokens: Sequence[Token]) -> str:
    """What the tokens say, as HTML with nothing in it that does anything but lead elsewhere."""
    if not tokens:
        return ""
    drawn = cast(str, _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))
    return nh3.clean(
        drawn,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer",
        set_tag_attribute_values=_EVERY_LINK,
    ).strip()


def plain(tokens: Sequence[Token]) -> str:
    """The words alone."""
    return " ".join(" ".join(_words_of(token) for token in tokens if token.type in _SPEAKING).split())


_SPEAKING = ("inline", "fence", "code_block")


def _words_of(token: Token) -> str:
    if token.children is None:
        return token.content
    return "".join(
        " " if child.type in ("softbreak", "hardbreak") else child.content
        for child in token.children
        if not child.type.endswith(("_open", "_close"))
    )


def count_words(text: str) -> int:
    """How many words there are, lines to write on left out."""
    return sum(any(char.isalnum() for char in word) for word in text.split())


@dataclass(frozen=True)
class Heading:
    """A heading outside lists and quotations, with what stands beneath it up to the next one: `body` are tokens."""

    level: int
    title: str
    code: str
    line: int
    body: tuple[Token, ...] = ()


@dataclass(frozen=True)
class Written:
    """A file of Markdown, by its headings; what stands before the first of them is `before`."""

    before: tuple[Token, ...] = ()
    headings: tuple[Heading, ...] = ()
    mistakes: tuple[Mistake, ...] = ()


@dataclass
class _Reading:
    file: str
    picture: Callable[[str], str | None]
    found: list[Mistake] = field(default_factory=list[Mistake])

    def wrong(self, line: int, what: str, weight: Weight = Weight.ERROR) -> None:
        self.found.append(Mistake(self.file, line, what, weight))


def read_markdown(file: str, source: str, picture: Callable[[str], str | None]) -> Written:
    """What is written in `source`, which is called `file`. `picture` gives the address of a picture of the module by
    its path (`media/oven.jpg`), None where there is none. Never raises."""
    reading = _Reading(file, picture)
    if (line := _endless(source)) is not None:
        reading.wrong(line, f"more than {LONGEST_BLOCK} characters without an empty line: write paragraphs")
        return Written(mistakes=tuple(reading.found))
    tokens = _MARKDOWN.parse(source)
    for token in tokens:
        if token.type == "inline":
            _look_at(token, reading)
    headings = list(_headings(tokens, reading))
    first = next((at for at, token in enumerate(tokens) if _begins_heading(token)), len(tokens))
    return Written(tuple(tokens[:first]), tuple(headings), tuple(reading.found))


def _endless(source: str) -> int | None:
    """The line, from 1, at which a block begins that is longer than any that somebody writes."""
    length, since = 0, 1
    for number, line in enumerate(source.split("\n"), 1):
        if not line.strip():
            length, since = 0, number + 1
            continue
        length += len(line)
        if length > LONGEST_BLOCK:
            return since
    return None


def _begins_heading(token: Token) -> bool:
    return token.type == "heading_open" and token.level == 0


def _line(token: Token) -> int:
    return token.map[0] + 1 if token.map else 1


def _headings(tokens: list[Token], reading: _Reading) -> Iterator[Heading]:
    starts = [at for at, token in enumerate(tokens) if _begins_heading(token)]
    for place, at in enumerate(starts):
        opening, inline = tokens[at], tokens[at + 1]
        end = starts[place + 1] if place + 1 < len(starts) else len(tokens)
        code = _take_code(inline, reading)
        level = int(opening.tag[1])
        opening.meta |= {"level": level, "code": code}
        # Activities are shown on a page whose first-level heading is theirs.
        opening.tag = tokens[at + 2].tag = f"h{max(level - 1, 2)}"
        yield Heading(level, plain([inline]), code, _line(opening), tuple(tokens[at:end]))


def _take_code(inline: Token, reading: _Reading) -> str:
    """The code at the end of a heading, which is taken out of it; "" where there is none."""
    last = next((child for child in reversed(inline.children or ()) if child.type == "text"), None)
    if last is None or "{#" not in inline.content:
        return ""
    found = _CODE.match(last.content)
    if found is None:
        told = "a code is made of small letters, figures, hyphens and dots and ends the heading: {#like-this}"
        reading.wrong(_line(inline), told)
        return ""
    last.content = found.group(1)
    inline.content = inline.content.rpartition("{#")[0].rstrip()
    return found.group(2)


def _look_at(inline: Token, reading: _Reading) -> None:
    line = _line(inline)
    for child in inline.children or ():
        if child.type == "image":
            _look_at_picture(child, line, reading)
        elif child.type == "text" and _BROKEN_LINK.search(child.content):
            reading.wrong(line, "this link leads nowhere it may: begin it with https://")
        elif child.type == "text" and _TAG.search(child.content):
            told = "HTML is shown as it is typed: use Markdown (**strong**, *light*, lists, tables)"
            reading.wrong(line, told, Weight.WARNING)
    if "](" in inline.content and any(_link_of(child).startswith("media/") for child in inline.children or ()):
        reading.wrong(line, "a link cannot lead to a file of the module: show a picture with ![what it shows](…)")


def _link_of(child: Token) -> str:
    return str(child.attrGet("href") or "") if child.type == "link_open" else ""


def _look_at_picture(child: Token, line: int, reading: _Reading) -> None:
    path = str(child.attrGet("src") or "")
    address = reading.picture(path) if _OWN_PICTURE.fullmatch(path) else None
    if address is None:
        if _OWN_PICTURE.fullmatch(path):
            reading.wrong(line, f"the picture {path!r} is not there: add it, or take it out of the text")
        else:
            reading.wrong(line, "pictures are files of the module: put it into media/ and write ![…](media/name.jpg)")
        child.type, child.tag, child.nesting, child.children = "text", "", 0, None
        return
    if not child.content.strip():
        reading.wrong(line, "say between [ and ] what the picture shows, for those who do not see it")
    child.attrSet("src", address)
