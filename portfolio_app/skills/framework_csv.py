"""A framework as a spreadsheet keeps it: one row a text, one column a language. docs/frameworks.md shows one.

Read into the same tree as a YAML file, with the row and the column of every value (a column is a column of the sheet).
The answers and the stages are those of the house: only a YAML file has some of its own.
"""

import re
from collections.abc import Callable, Mapping
from typing import cast

from portfolio_app.core.sheets import BrokenSheet, rows_of
from portfolio_app.core.strict_yaml import Document, Where

FIRST = ("part", "code", "key")
"""The first columns; one for each language follows."""

_CODES = re.compile(r"[\s,;]+")

Tree = dict[str, object]
Place = tuple[int, int]


class CsvMistakes(ValueError):
    """The sheet is not as it should be: `told` has the line, the column and what is wrong."""

    def __init__(self, told: list[tuple[int, int, str]]) -> None:
        self.told = told
        super().__init__("\n".join(f"{line}:{column}: {what}" for line, column, what in told))


def read_csv(text: str) -> Document:
    """The sheet in `text`, as `rows_of` reads one.

    Raises `CsvMistakes` with everything that is wrong in single rows.
    """
    sheet: _Sheet | None = None
    try:
        for line, cells in rows_of(text):
            if sheet is None:
                sheet = _Sheet(cells)
            elif any(cells):
                sheet.add(line, cells)
    except BrokenSheet as error:
        raise CsvMistakes([(error.line, 1, error.what)]) from error
    if sheet is None:
        raise CsvMistakes([(1, 1, "there is nothing in it")])
    if sheet.told:
        raise CsvMistakes(sheet.told)
    return Document(sheet.tree, sheet.places)


