"""What an ambassador put on the wall is theirs."""

from portfolio_app.ambassadors.wall.models import WallPost
from portfolio_app.core.personal import OF_THIS_INSTANCE, Mentioned, Owned, Then, register

register(
    Owned(
        WallPost,
        "wall_posts",
        through="action_id",
        left_out={"decided_by": OF_THIS_INSTANCE},
        imported=False,
    ),
    Mentioned(WallPost, "decided_by", Then.NAMELESS),
)
