"""The voices about a pupil as screens show them: beside the pupil's own view, and as the moments that moved a line."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, String, Uuid, and_, bindparam, cast, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.accounts.models import Person
from portfolio_app.core.database import table_of
from portfolio_app.core.languages import _, format_date
from portfolio_app.sharing.queries import named
from portfolio_app.skills import policy
from portfolio_app.skills.carried import carried_words, said_words
from portfolio_app.skills.crosswalks import Tag
from portfolio_app.skills.framework import POSITIONS, STEPS, Framework, crosswalks
from portfolio_app.skills.models import Assessment, Evidence, EvidenceCapability, GivenVoice, Voice
from portfolio_app.skills.picture_words import step_words
from portfolio_app.skills.things import capability_thing
from portfolio_app.skills.voice_words import Views

MOST_VOICES = 40
"""Voices about one capability on its page, the newest; the line over the years shows `MOST_MOMENTS`."""
MOST_MOMENTS = 60
MOST_IN_PICTURE = 2000
WIDE, HIGH, EDGE = 600, 160, 12
"""The drawing of the line, in its own units."""


@dataclass(frozen=True)
class VoiceLine:
    """A voice, as the pupil reads it."""

    id: str = ""
    kind: str = ""
    who: str = ""
    day: str = ""
    step: int = 0
    step_words: str = ""
    reason: str = ""
    answer: str = ""
    hidden: bool = False
    reported: bool = False
    carried: str = ""
    """From which framework and capability it is carried over, "" for one about this very capability. `step` is one of
    that capability then."""


@dataclass(frozen=True)
class ChangeLine:
    """A moment of a capability's line: when, what happened, and the step it stood at then (0 for none).

    `x` and `y` are where it stands in the drawing of `WIDE` by `HIGH`."""

    kind: str = ""
    day: str = ""
    what: str = ""
    step_words: str = ""
    step: int = 0
    x: float = 0
    y: float = 0


@dataclass(frozen=True)
class Change:
    """A capability over the years; `path`: the pupil's own view as SVG points, "" under two moments."""

    moments: tuple[ChangeLine, ...] = ()
    """The newest first."""
    path: str = ""
    began: str = ""
    ended: str = ""


@dataclass(frozen=True)
class LatestVoice:
    """The last thing one adult said about a capability."""

    kind: str
    who: str
    """Tells people apart, and is nobody's name."""
    step: int


@dataclass(frozen=True)
class Heard:
    """What others said of a pupil, without what the pupil hid."""

    here: Mapping[str, Sequence[LatestVoice]]
    """Per capability of the framework in use, the newest first; without those who have not seen it."""
    carried: Mapping[str, int]
    """Per capability of the framework in use, how many voices are carried over to it."""
    former: Collection[Tag]
    """The capabilities these are about."""


_VOICE, _PERSON = table_of(GivenVoice), table_of(Person)
_SAID, _EVIDENCE, _SHOWS = (table_of(kind) for kind in (Assessment, Evidence, EvidenceCapability))


def in_sight() -> ColumnElement[bool]:
    """Filter: voices that hold, and that their pupil has not hidden."""
    return and_(_VOICE.c.replaced_at.is_(None), _VOICE.c.hidden_at.is_(None))


