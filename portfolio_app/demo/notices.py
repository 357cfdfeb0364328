"""What the people of the demo were told: of comments, and of what pupils let them see by name."""

from datetime import timedelta
from typing import cast

from portfolio_app.demo.rows import identity
from portfolio_app.demo.story import Scene
from portfolio_app.notices.kinds import COMMENTED, SHARED_WITH_YOU
from portfolio_app.notices.models import Notice
from portfolio_app.notices.retention import KEPT
from portfolio_app.sharing.models import Audience, Comment, Grant

READ_AFTER = timedelta(days=6)
"""Staff have read what is older."""


def add_notices(scene: Scene) -> None:
    """The notices that the comments and grants among the rows have called for, as far as they are still kept."""
    since = scene.years.now - KEPT
    for comment in cast(list[Comment], scene.rows.of("comment")):
        if comment.made_at > since:
            once = f"comment:{comment.id}"
            scene.rows.add(
                Notice(
                    id=identity("notice", once),
                    person_id=comment.owner_id,
                    kind=COMMENTED.code,
                    by_id=comment.author_id,
                    owner_id=comment.owner_id,
                    thing_kind=comment.kind,
                    thing=comment.thing,
                    once=once,
                    made_at=comment.made_at,
                    read_at=comment.read_at,
                )
            )
    for grant in cast(list[Grant], scene.rows.of("access_grant")):
        if grant.audience == Audience.PERSON and grant.ended_at is None and grant.from_at > since:
            _let_in(scene, grant)


def _let_in(scene: Scene, grant: Grant) -> None:
    assert grant.audience_id
    read_at = grant.from_at + timedelta(days=1)
    once = f"grant:{grant.id}"
    scene.rows.add(
        Notice(
            id=identity("notice", once),
            person_id=grant.audience_id,
            kind=SHARED_WITH_YOU.code,
            by_id=grant.owner_id,
            owner_id=grant.owner_id,
            thing_kind=grant.kind,
            thing=grant.thing,
            once=once,
            made_at=grant.from_at,
            read_at=read_at if grant.from_at < scene.years.now - READ_AFTER else None,
        )
    )
