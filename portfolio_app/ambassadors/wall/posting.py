"""An ambassador puts an action on the wall; an adult lets it through or gives it back; whoever is in a picture takes it
down at once."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import STAFF, Role
from portfolio_app.ambassadors import policy
from portfolio_app.ambassadors.models import Ambassador, AmbassadorAction
from portfolio_app.ambassadors.terms.auditing import audit_ambassador
from portfolio_app.ambassadors.terms.doing import may_write
from portfolio_app.ambassadors.terms.serving import term_of
from portfolio_app.ambassadors.wall.models import BACK, HIDDEN, SHOWN, WAITING, WallPost
from portfolio_app.core.clock import now
from portfolio_app.core.database import as_id, writing
from portfolio_app.core.errors import Conflict, Invalid, NotFound
from portfolio_app.core.languages import N_
from portfolio_app.core.wording import one_line
from portfolio_app.skills import policy as skills_policy
from portfolio_app.skills.models import Evidence, EvidenceKind, PeopleInIt

LONGEST = 400
MAY_BE_SHOWN = (PeopleInIt.NOBODY, PeopleInIt.AGREED)


async def post(actor: Actor, action_id: str | UUID, words: str, picture: str, version: int = 0) -> None:
    """Ask for an action that is logged to be on the wall: `picture` is the id of a photo among the actor's evidence, ""
    for none; `version` is 0 where nothing was asked yet. An adult reads it first, again after each change. The same
    again changes nothing. Raises `Invalid` with the field, `Conflict` and `NotFound`."""
    said = one_line(words, field=f"wall-{action_id}", most=LONGEST, empty=N_("Write in a sentence what you did."))
    async with writing() as session:
        row, action = await _own(session, actor, action_id)
        if action.logged_at is None:
            raise Invalid(N_("Write down how it went first."), field=f"wall-{action_id}")
        evidence = await _picture(session, actor, picture, f"picture-{action_id}")
        kept = await _post_of(session, action.id)
        if kept is None:
            moment = now()
            kept = WallPost(
                action_id=action.id,
                words=said,
                evidence_id=evidence,
                state=WAITING,
                made_at=moment,
                changed_at=moment,
            )
            session.add(kept)
        else:
            same = (kept.words, kept.evidence_id) == (said, evidence)
            if same and kept.state in (WAITING, SHOWN):
                return
            if not same and kept.version != version:
                raise Conflict()
            kept.words, kept.evidence_id, kept.state, kept.why = said, evidence, WAITING, ""
            kept.version, kept.changed_at = kept.version + 1, now()
        audit_ambassador(session, "post_on_wall", actor, row, planned=str(action.id))


async def take_down(actor: Actor, post_id: str | UUID) -> None:
    """Take a post down: the ambassador their own, an adult of the school any. Down already: fine. Raises `NotFound`."""
    async with writing() as session:
        kept, row = await _found(session, post_id)
        if row.person_id != actor.person_id:
            policy.guides(actor, row.school_id)
        if kept.state in (HIDDEN, BACK):
            return
        _decide(kept, actor, HIDDEN)
        audit_ambassador(session, "take_down", actor, row, post=str(kept.id))


async def let_through(actor: Actor, post_id: str | UUID) -> None:
    """The school sees it from now on. Shown already: fine. Raises `NotFound`."""
    async with writing() as session:
        kept, row = await _found(session, post_id)
        policy.guides(actor, row.school_id)
        if kept.state == SHOWN:
            return
        _decide(kept, actor, SHOWN)
        kept.objected_at = None
        audit_ambassador(session, "let_on_wall", actor, row, post=str(kept.id))


async def give_back(actor: Actor, post_id: str | UUID, why: str) -> None:
    """Give a post back with a sentence. Given back already with the same one: fine. Raises `Invalid` without one, and
    `NotFound`."""
    said = one_line(why, field=f"why-{post_id}", most=300, empty=N_("Say in a sentence what to change."))
    async with writing() as session:
        kept, row = await _found(session, post_id)
        policy.guides(actor, row.school_id)
        if (kept.state, kept.why) == (BACK, said):
            return
        _decide(kept, actor, BACK)
        kept.why = said
        audit_ambassador(session, "give_back_post", actor, row, post=str(kept.id))


async def object_to(actor: Actor, post_id: str | UUID) -> None:
    """Somebody of the school is in the picture and does not want it: it is down at once, and adults decide. Done
    already: fine. Raises `NotFound` for whoever does not see it."""
    async with writing() as session:
        kept, row = await _found(session, post_id)
        if row.school_id not in actor.schools(Role.PUPIL, *STAFF) or kept.state not in (SHOWN, HIDDEN):
            raise NotFound()
        if kept.state == HIDDEN:
            return
        _decide(kept, actor, HIDDEN)
        kept.objected_at = now()
        audit_ambassador(session, "object_to_picture", actor, row, post=str(kept.id))


def _decide(kept: WallPost, actor: Actor, state: str) -> None:
    kept.state, kept.why = state, ""
    kept.decided_at, kept.decided_by = now(), actor.person_id
    kept.version += 1


async def _own(session: AsyncSession, actor: Actor, action_id: str | UUID) -> tuple[Ambassador, AmbassadorAction]:
    """An action of the actor's that is not deleted, while they may write in its term, or it is signed."""
    wanted = select(AmbassadorAction).where(
        col(AmbassadorAction.id) == as_id(action_id), col(AmbassadorAction.deleted_at).is_(None)
    )
    action = (await session.execute(wanted)).scalar_one_or_none()
    if action is None:
        raise NotFound()
    row = await policy.check_own(session, actor, action.ambassador_id, lock=True)
    if not may_write(actor, row, await term_of(session, row)):
        raise NotFound()
    return row, action


async def _picture(session: AsyncSession, actor: Actor, picture: str, field: str) -> UUID | None:
    if not picture:
        return None
    wanted = select(Evidence).where(
        col(Evidence.id) == as_id(picture), skills_policy.own(actor), col(Evidence.kind) == EvidenceKind.PHOTO
    )
    found = (await session.execute(wanted)).scalar_one_or_none()
    if found is None:
        raise NotFound()
    if found.people_in_it not in MAY_BE_SHOWN:
        raise Invalid(N_("Ask everybody in the picture first, and say so with the picture."), field=field)
    return found.id


async def _post_of(session: AsyncSession, action_id: UUID) -> WallPost | None:
    wanted = select(WallPost).where(col(WallPost.action_id) == action_id).with_for_update()
    return (await session.execute(wanted)).scalar_one_or_none()


async def _found(session: AsyncSession, post_id: str | UUID) -> tuple[WallPost, Ambassador]:
    """A post with the ambassador it is of, locked for a change; raises `NotFound` for one there is none of."""
    wanted = (
        select(WallPost, Ambassador)
        .join(AmbassadorAction, col(AmbassadorAction.id) == col(WallPost.action_id))
        .join(Ambassador, col(Ambassador.id) == col(AmbassadorAction.ambassador_id))
        .where(col(WallPost.id) == as_id(post_id), col(AmbassadorAction.deleted_at).is_(None))
        .with_for_update(of=WallPost)
    )
    found = (await session.execute(wanted)).one_or_none()
    if found is None:
        raise NotFound()
    return found[0], found[1]
