"""What credentials hold about a person: theirs, with the signed text, and whom a teacher offered one."""

from collections.abc import Mapping
from typing import Any, cast

from portfolio_app.accounts.models import Person
from portfolio_app.core.clock import now
from portfolio_app.core.errors import Invalid
from portfolio_app.core.languages import N_
from portfolio_app.core.personal import Mentioned, Named, Owned, Then, register
from portfolio_app.portfolio.credentials.answers import Outcome
from portfolio_app.portfolio.credentials.checking import check
from portfolio_app.portfolio.credentials.models import Credential, CredentialKind
from portfolio_app.schools.models import School

MOST_PARTS = 12
"""Objects in a credential of ours, and some more: what is checked here, beside everything else, has to be small."""


def _check_credential(row: Mapping[str, Any]) -> None:
    """What comes in is what a school signed, and the row says what that says."""
    document = row["document"]
    if not isinstance(document, dict) or _parts(cast("dict[str, Any]", document)) > MOST_PARTS:
        raise Invalid()
    answer = check(cast("dict[str, Any]", document), now())
    said = (answer.facts.title, answer.facts.criteria, answer.facts.recipient != "")
    if answer.outcome is not Outcome.ISSUER_UNKNOWN or said != (row["title"], row["criteria"], True):
        raise Invalid()


def _parts(value: Any) -> int:
    if isinstance(value, list):
        return sum(map(_parts, cast("list[Any]", value)))
    return 1 + sum(map(_parts, cast("dict[str, Any]", value).values())) if isinstance(value, dict) else 0


register(
    Owned(
        Credential,
        "credentials",
        label=N_("Credentials"),
        named=(Named("school_id", "school", School, text="school_name"), Named("by_id", "by", Person)),
        rests="deleted_at",
        made_anew=("request",),
        choices={"kind": CredentialKind},
        check=_check_credential,
    ),
    Mentioned(Credential, "by_id", Then.NAMELESS),
)
