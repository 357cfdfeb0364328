"""The styles that stand in a page: all but those of Tailwind's utilities that none of the page's own files name.

They are half of what a page weighs, and a browser looks through each of them for each element. Those of all pages come
once the page is awake (client/first_view.js), for whoever goes on to another.
"""

import re
from functools import lru_cache
from pathlib import Path

from portfolio_app.web.written_styles import rules

UTILITIES = "@layer utilities{"
_GROUP = re.compile(r"@(media|supports|container|starting-style)\b")
_CLASS = re.compile(r"\.((?:\\[0-9a-fA-F]{1,6} ?|\\.|[\w-])+)")
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6}) ?|(.))")
_BETWEEN = re.compile(r"[\s\"'`]+")


def only_named(css: str, names: frozenset[str]) -> str:
    """`css` without the utilities of which no class is in `names`. Raises `ValueError` where it has no such layer."""
    whole = _apart(css)
    if "".join(whole) != css.rstrip() or not any(rule.lstrip().startswith(UTILITIES) for rule in whole):
        raise ValueError("no layer of utilities")
    return "".join(_layer(rule, names) if rule.lstrip().startswith(UTILITIES) else rule for rule in whole)


def _layer(rule: str, names: frozenset[str]) -> str:
    start, brace, inside = rule.partition("{")
    return f"{start}{brace}{_named_in(inside[:-1], names)}}}"


def _named_in(inside: str, names: frozenset[str]) -> str:
    kept: list[str] = []
    for rule in _apart(inside):
        if _GROUP.match(rule):
            group = _layer(rule, names)
            kept.append("" if group.endswith("{}") else group)
        elif not (classes := _CLASS.findall(rule.partition("{")[0])) or any(_plain(one) in names for one in classes):
            kept.append(rule)
    return "".join(kept)


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
