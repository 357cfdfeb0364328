"""The wall of a school, what waits for its adults, and how an ambassador's own posts stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import STAFF, Person, Role
from portfolio_app.accounts.queries import Option
from portfolio_app.ambassadors import policy
from portfolio_app.ambassadors.models import Ambassador, AmbassadorAction, AmbassadorTerm
from portfolio_app.ambassadors.terms.kinds import ACTION_NAMES
from portfolio_app.ambassadors.wall.models import BACK, HIDDEN, SHOWN, WAITING, WallPost
from portfolio_app.ambassadors.wall.posting import MAY_BE_SHOWN
from portfolio_app.core.database import reading
from portfolio_app.core.errors import Refused
from portfolio_app.core.languages import _, format_date
from portfolio_app.skills import policy as skills_policy
from portfolio_app.skills.evidence_views import media_href
from portfolio_app.skills.models import Evidence, EvidenceKind

PATH = "/ambassador-wall"
MOST = 40
"""Posts shown at once, the newest first."""
MOST_PHOTOS = 40


@dataclass(frozen=True)
class PostLine:
    """A post: who (by name where they agreed), what, when, and the picture."""

    id: str = ""
    who: str = ""
    what: str = ""
    day: str = ""
    words: str = ""
    picture: str = ""
    alt: str = ""
    objected: bool = False
    own: bool = False


@dataclass(frozen=True)
class WallView:
    """The wall; for adults of the school also what waits, and what was taken down."""

    loaded: bool = False
    guides: bool = False
    shown: tuple[PostLine, ...] = ()
    waiting: tuple[PostLine, ...] = ()
    down: tuple[PostLine, ...] = ()


@dataclass(frozen=True)
class OwnPost:
    """How a post of an action stands, for its ambassador."""

    id: str = ""
    words: str = ""
    picture: str = ""
    stands: str = ""
    version: int = 0
    up: bool = False


async def load_wall(actor: Actor) -> WallView:
    """The wall of the actor's schools. Raises `Refused` for whoever belongs to none."""
    schools, guided = actor.schools(Role.PUPIL, *STAFF), actor.schools(*policy.GUIDES)
    if not schools:
        raise Refused()
    async with reading() as session:
        shown = await _posts(session, col(Ambassador.school_id).in_(schools), SHOWN)
        waiting = await _posts(session, col(Ambassador.school_id).in_(guided), WAITING) if guided else ()
        down = await _posts(session, col(Ambassador.school_id).in_(guided), HIDDEN) if guided else ()
    return WallView(
        loaded=True,
        guides=bool(guided),
        shown=tuple(_line(one, actor, named=bool(guided)) for one in shown),
        waiting=tuple(_line(one, actor, named=True) for one in waiting),
        down=tuple(_line(one, actor, named=True) for one in down),
    )


async def own_posts(session: AsyncSession, actions: Sequence[UUID]) -> Mapping[UUID, OwnPost]:
    """How the posts of these actions stand."""
    rows = await session.execute(select(WallPost).where(col(WallPost.action_id).in_(actions)))
    said = {
        WAITING: _("An adult reads it first."),
        SHOWN: _("It is on the wall."),
        HIDDEN: _("It was taken down."),
    }
    return {
        one.action_id: OwnPost(
            str(one.id),
            one.words,
            str(one.evidence_id or ""),
            _("Given back: {why}").format(why=one.why) if one.state == BACK else said[one.state],
            one.version,
            one.state in (WAITING, SHOWN),
        )
        for one in rows.scalars()
    }


async def photos_of(session: AsyncSession, actor: Actor) -> tuple[Option, ...]:
    """The actor's own photos that may be shown, the newest first, and none."""
    rows = await session.execute(
        select(col(Evidence.id), col(Evidence.title))
        .where(
            skills_policy.own(actor),
            col(Evidence.kind) == EvidenceKind.PHOTO,
            col(Evidence.people_in_it).in_(MAY_BE_SHOWN),
        )
        .order_by(col(Evidence.made_at).desc())
        .limit(MOST_PHOTOS)
    )
    return (Option("", _("No picture")), *(Option(str(one), title) for one, title in rows))


async def on_the_wall(session: AsyncSession, actor: Actor, owner: UUID, media_id: UUID) -> bool:
    """Whether the actor sees a file of the owner's on the wall of their school, or reads it there before it is
    shown."""
    schools, guided = actor.schools(Role.PUPIL, *STAFF), actor.schools(*policy.GUIDES)
    if not schools:
        return False
    states = and_(col(WallPost.state) == SHOWN, col(Ambassador.school_id).in_(schools))
    if guided:
        states = or_(states, col(Ambassador.school_id).in_(guided))
    wanted = (
        exists()
        .where(_fit(), col(Evidence.media_id) == media_id, col(Evidence.person_id) == owner)
        .where(
            col(WallPost.evidence_id) == col(Evidence.id),
            col(AmbassadorAction.id) == col(WallPost.action_id),
            col(AmbassadorAction.deleted_at).is_(None),
            col(Ambassador.id) == col(AmbassadorAction.ambassador_id),
            states,
        )
    )
    return bool(await session.scalar(select(wanted)))


def _fit() -> ColumnElement[bool]:
    """Photos that are not deleted and in which nobody is who has not agreed: a filter on `Evidence`."""
    return and_(
        col(Evidence.deleted_at).is_(None),
        col(Evidence.kind) == EvidenceKind.PHOTO,
        col(Evidence.people_in_it).in_(MAY_BE_SHOWN),
    )


async def _posts(session: AsyncSession, where: ColumnElement[bool], state: str) -> Sequence[Any]:
    rows = await session.execute(
        select(WallPost, AmbassadorAction, Ambassador, col(Person.name), Evidence)
        .join(AmbassadorAction, col(AmbassadorAction.id) == col(WallPost.action_id))
        .join(Ambassador, col(Ambassador.id) == col(AmbassadorAction.ambassador_id))
        .join(AmbassadorTerm, col(AmbassadorTerm.id) == col(Ambassador.term_id))
        .join(Person, col(Person.id) == col(Ambassador.person_id))
        .join(Evidence, and_(col(Evidence.id) == col(WallPost.evidence_id), _fit()), isouter=True)
        .where(
            where,
            col(WallPost.state) == state,
            col(AmbassadorAction.deleted_at).is_(None),
            col(AmbassadorTerm.ended_at).is_(None),
        )
        .order_by(col(AmbassadorAction.day).desc(), col(WallPost.id))
        .limit(MOST)
    )
    return rows.all()


def _line(found: Any, actor: Actor, *, named: bool) -> PostLine:
    one, action, ambassador, name, evidence = found
    mine = ambassador.person_id == actor.person_id
    return PostLine(
        id=str(one.id),
        who=name if named or mine or ambassador.name_shown else _("An ambassador"),
        what=_(ACTION_NAMES[action.kind]),
        day=format_date(action.day),
        words=one.words,
        picture=media_href(evidence.media_id) if evidence is not None else "",
        alt=evidence.title if evidence is not None else "",
        objected=one.objected_at is not None,
        own=mine,
    )
