"""The styles that stand in a page: all but those of classes that none of the page's own files name.

They are more than half of what a page weighs, and a browser looks through each of them for each element. Those of all
pages come once the page is awake (client/first_view.js), for whoever goes on to another.
"""

import re
from functools import lru_cache
from pathlib import Path

from portfolio_app.web.written_styles import rules

LAYERS = ("@layer utilities{", "@layer components{")
"""Those whose rules are of classes."""
OLD = "@layer properties"
"""Tailwind's properties as browsers are told them that do not know `@property`."""
IN_TEXTS = ("lesson-",)
"""Classes that stand in texts of modules as well, which no file of a page names; where one is named, any may follow."""
_GROUP = re.compile(r"@(media|supports|container|starting-style)\b")
_PROPERTY = re.compile(r"@property (--[\w-]+)")
_DECLARED = re.compile(r"(--[\w-]+):[^;{}]*;?")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_COMMA = re.compile(r",(?![^(]*\))")
_CLASS = re.compile(r"\.((?:\\[0-9a-fA-F]{1,6} ?|\\.|[\w-])+)")
_BUT_NOT = re.compile(r":not\((?:[^()]|\([^()]*\))*\)")
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6}) ?|(.))")
_BETWEEN = re.compile(r"[\s\"'`]+")


class _Named:
    """The names of classes in a page's files, and the beginnings of those that are put together there (`theme-`)."""

    def __init__(self, names: frozenset[str]) -> None:
        self.names = names
        begun = {name.partition("${")[0] for name in names if "${" in name} | {n for n in names if n.endswith("-")}
        begun |= {begins for begins in IN_TEXTS if any(name.startswith(begins) for name in names)}
        self.begun = tuple(sorted(begins for begins in begun if begins.endswith("-") and len(begins) > 2))

    def may_match(self, selectors: str) -> bool:
        """Whether one of the selectors may match something in the page."""
        return any(self._may_match(one) for one in _COMMA.split(_BUT_NOT.sub("", selectors)))

    def _may_match(self, selector: str) -> bool:
        said = [name in self.names or name.startswith(self.begun) for name in map(_plain, _CLASS.findall(selector))]
        return not said or (any(said) if "(" in selector else all(said))


def only_named(css: str, names: frozenset[str]) -> str:
    """`css` without the rules of which no class is in `names`. Raises `ValueError` where it has no such layers."""
    whole = _apart(css)
    if "".join(whole) != css.rstrip() or not all(any(_is(rule, layer) for rule in whole) for layer in LAYERS):
        raise ValueError("no layers of utilities and components")
    named = _Named(names)
    kept = [_layer(rule, named) if _is(rule, *LAYERS) else _kept(rule, named) for rule in whole]
    used = "".join(rule for rule in kept if not _is(rule, "@property", OLD))
    return "".join(_used(rule, used) for rule in kept)


def _is(rule: str, *begins: str) -> bool:
    return _COMMENT.sub("", rule).lstrip().startswith(begins)


def _used(rule: str, used: str) -> str:
    """A rule that declares Tailwind's own properties, without those that no other rule uses."""
    if _is(rule, OLD):
        return _DECLARED.sub(lambda one: one[0] if one[1] in used else "", rule)
    declared = _PROPERTY.match(rule.lstrip())
    return "" if declared and declared[1] not in used else rule


def _layer(rule: str, named: _Named) -> str:
    start, brace, inside = rule.partition("{")
    return f"{start}{brace}{''.join(_kept(one, named) for one in _apart(inside[:-1]))}}}"


def _kept(rule: str, named: _Named) -> str:
    if _GROUP.match(rule):
        group = _layer(rule, named)
        return "" if group.endswith("{}") else group
    return rule if _is(rule, "@") or named.may_match(rule.partition("{")[0]) else ""


@lru_cache(maxsize=256)  # the same for every page
def _apart(css: str) -> tuple[str, ...]:
    return tuple(rules(css))


def _plain(name: str) -> str:
    """A class as elements have it, without the escapes of a stylesheet."""
    return _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)) if escape[1] else escape[2], name)


def names_in(text: str) -> frozenset[str]:
    """All that could be the name of a class in a page or script."""
    return frozenset(_BETWEEN.split(text))


@lru_cache(maxsize=256)  # most scripts are those of many pages
def names_in_file(file: Path) -> frozenset[str]:
    """The same of a file."""
    return names_in(file.read_text("utf-8"))
