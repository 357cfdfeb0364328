"""What is typed into a form stays when another form of its page is answered.

A form that makes something carries the id of its next save, `request`, and is laid out anew with each new one. A page
that is loaded again after an answer brings new ids for all of its forms; those that the answered form did not send are
put back, so their forms stay as they are. The same id sent twice makes one thing, whoever sends it.
"""

import dataclasses
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from reflex.state import BaseState

REQUEST = "request"
"""Views call such an id so, or something that ends so (`photo_request`)."""


def views_of(state: BaseState) -> dict[str, Any]:
    """The views that a state shows, as they are now, by the name of their var."""
    shown = {name: state.get_value(name) for name in type(state).base_vars}
    return {name: view for name, view in shown.items() if _asks(type(view))}


def put_back(state: BaseState, before: Mapping[str, Any], sent: Iterable[Any]) -> None:
    """Give the views of `state` the ids that they had `before`, but for those among what was `sent`."""
    spent = frozenset(_texts(sent))
    for name, view in before.items():
        now = state.get_value(name)
        if now is not view and (kept := _with_ids_of(view, now, spent)) is not now:
            setattr(state, name, kept)


def _texts(sent: Iterable[Any]) -> Iterable[str]:
    for one in sent:
        if isinstance(one, str):
            yield one
        elif isinstance(one, Mapping):
            yield from (value for value in one.values() if isinstance(value, str))


def _with_ids_of(before: Any, view: Any, spent: frozenset[str]) -> Any:
    if type(before) is not type(view) or not _asks(type(view)):
        return view
    kept: dict[str, Any] = {}
    for name in _asks(type(view)):
        was, now = getattr(before, name), getattr(view, name)
        if not isinstance(was, str):
            then = _with_ids_of(was, now, spent)
        else:
            then = now if was in spent or not (was and now) else was
        if then is not now:
            kept[name] = then
    return dataclasses.replace(view, **kept) if kept else view


@lru_cache(maxsize=1024)
def _asks(kind: type) -> tuple[str, ...]:
    """The fields of a view that hold such an id, or a view with one."""
    if not dataclasses.is_dataclass(kind):
        return ()
    return tuple(
        field.name
        for field in dataclasses.fields(kind)
        if (field.type in (str, "str") and field.name.endswith(REQUEST))
        or (isinstance(field.type, type) and _asks(field.type))
    )