# Written once, and on the tables themselves: putting them together would take longer than running them.
_WHICH = (_VOICE.c.person_id == bindparam("person", type_=Uuid()), _VOICE.c.replaced_at.is_(None))
_ALL = (
    select(
        _VOICE.c.framework,
        _VOICE.c.capability,
        _VOICE.c.kind,
        _VOICE.c.step,
        cast(func.coalesce(_VOICE.c.giver_id, _VOICE.c.link_id, _VOICE.c.request), String).label("who"),
    )
    .where(*_WHICH, _VOICE.c.hidden_at.is_(None))
    .order_by(_VOICE.c.made_at.desc(), _VOICE.c.id)
    .limit(MOST_IN_PICTURE)
)
_OF_ONE = (
    select(
        _VOICE.c.id,
        _VOICE.c.kind,
        _VOICE.c.giver_id,
        _VOICE.c.link_id,
        _VOICE.c.request,
        _VOICE.c.giver_name,
        _VOICE.c.organisation,
        _VOICE.c.step,
        _VOICE.c.reason,
        _VOICE.c.made_at,
        _VOICE.c.framework,
        _VOICE.c.capability,
        _VOICE.c.on_dial,
        _VOICE.c.answer,
        _VOICE.c.hidden_at,
        _VOICE.c.reported_at,
        _VOICE.c.brought_at,
        _PERSON.c.name,
    )
    .join_from(_VOICE, _PERSON, _PERSON.c.id == _VOICE.c.giver_id, isouter=True)
    .where(*_WHICH, (_VOICE.c.framework + ":" + _VOICE.c.capability).in_(bindparam("things", expanding=True)))
    .order_by(_VOICE.c.made_at.desc(), _VOICE.c.id)
    .limit(MOST_MOMENTS)
)
_ANSWERS = (
    select(_SAID.c.made_at, _SAID.c.step, _SAID.c.on_dial)
    .where(
        _SAID.c.person_id == bindparam("person", type_=Uuid()),
        _SAID.c.framework == bindparam("framework"),
        _SAID.c.capability == bindparam("capability"),
    )
    .order_by(_SAID.c.made_at.desc(), _SAID.c.id)
    .limit(MOST_MOMENTS)
)
_SHOWN = (
    select(_EVIDENCE.c.made_at, _EVIDENCE.c.title)
    .join_from(_EVIDENCE, _SHOWS, _SHOWS.c.evidence_id == _EVIDENCE.c.id)
    .where(
        policy.owned_by(bindparam("person", type_=Uuid())),
        _SHOWS.c.framework == bindparam("framework"),
        _SHOWS.c.capability == bindparam("capability"),
    )
    .order_by(_EVIDENCE.c.made_at.desc(), _EVIDENCE.c.id)
    .limit(MOST_MOMENTS)
)


async def latest_voices(session: AsyncSession, person_id: UUID, used: Framework) -> Heard:
    """What each adult said last of each capability of the framework, and how many voices are carried over to each."""
    rows = await session.execute(_ALL, {"person": person_id})
    found: defaultdict[str, dict[str, LatestVoice]] = defaultdict(dict)
    carried: Counter[str] = Counter()
    former: set[Tag] = set()
    for framework_code, code, kind, step, who in rows:
        if framework_code == used.code and code in used.codes:
            if who not in found[code]:
                found[code][who] = LatestVoice(kind, who, step)
        else:
            former.add((framework_code, code))
            carried.update(crosswalks().carried_to(used.code).get((framework_code, code), ()))
    here = {code: tuple(one for one in said.values() if one.step) for code, said in found.items()}
    return Heard(here, carried, former)


def _apart(row: Row[*tuple[Any, ...]]) -> str:
    return str(row.giver_id or row.link_id or row.request)


def views_of(used: Framework, code: str, own: int, voices: Iterable[LatestVoice]) -> Views:
    """One capability in all voices, for a sentence about it."""
    return Views(own, [(one.who, one.step) for one in voices], dial=_is_dial(used, code))


def _is_dial(used: Framework, code: str) -> bool:
    return code in used.codes and used.capability(code).poles is not None


def newest_step(voices: Iterable[LatestVoice], kind: Voice) -> int:
    """The step one kind of voice said last; 0 for none."""
    return next((one.step for one in voices if one.kind == kind), 0)


async def voices_about(
    session: AsyncSession, person_id: UUID, used: Framework, code: str
) -> tuple[tuple[VoiceLine, ...], Views, Change]:
    """Everything said about one capability of a pupil, for that pupil: lines, what they say together, the line over the
    years. Three queries, however many years. The framework may be a former one, and the capability retired.

    Voices about what is like it elsewhere stand among the lines, marked, and with the words of where they were said: a
    step there is none of these, so they move no line, and what they say together leaves them out.
    """
    which: dict[str, Any] = {"person": person_id, "framework": used.code, "capability": code}
    tags = [(used.code, code), *crosswalks().carried_from(used.code, code)]
    which["things"] = [capability_thing(*tag) for tag in tags]
    rows = (await session.execute(_OF_ONE, which)).all()
    answers = (await session.execute(_ANSWERS, which)).all()
    shown = (await session.execute(_SHOWN, which)).all()
    latest: dict[str, LatestVoice] = {}
    own_rows = [row for row in rows if (row.framework, row.capability) == (used.code, code)]
    for row in own_rows:
        if row.hidden_at is None:
            latest.setdefault(_apart(row), LatestVoice(row.kind, _apart(row), row.step))
    own = answers[0].step if answers else 0
    lines = tuple(_line(used, code, row) for row in rows[:MOST_VOICES])
    views = views_of(used, code, own, [one for one in latest.values() if one.step])
    return lines, views, _change(used, code, own_rows, answers, shown)


