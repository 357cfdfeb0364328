"""Evidence and voices from another framework, or for a capability that is retired: where they are seen now.

Nothing is rewritten for it. What shows capabilities of the framework in use is seen under these; what shows none of
them is carried over, by the crosswalks.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, bindparam, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.core.database import table_of
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import _, format_list, spoken
from portfolio_app.skills import policy
from portfolio_app.skills.crosswalks import Tag
from portfolio_app.skills.framework import Framework, UnknownCode, crosswalks, framework, frameworks
from portfolio_app.skills.models import Evidence, EvidenceCapability
from portfolio_app.skills.picture_words import step_words

Carried = Mapping[str, Mapping[UUID, tuple[Tag, ...]]]
"""Per capability of the framework in use, the evidence carried over to it, and from which capabilities."""

_EVIDENCE, _SHOWS = table_of(Evidence), table_of(EvidenceCapability)
_HERE = _SHOWS.alias("here")


def shows_nothing_here(evidence_id: ColumnElement[UUID]) -> ColumnElement[bool]:
    """Filter: evidence that shows no capability of the framework in use; a statement with it takes `in_use(…)`."""
    return ~exists(
        select(1).where(
            _HERE.c.evidence_id == evidence_id,
            _HERE.c.framework == bindparam("framework"),
            _HERE.c.capability.in_(bindparam("codes", expanding=True)),
        )
    )


def in_use(used: Framework) -> dict[str, Any]:
    """What statements are told of the framework in use."""
    return {"framework": used.code, "codes": list(used.codes)}


# Written once, and on the tables themselves: it is asked at each visit to Home and to My skills.
_CARRIED = (
    select(_EVIDENCE.c.id, _SHOWS.c.framework, _SHOWS.c.capability)
    .join_from(_EVIDENCE, _SHOWS, _SHOWS.c.evidence_id == _EVIDENCE.c.id)
    .where(
        policy.owned_by(bindparam("person", type_=Uuid())),
        # What is in use is passed over before anything is looked up about it: mostly that is all there is.
        or_(
            _SHOWS.c.framework != bindparam("framework"),
            _SHOWS.c.capability.not_in(bindparam("codes", expanding=True)),
        ),
        shows_nothing_here(_EVIDENCE.c.id),
    )
)
_TAGS = select(_SHOWS.c.evidence_id, _SHOWS.c.framework, _SHOWS.c.capability).where(
    _SHOWS.c.evidence_id.in_(bindparam("ids", expanding=True))
)


async def carried_evidence(session: AsyncSession, person_id: UUID, used: Framework) -> Carried:
    """What of a person's evidence is carried over into the framework."""
    rows = (await session.execute(_CARRIED, {"person": person_id, **in_use(used)})).all()
    found: dict[str, dict[UUID, tuple[Tag, ...]]] = {}
    for evidence_id, tags in _by_evidence(rows).items():
        for code, of in crosswalks().seen_under(used.code, tags).items():
            found.setdefault(code, {})[evidence_id] = of
    return found


async def seen_where(
    session: AsyncSession, evidence_ids: Iterable[UUID], used: Framework
) -> Mapping[UUID, Mapping[str, tuple[Tag, ...]]]:
    """Per evidence, the capabilities of the framework under which it is seen; with those it is carried over from,
    none where its owner said that it shows just that."""
    rows = (await session.execute(_TAGS, {"ids": list(evidence_ids)})).all()
    return {evidence_id: crosswalks().seen_under(used.code, tags) for evidence_id, tags in _by_evidence(rows).items()}


def _by_evidence(rows: Iterable[Any]) -> dict[UUID, list[Tag]]:
    found: dict[UUID, list[Tag]] = {}
    for evidence_id, framework_code, code in rows:
        found.setdefault(evidence_id, []).append((framework_code, code))
    return found


def named(framework_code: str, code: str) -> str:
    """A capability of any framework in the reader's language; its code where this instance does not know it."""
    try:
        used = framework(framework_code)
        return used.text(used.name_of(code), spoken())
    except UnknownCode:
        return code


def carried_words(tags: Iterable[Tag]) -> str:
    """From where something is carried over, "" for nothing: the framework and what it is called there."""
    by_framework: dict[str, list[str]] = {}
    for framework_code, code in dict.fromkeys(tags):
        by_framework.setdefault(framework_code, []).append(named(framework_code, code))
    parts = [
        _("{framework} ({skills})").format(framework=framework_name(code), skills=format_list(names))
        for code, names in by_framework.items()
    ]
    return _("Carried over from {where}").format(where=format_list(parts)) if parts else ""


def said_words(framework_code: str, code: str, step: int, *, on_dial: bool) -> str:
    """What an answer in any capability meant; "" where nobody knows any more, as of a framework that was taken away."""
    used = frameworks().get(framework_code)
    if used is None:
        return ""
    if code in used.codes:
        return step_words(used, code, step)
    return used.text(used.step(step).name, spoken()) if not on_dial and 1 <= step <= len(used.scale) else ""


def is_known(framework_code: str, code: str) -> bool:
    """Whether this instance knows that capability, in use anywhere or retired."""
    used = frameworks().get(framework_code)
    return used is not None and code in (*used.codes, *(one.code for one in used.retired))


def framework_with(used: Framework, code: str) -> Framework:
    """The framework whose capability that is: the one in use, if it has or had it. Raises `NotFound` if none did."""
    for one in (used, *frameworks().values()):
        if is_known(one.code, code):
            return one
    raise NotFound()


def framework_name(code: str) -> str:
    """A framework's name in the reader's language; its code where this instance does not have it."""
    try:
        used = framework(code)
    except UnknownCode:
        return code
    return used.text(used.name, spoken())
