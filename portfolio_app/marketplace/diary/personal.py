"""What a pupil wrote about their placements is theirs, and goes with them."""

from portfolio_app.core.languages import N_
from portfolio_app.core.personal import OF_THIS_INSTANCE, Mentioned, Owned, Then, register
from portfolio_app.marketplace.diary.models import DiaryDay, DiaryPhoto, OwnEvaluation, ThanksNote

register(
    Owned(
        DiaryDay,
        "diary_days",
        label=N_("Days of your diaries"),
        through="placement_id",
        rests="deleted_at",
        imported=False,
    ),
    Owned(DiaryPhoto, "diary_photos", through="day_id", imported=False),
    Owned(
        OwnEvaluation,
        "own_evaluations",
        label=N_("How your days at workplaces were"),
        through="placement_id",
        imported=False,
    ),
    Owned(
        ThanksNote,
        "thanks_notes",
        label=N_("Thank-you notes"),
        through="placement_id",
        left_out={"contact_id": OF_THIS_INSTANCE, "decided_by": OF_THIS_INSTANCE},
        imported=False,
    ),
    Mentioned(ThanksNote, "decided_by", Then.NAMELESS),
)