def _line(used: Framework, code: str, row: Row[*tuple[Any, ...]]) -> VoiceLine:
    return VoiceLine(
        id=str(row.id),
        kind=row.kind,
        who=_who(row),
        day=format_date(row.made_at),
        step=row.step,
        step_words=_heard_words(row),
        reason=row.reason,
        answer=row.answer,
        hidden=row.hidden_at is not None,
        reported=row.reported_at is not None,
        carried="" if (row.framework, row.capability) == (used.code, code) else carried_words([_tag(row)]),
    )


def _tag(row: Row[*tuple[Any, ...]]) -> Tag:
    return row.framework, row.capability


def _heard_words(row: Row[*tuple[Any, ...]]) -> str:
    if not row.step:
        return _("Has not seen this")
    return said_words(row.framework, row.capability, row.step, on_dial=row.on_dial)


def _who(row: Row[*tuple[Any, ...]]) -> str:
    words = giver_words(row.kind, row.name or row.giver_name, row.organisation)
    return named(words, brought=row.brought_at is not None)


def giver_words(kind: str, name: str, organisation: str = "") -> str:
    """Who speaks: by name, with the organisation of somebody outside school. A teacher whose account is gone has no
    name any more."""
    if kind == Voice.HOST:
        return _("{name}, {organisation}").format(name=name, organisation=organisation)
    return name or _("A teacher who was here before")


def seen_words(used: Framework, code: str, step: int) -> str:
    """A step in words, as somebody else says it."""
    return step_words(used, code, step) if step else _("Has not seen this")


def _change(
    used: Framework,
    code: str,
    voices: Sequence[Row[*tuple[Any, ...]]],
    answers: Sequence[Row[*tuple[Any, ...]]],
    shown: Sequence[Row[*tuple[Any, ...]]],
) -> Change:
    """The newest `MOST_MOMENTS` of everything that moved the line."""
    moments: list[tuple[datetime, str, str, int, bool]] = [
        (one.made_at, "own", _("You said how it is for you"), one.step, one.on_dial) for one in answers
    ]
    for one in voices:
        if one.hidden_at is None and one.step:
            heard = _("{name} said how they see it").format(name=_who(one))
            moments.append((one.made_at, one.kind, heard, one.step, one.on_dial))
    moments += [(one.made_at, "evidence", _("Evidence: {title}").format(title=one.title), 0, False) for one in shown]
    moments.sort(key=lambda one: one[0], reverse=True)
    del moments[MOST_MOMENTS:]
    if not moments:
        return Change()
    first, last = moments[-1][0], moments[0][0]
    length = max((last - first).total_seconds(), 1)
    most = POSITIONS if any(on_dial for *_moment, on_dial in moments) else STEPS

    def line(moment: datetime, kind: str, what: str, step: int, on_dial: bool) -> ChangeLine:
        return ChangeLine(
            kind,
            format_date(moment),
            what,
            said_words(used.code, code, step, on_dial=on_dial) if step else "",
            step,
            x=_across((moment - first).total_seconds() / length),
            y=_down(step / most),
        )

    lines = tuple(line(*one) for one in moments)
    own = [one for one in reversed(lines) if one.kind == "own"]
    points = " ".join(f"{one.x},{one.y}" for one in own)
    return Change(lines, points if len(own) > 1 else "", format_date(first), format_date(last))


def _across(part: float) -> float:
    return round(EDGE + part * (WIDE - 2 * EDGE), 1)


def _down(part: float) -> float:
    return round(HIGH - EDGE - part * (HIGH - 2 * EDGE), 1)
