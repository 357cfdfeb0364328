"""What a portfolio holds about a person: entries, with the dials, capabilities and evidence that belong to them."""

from collections.abc import Mapping
from typing import Any

from portfolio_app.core.errors import Invalid
from portfolio_app.core.languages import N_
from portfolio_app.core.personal import Owned, register
from portfolio_app.portfolio.models import Entry, EntryCapability, EntryDial, EntryEvidence, EntryKind, Scaffold
from portfolio_app.portfolio.when import checked
from portfolio_app.skills.framework import POSITIONS


def _has_days(row: Mapping[str, Any]) -> None:
    checked(row["began"], row["ended"])


def _is_on_a_dial(row: Mapping[str, Any]) -> None:
    if not 0 <= row["position"] <= POSITIONS:
        raise Invalid()


register(
    Owned(
        Entry,
        "entries",
        label=N_("Entries"),
        rests="deleted_at",
        private="corner_at",
        made_anew=("request",),
        choices={"kind": EntryKind, "scaffold": Scaffold},
        check=_has_days,
    ),
    Owned(EntryDial, "entry_dials", through="entry_id", check=_is_on_a_dial),
    Owned(EntryCapability, "entry_capabilities", through="entry_id"),
    Owned(EntryEvidence, "entry_evidence", through="entry_id"),
)
