"""What the school's side of lessons holds about a person: what was assigned to a pupil by name, and which lessons they
were at. What teachers wrote into plans is the school's, and stays without their name."""

from portfolio_app.core.languages import N_
from portfolio_app.core.personal import Mentioned, Named, Owned, Then, register
from portfolio_app.learning.teaching.models import AssignedPupil, Assignment, HeldLesson, LessonPupil, PlanItem

register(
    Owned(
        AssignedPupil,
        "assigned_lessons",
        label=N_("Lessons that were assigned to you by name"),
        named=(Named("assignment_id", "module", Assignment, shown="module"),),
        imported=False,
    ),
    Owned(
        LessonPupil,
        "lessons_attended",
        label=N_("Lessons you were at"),
        named=(Named("lesson_id", "module", HeldLesson, shown="module"),),
        imported=False,
    ),
    *(
        Mentioned(table, column, Then.NAMELESS)
        for table in (Assignment, PlanItem)
        for column in ("by_id", "changed_by_id")
    ),
    Mentioned(HeldLesson, "by_id", Then.NAMELESS),
)
