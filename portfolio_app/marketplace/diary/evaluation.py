"""How a placement was, in the pupil's own words, once its last day is over. It is about the place and their own work
there, never a grade, and it is theirs alone."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Uuid, bindparam, exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import now
from portfolio_app.core.database import writing
from portfolio_app.core.drafts import drop_draft
from portfolio_app.core.errors import Conflict, Invalid
from portfolio_app.core.languages import N_, _, local_date
from portfolio_app.core.wording import several_lines
from portfolio_app.marketplace.diary.models import OwnEvaluation
from portfolio_app.marketplace.placements import policy
from portfolio_app.marketplace.placements.auditing import audit_placement
from portfolio_app.marketplace.placements.models import Placement
from portfolio_app.portfolio.home import HomeLine
from portfolio_app.portfolio.teaching import href

LONGEST_ANSWER = 1500
ANSWERS = ("proud", "surprised", "would", "why", "to_next")
WOULD = {"yes": N_("Yes"), "maybe": N_("Maybe"), "no": N_("No")}
NOT_OVER = N_("These days are not over yet.")
ASKED_FOR = timedelta(days=21)
"""How long Home asks after the last day."""


@dataclass(frozen=True)
class EvaluationForm:
    """What the pupil answers; "" for what they leave out. `would` is one of `WOULD`."""

    proud: str = ""
    surprised: str = ""
    would: str = ""
    why: str = ""
    to_next: str = ""


def evaluation_draft(placement_id: UUID) -> str:
    """The name of its draft."""
    return f"own-evaluation:{placement_id}"


def is_over(placement: Placement) -> bool:
    """Whether the last day is over, and the pupil was there at all."""
    return placement.last_day < local_date(now()) and placement.cancelled_at is None


async def evaluate(actor: Actor, placement_id: str | UUID, form: EvaluationForm, version: int) -> None:
    """Keep how the actor's placement was; `version` is of the answers that are changed, 0 for the first. The same again
    changes nothing.

    Raises `Invalid` with the field, `Conflict` when other answers were kept meanwhile, and `NotFound`.
    """
    values: dict[str, Any] = {
        name: several_lines(getattr(form, name), field=name, most=LONGEST_ANSWER) for name in ANSWERS if name != "would"
    }
    if form.would and form.would not in WOULD:
        raise Invalid(field="would")
    values["would"] = form.would
    if not any(values.values()):
        raise Invalid(N_("Answer one of the questions at least."), field="proud")
    async with writing() as session:
        placement = await policy.check_own(session, actor, placement_id, lock=True)
        if not is_over(placement):
            raise Invalid(NOT_OVER, field="proud")
        await drop_draft(session, actor.person_id, evaluation_draft(placement.id))
        row = await evaluation_of(session, placement)
        if row is None:
            row = OwnEvaluation(placement_id=placement.id, made_at=now(), changed_at=now(), **values)
            session.add(row)
        else:
            if all(getattr(row, name) == value for name, value in values.items()):
                return
            if row.version != version:
                raise Conflict()
            for name, value in values.items():
                setattr(row, name, value)
            row.version, row.changed_at = row.version + 1, now()
        audit_placement(session, "evaluate_own", actor.person_id, placement)


async def evaluation_of(session: AsyncSession, placement: Placement) -> OwnEvaluation | None:
    """What the pupil has answered; None before that."""
    wanted = select(OwnEvaluation).where(col(OwnEvaluation.placement_id) == placement.id)
    return (await session.execute(wanted)).scalar_one_or_none()


_TODAY = bindparam("day", type_=Date())
# Written once: it is asked each time a pupil comes to Home.
_JUST_ENDED = (
    select(Placement)
    .where(
        policy.owned_by(bindparam("actor", type_=Uuid())),
        col(Placement.cancelled_at).is_(None),
        col(Placement.last_day) < _TODAY,
        col(Placement.last_day) >= bindparam("since", type_=Date()),
        ~exists().where(col(OwnEvaluation.placement_id) == col(Placement.id)),
    )
    .order_by(col(Placement.last_day).desc(), col(Placement.id))
    .limit(1)
)


async def afterwards_at_home(session: AsyncSession, actor: Actor) -> tuple[HomeLine, ...]:
    """For a pupil's Home: a placement that has just ended, until they have said how it was."""
    today = local_date(now())
    which = {"actor": actor.person_id, "day": today, "since": today - ASKED_FOR}
    rows = await session.execute(_JUST_ENDED, which)
    return tuple(
        HomeLine(_("How was it at {host}?").format(host=row.host_name), row.title, href("/afterwards", id=str(row.id)))
        for row in rows.scalars()
    )
