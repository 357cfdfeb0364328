"""What schools hold about a person: which classes they are in, and how far they are on their way out. A school's own
things are nobody's."""

from portfolio_app.core.languages import N_
from portfolio_app.core.personal import Mentioned, Named, Owned, Then, register
from portfolio_app.schools.models import ClassMember, JoiningCode, Leaving, School, SchoolClass

register(
    Owned(
        ClassMember,
        "classes",
        label=N_("Which classes you were in"),
        named=(Named("class_id", "class", SchoolClass),),
        imported=False,
    ),
    Owned(Leaving, "leaving", named=(Named("school_id", "school", School),), imported=False),
    Mentioned(JoiningCode, "made_by", Then.NAMELESS),
    Mentioned(JoiningCode, "used_by", Then.NAMELESS),
)
