"""What lessons hold about a person: the modules they have begun, and what they answered there."""

from portfolio_app.core.languages import N_
from portfolio_app.core.personal import Named, Owned, register
from portfolio_app.learning.models import Lesson, LessonWork, ModuleVersion, WorkState

register(
    Owned(
        Lesson,
        "lessons",
        label=N_("Lessons you began"),
        named=(Named("version_id", "version", ModuleVersion, shown="hash", found=True),),
    ),
    Owned(
        LessonWork,
        "lesson_work",
        label=N_("Answers in lessons"),
        through="lesson_id",
        choices={"state": WorkState},
        left_out={"became": "stands beside the things themselves"},
    ),
)
