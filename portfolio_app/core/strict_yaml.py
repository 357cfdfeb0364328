"""YAML as people write data by hand, read strictly, with the place of every value.

Plain YAML turns `no` into false, `13:15` into a number and a doubled key into silence, and lets a small file swell to
gigabytes through aliases. Here every plain word stays a word (whole numbers, true, false and null aside), and what
could surprise is refused with its line and column.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import yaml

Where = tuple[str | int, ...]
"""The way to a value: keys and positions from the root of the document."""

DEPTH_LIMIT = 20

_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_WORDS: Mapping[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}


class YamlMistake(ValueError):
    """The text is not the YAML it should be: `what` is wrong at `line` and `column`, both counted from 1."""

    def __init__(self, what: str, line: int, column: int) -> None:
        self.what, self.line, self.column = what, line, column
        super().__init__(f"{line}:{column}: {what}")


@dataclass(frozen=True)
class Document:
    """What a YAML text says (dict, list, str, int, bool or None) and where each value stands."""

    data: object
    places: Mapping[Where, tuple[int, int]]

    def place(self, where: Where) -> tuple[int, int]:
        """Line and column, from 1, of the value at `where`, or of the nearest value around it that is there."""
        while where and where not in self.places:
            where = where[:-1]
        return self.places.get(where, (1, 1))


def read_yaml(text: str) -> Document:
    """The one document in `text`.

    Raises `YamlMistake` for broken YAML and for doubled keys, keys that are not words, aliases, tags, several documents
    and nesting deeper than `DEPTH_LIMIT`.
    """
    loader = yaml.CSafeLoader(text)
    try:
        return _Reading(loader).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = ", ".join(filter(None, (error.context, error.problem)))
        raise YamlMistake(what, *((mark.line + 1, mark.column + 1) if mark else (1, 1))) from None
    except yaml.reader.ReaderError as error:
        before = text[: error.position]
        what = "a control character is not allowed"
        raise YamlMistake(what, before.count("\n") + 1, len(before) - before.rfind("\n")) from None
    finally:
        loader.dispose()


class _Reading:
    """Builds plain values from the parser's events, noting where each stands.

    From events, not from libyaml's nodes: composing nodes recurses in C and ends the process on deep nesting.
    """

    def __init__(self, loader: yaml.CSafeLoader) -> None:
        self._loader = loader
        self._places: dict[Where, tuple[int, int]] = {}

    def document(self) -> Document:
        self._next()  # the stream begins
        start = self._next()
        if isinstance(start, yaml.StreamEndEvent):
            raise YamlMistake("there is nothing in it", 1, 1)
        data = self._value(self._next(), ())
        self._next()  # the document ends
        after = self._next()
        if not isinstance(after, yaml.StreamEndEvent):
            raise _mistake(after, "a second document begins here: one file holds one")
        return Document(data, self._places)

    def _next(self) -> yaml.Event:
        event = self._loader.get_event()
        if event is None:
            raise YamlMistake("ends too early", 1, 1)
        return event

    def _value(self, event: yaml.Event, where: Where) -> object:
        if isinstance(event, yaml.AliasEvent):
            raise _mistake(event, "aliases (*name) are not allowed: write it out again")
        if getattr(event, "tag", None) is not None:
            raise _mistake(event, "tags (!name) are not allowed")
        if len(where) > DEPTH_LIMIT:
            raise _mistake(event, f"nested more than {DEPTH_LIMIT} deep")
        self._places.setdefault(where, _place(event))
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(where)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(where)
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event)
        raise _mistake(event, "a value is missing here")

    def _mapping(self, where: Where) -> dict[str, object]:
        found: dict[str, object] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise _mistake(event, "a key has to be a word")
            key = str(event.value)
            if key in found:
                raise _mistake(event, f"{key!r} is here twice")
            self._places[*where, key] = _place(event)
            found[key] = self._value(self._next(), (*where, key))
        return found

    def _sequence(self, where: Where) -> list[object]:
        found: list[object] = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            found.append(self._value(event, (*where, len(found))))
        return found


def _scalar(event: yaml.ScalarEvent) -> str | int | bool | None:
    value = str(event.value)
    plain = event.implicit[0]
    if plain and value in _WORDS:
        return _WORDS[value]
    if plain and _NUMBER.fullmatch(value):
        return int(value)
    return value


def _place(event: yaml.Event) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _mistake(event: yaml.Event, what: str) -> YamlMistake:
    return YamlMistake(what, *_place(event))