class _Sheet:
    """Puts row after row where it belongs in the tree."""

    def __init__(self, header: list[str]) -> None:
        self.told: list[tuple[int, int, str]] = []
        self.places: dict[Where, Place] = {(): (1, 1)}
        self._languages = [name for name in header[len(FIRST) :] if name]
        if tuple(header[: len(FIRST)]) != FIRST or not self._languages:
            raise CsvMistakes(
                [(1, 1, f"the first line should be {','.join(FIRST)} and the languages: part,code,key,en")]
            )
        self._themes: list[Tree] = []
        self._retired: list[Tree] = []
        self._crosswalks: dict[str, Tree] = {}
        self._homes: dict[tuple[str, str], tuple[Tree, Where]] = {}
        self.tree: Tree = {
            "languages": self._languages,
            "source": {},
            "themes": self._themes,
        }
        self.places["languages",] = (1, len(FIRST) + 1)

    def add(self, line: int, row: list[str]) -> None:
        part, code, key, *words = [*row, *[""] * (len(FIRST) - len(row))]
        kinds: Mapping[str, Callable[[int, str, str, list[str]], None]] = {
            "framework": self._framework,
            "theme": self._theme,
            "capability": self._capability,
            "retired": self._former,
        }
        if part not in kinds:
            self._tell(line, 1, f"{part!r} is none of {', '.join(kinds)}")
        elif not code:
            self._tell(line, 2, "the code is missing")
        elif len(words) > len(self._languages) and any(words[len(self._languages) :]):
            self._tell(line, len(FIRST) + len(self._languages) + 1, "has more columns than the first line")
        else:
            kinds[part](line, code, key, words)

    def _tell(self, line: int, column: int, what: str) -> None:
        self.told.append((line, column, what))

    def _put(self, line: int, tree: Tree, where: Where, key: str, value: object, column: int = len(FIRST) + 1) -> None:
        if key in tree:
            self._tell(line, 3, f"{key!r} is here twice")
        tree[key] = value
        self.places[*where, key] = (line, column)

    def _text(self, line: int, tree: Tree, where: Where, key: str, words: list[str]) -> None:
        """A text in the languages that have one; an empty cell is a language that is missing."""
        self._put(line, tree, where, key, self._said(line, (*where, key), words))

    def _said(self, line: int, where: Where, words: list[str]) -> Tree:
        self.places[where] = (line, len(FIRST) + 1)
        said: Tree = {}
        for at, (language, told) in enumerate(zip(self._languages, words, strict=False)):
            if told:
                said[language] = told
                self.places[*where, language] = (line, len(FIRST) + 1 + at)
        return said

    def _framework(self, line: int, code: str, key: str, words: list[str]) -> None:
        source = _inside(self.tree, "source")
        value = words[0] if words else ""
        if "code" not in self.tree:
            self._put(line, self.tree, (), "code", code, 2)
            self.places["source",] = (line, 1)
        elif self.tree["code"] != code:
            self._tell(line, 2, f"{code!r} is not {self.tree['code']!r}: one file holds one framework")
        if key == "name":
            self._text(line, self.tree, (), key, words)
        elif key in ("licence", "note"):
            self._text(line, source, ("source",), key, words)
        elif key in ("title", "publisher", "year"):
            self._put(line, source, ("source",), key, _number(value) if key == "year" else value)
        elif key == "version":
            self._put(line, self.tree, (), key, _number(value))
        else:
            self._tell(line, 3, f"{key!r} is none of name, version, title, publisher, year, licence, note")

    def _theme(self, line: int, code: str, key: str, words: list[str]) -> None:
        tree, where = self._home("theme", line, code, self._themes, ("themes",))
        if key in ("name", "description"):
            self._text(line, tree, where, key, words)
        elif key == "shape":
            self._put(line, tree, where, key, words[0] if words else "")
        else:
            self._tell(line, 3, f"{key!r} is none of name, description, shape")

    def _home(self, part: str, line: int, code: str, among: list[Tree], way: Where) -> tuple[Tree, Where]:
        """The theme, capability or retired one with that code, made when its first row comes."""
        if (part, code) not in self._homes:
            where: Where = (*way, len(among))
            made: Tree = {"code": code}
            if part == "theme":
                made["capabilities"] = []
            among.append(made)
            self.places[where] = (line, 1)
            self.places[*where, "code"] = (line, 2)
            self._homes[part, code] = (among[-1], where)
        return self._homes[part, code]

    def _capability(self, line: int, code: str, key: str, words: list[str]) -> None:
        if not self._themes:
            self._tell(line, 1, "a theme comes first: a capability belongs to the theme above it")
            return
        inside = cast("list[Tree]", self._themes[-1]["capabilities"])
        tree, where = self._home("capability", line, code, inside, ("themes", len(self._themes) - 1, "capabilities"))
        tree.setdefault("statements", {})
        tree.setdefault("shows", {})
        kind, _blank, which = key.partition(" ")
        if key in ("name", "meaning"):
            self._text(line, tree, where, key, words)
        elif key in ("first", "second"):
            poles = _inside(tree, "poles")
            self._text(line, poles, (*where, "poles"), key, words)
        elif kind == "statement" and which:
            statements = _inside(tree, "statements")
            self._text(line, statements, (*where, "statements"), which, words)
        elif kind == "shows" and which:
            shows = _inside(tree, "shows")
            ideas = cast("list[Tree]", shows.setdefault(which, []))
            self.places.setdefault((*where, "shows", which), (line, 3))
            ideas.append(self._said(line, (*where, "shows", which, len(ideas)), words))
        elif kind == "like" and which:
            self._like(line, code, which, words)
        else:
            known = "name, meaning, first, second, statement STAGE, shows STAGE, like FRAMEWORK"
            self._tell(line, 3, f"{key!r} is none of {known}")

    def _like(self, line: int, code: str, to: str, words: list[str]) -> None:
        at = list(self._crosswalks).index(to) if to in self._crosswalks else len(self._crosswalks)
        if to not in self._crosswalks:
            self._crosswalks[to] = {"to": to, "pairs": {}}
            self.tree["crosswalks"] = list(self._crosswalks.values())
            self.places["crosswalks", at] = self.places["crosswalks", at, "to"] = (line, 3)
        pairs = _inside(self._crosswalks[to], "pairs")
        self._put(line, pairs, ("crosswalks", at, "pairs"), code, _codes(words))

    def _former(self, line: int, code: str, key: str, words: list[str]) -> None:
        self.tree.setdefault("retired", self._retired)
        tree, where = self._home("retired", line, code, self._retired, ("retired",))
        if key == "name":
            self._text(line, tree, where, key, words)
        elif key == "until":
            self._put(line, tree, where, key, _number(words[0] if words else ""))
        elif key == "becomes":
            self._put(line, tree, where, key, _codes(words))
        else:
            self._tell(line, 3, f"{key!r} is none of name, until, becomes")


def _inside(tree: Tree, key: str) -> Tree:
    """The tree at `key`, made when there is none."""
    return cast("Tree", tree.setdefault(key, {}))


def _number(word: str) -> object:
    """A whole number, or the word itself, for the schema to refuse."""
    return int(word) if re.fullmatch(r"[0-9]{1,9}", word) else word


def _codes(words: list[str]) -> list[str]:
    return [code for code in _CODES.split(words[0] if words else "") if code]
