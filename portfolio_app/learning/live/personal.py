"""What lessons of a class hold about a person: where a pupil was in them, and what they put on walls. All of it goes
with them, and some days after the lesson; teachers' names go from what they led."""

from portfolio_app.core.languages import N_
from portfolio_app.core.personal import Mentioned, Named, Owned, Then, register
from portfolio_app.learning.live.models import LiveLesson, LivePlace, LiveWall, WallNote

register(
    Owned(
        LivePlace,
        "places_in_lessons",
        label=N_("Where you were in lessons of your class"),
        named=(Named("live_id", "module", LiveLesson, shown="module"),),
        imported=False,
    ),
    Owned(
        WallNote,
        "wall_notes",
        label=N_("What you put on a wall of your class"),
        named=(Named("wall_id", "question", LiveWall, shown="question"),),
        imported=False,
    ),
    Mentioned(LiveLesson, "by_id", Then.NAMELESS),
)
