"""Text of lessons as blocks that a document sets: what was cleaned as HTML, without any HTML.

blocks_of(html, pictures)    [{"kind": "paragraph", "runs": [...]}, {"kind": "list", "items": [[block, …], …]}, …]

A run is a piece of a line: {"text", "strong", "light", "href"}, or {"break": true}. Kinds of blocks are paragraph,
heading, list (`start` is 0 where it has no numbers), quote, table (`widths`, `head`, `rows`; a cell is a list of runs),
picture and rule.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from portfolio_app.core.typesetting import breakable

Block = dict[str, Any]
Run = dict[str, Any]

_EMPTY = ("br", "hr", "img")
_INLINE = ("strong", "em", "a", "code", "br", "#text")
_HEADINGS = tuple(f"h{level}" for level in range(1, 7))


@dataclass
class _Node:
    tag: str
    attrs: Mapping[str, str] = field(default_factory=dict[str, str])
    inside: list["_Node"] = field(default_factory=list["_Node"])
    text: str = ""


class _Tree(HTMLParser):
    """What was cleaned is well-formed; a tag that is not closed ends with what it stands in."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.top = _Node("div")
        self._open = [self.top]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = _Node(tag, {name: value or "" for name, value in attrs})
        self._open[-1].inside.append(node)
        if tag not in _EMPTY:
            self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if any(one.tag == tag for one in self._open[1:]):
            while self._open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self._open[-1].inside.append(_Node("#text", text=data))


def blocks_of(html: str, pictures: Mapping[str, str] | None = None) -> list[Block]:
    """The blocks of `html`, which was cleaned before. `pictures` gives the names of files by the addresses of pictures;
    of one it does not know its description is set."""
    tree = _Tree()
    tree.feed(html)
    tree.close()
    return list(_blocks(tree.top.inside, pictures or {}))


def _blocks(nodes: Sequence[_Node], pictures: Mapping[str, str]) -> Iterator[Block]:
    loose: list[_Node] = []
    for node in nodes:
        if node.tag in _INLINE:
            loose.append(node)
            continue
        yield from _paragraph(loose)
        loose = []
        yield from _block(node, pictures)
    yield from _paragraph(loose)


def _paragraph(nodes: Sequence[_Node]) -> Iterator[Block]:
    if runs := list(_trimmed(_runs(nodes))):
        yield {"kind": "paragraph", "runs": runs}


def _block(node: _Node, pictures: Mapping[str, str]) -> Iterator[Block]:
    match node.tag:
        case "p" | "pre":
            plain: list[_Node] = []
            for one in node.inside:
                if one.tag == "img":
                    yield from _paragraph(plain)
                    plain = []
                    yield _picture(one, pictures)
                else:
                    plain.append(one)
            yield from _paragraph(plain)
        case "ul" | "ol":
            start = int(node.attrs.get("start", "1")) if node.tag == "ol" else 0
            items = [list(_blocks(one.inside, pictures)) for one in node.inside if one.tag == "li"]
            yield {"kind": "list", "start": start, "items": items}
        case "blockquote":
            yield {"kind": "quote", "blocks": list(_blocks(node.inside, pictures))}
        case "table":
            yield from _table(node)
        case "img":
            yield _picture(node, pictures)
        case "hr":
            yield {"kind": "rule"}
        case tag if tag in _HEADINGS:
            yield {"kind": "heading", "runs": list(_trimmed(_runs(node.inside)))}
        case _:
            yield from _blocks(node.inside, pictures)


def _picture(node: _Node, pictures: Mapping[str, str]) -> Block:
    told = " ".join(node.attrs.get("alt", "").split())
    if name := pictures.get(node.attrs.get("src", "")):
        return {"kind": "picture", "file": name, "alt": told}
    return {"kind": "paragraph", "runs": [_run(told, light=True)]}


def _table(node: _Node) -> Iterator[Block]:
    rows = [
        (part.tag, [list(_trimmed(_runs(cell.inside))) for cell in row.inside if cell.tag in ("th", "td")])
        for part in node.inside
        for row in part.inside
        if row.tag == "tr"
    ]
    head = next((cells for tag, cells in rows if tag == "thead"), list[list[Run]]())
    body = [cells for tag, cells in rows if tag != "thead"]
    count = max((len(cells) for cells in (head, *body)), default=0)
    if not count:
        return
    full = [[*cells, *([[]] * (count - len(cells)))] for cells in (head, *body)]
    # What is empty is written into, and takes the room that the rest leaves.
    empty = [not any(row[at] for row in full[1:]) for at in range(count)]
    widths = ["part" if one or not any(empty) else "auto" for one in empty]
    yield {"kind": "table", "widths": widths, "head": full[0], "rows": full[1:]}


def _runs(nodes: Sequence[_Node], strong: bool = False, light: bool = False, href: str = "") -> Iterator[Run]:
    for node in nodes:
        match node.tag:
            case "#text":
                yield _run(node.text, strong=strong, light=light, href=href)
            case "br":
                yield {"break": True}
            case "strong":
                yield from _runs(node.inside, True, light, href)
            case "em" | "code":
                yield from _runs(node.inside, strong, True, href)
            case "a":
                yield from _link(node, strong=strong, light=light)
            case "img":
                yield _run(node.attrs.get("alt", ""), strong=strong, light=True)
            case _:
                yield from _runs(node.inside, strong, light, href)


def _link(node: _Node, *, strong: bool, light: bool) -> Iterator[Run]:
    """On paper nobody can press it: the address stands beside. A page of Polku has none that holds everywhere."""
    href = node.attrs.get("href", "")
    away = href if href.startswith(("https://", "http://", "mailto:", "tel:")) else ""
    said = list(_runs(node.inside, strong, light, away))
    yield from said
    shown = away.removeprefix("https://").removeprefix("http://").removeprefix("mailto:").removeprefix("tel:")
    if shown and shown.rstrip("/") not in "".join(str(one.get("text", "")) for one in said):
        yield _run(f" ({shown})", light=True)


def _run(text: str, *, strong: bool = False, light: bool = False, href: str = "") -> Run:
    return {"text": text, "strong": strong, "light": light, "href": href}


def _trimmed(runs: Iterator[Run]) -> Iterator[Run]:
    """The runs with one space where there are many or a line of the source ends, none at both ends. Words can break."""
    kept: list[Run] = []
    spaced = True
    for one in runs:
        if "break" in one:
            kept.append(one)
            spaced = True
            continue
        said = one["text"]
        words = " ".join(said.split())
        before = " " if said[:1].isspace() and not spaced else ""
        after = " " if words and said[-1:].isspace() else ""
        if whole := before + words + after:
            kept.append({**one, "text": breakable(whole)})
            spaced = whole.endswith(" ")
    while kept and ("break" in kept[-1] or not kept[-1]["text"].strip()):
        kept.pop()
    if kept:
        kept[-1] = {**kept[-1], "text": kept[-1]["text"].rstrip()}
    yield from kept


def leads_of(blocks: Sequence[Block]) -> list[tuple[str, Block]]:
    """Each block with the strong words it begins with, "" for none: answers are so written, by activities."""
    return [(_lead(one), one) for one in blocks]


def _lead(one: Block) -> str:
    runs: list[Run] = one.get("runs", [])
    return str(runs[0].get("text", "")).strip(" .:") if runs and runs[0].get("strong") else ""
