"""The state of a tab, of which those parts exist that were asked for.

Reflex makes an object for each state of every page as soon as a tab opens: some hundreds, of which a page uses three or
four. Here they are made when they are first asked for. An adapter to private names of Reflex; tests/web/test_states.py
watches them.
"""

from collections.abc import ValuesView
from functools import lru_cache
from typing import Any

from reflex.app import App
from reflex.istate.manager.memory import StateManagerMemory
from reflex.istate.manager.token import BaseStateToken, StateToken
from reflex.state import BaseState


@lru_cache(maxsize=8)
def _by_name(whole: type[BaseState], _how_many: int) -> dict[str, type[BaseState]]:
    return {part.get_name(): part for part in whole.get_substates()}


def _parts_of(whole: BaseState) -> dict[str, type[BaseState]]:
    kind = type(whole)
    return _by_name(kind, len(kind.get_substates()))


class Parts(dict[str, BaseState]):
    """The states below `whole` by name, each made at its first use. Who asks for all of them gets all."""

    def __init__(self, whole: BaseState) -> None:
        super().__init__()
        self.whole = whole

    def __missing__(self, name: str) -> BaseState:
        part = _parts_of(self.whole)[name](parent_state=self.whole, _reflex_internal_init=True)
        self[name] = part
        return part

    def __contains__(self, name: object) -> bool:
        return name in _parts_of(self.whole)

    def values(self) -> ValuesView[BaseState]:  # type: ignore[override]
        """All of them, as Reflex needs them to send a tab everything or to set everything back."""
        for name in _parts_of(self.whole):
            self[name]
        return super().values()


class StatesWhenNeeded(StateManagerMemory):
    """Reflex's states in memory, made part by part."""

    def _get_or_create_state(self, token: StateToken[Any]) -> Any:
        key = token.cache_key
        if key not in self.states and isinstance(token, BaseStateToken):
            whole: Any = token.cls.get_root_state()(_reflex_internal_init=True, init_substates=False)
            whole.substates = Parts(whole)
            self.states[key] = whole
        return super()._get_or_create_state(token)

    def _purge_token(self, token: StateToken[Any]) -> None:
        whole = self.states.get(token.cache_key)
        if isinstance(whole, BaseState):
            whole.substates = dict(whole.substates)  # what does not exist need not be made to be released
        super()._purge_token(token)


def install(app: App) -> None:
    """Keep the app's states so. Called once, before it serves."""
    app._state_manager = StatesWhenNeeded()
