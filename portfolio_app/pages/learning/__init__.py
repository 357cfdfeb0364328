"""Lessons, for those who do them and for the adults of their school."""

from portfolio_app.pages.learning import (
    entitlements,
    for_colleagues,
    lessons,
    module,
    own_module,
    own_module_changes,
    own_modules,
)

__all__ = ["entitlements", "for_colleagues", "lessons", "module", "own_module", "own_module_changes", "own_modules"]
