"""What question boxes hold about a person: that they want to be contacted. Questions are nobody's, and answers belong
to the class; an ambassador's own log tells what they did."""

from portfolio_app.ambassadors.questions.models import BoxAnswer, BoxContact, BoxDuty, BoxQuestion
from portfolio_app.core.languages import N_
from portfolio_app.core.personal import OF_THIS_INSTANCE, Mentioned, Owned, Then, register

register(
    Owned(
        BoxContact,
        "box_contacts",
        label=N_("That an adult should contact you"),
        left_out={"box_id": OF_THIS_INSTANCE},
        imported=False,
    ),
    Mentioned(BoxDuty, "person_id", Then.DELETED),
    Mentioned(BoxQuestion, "seen_by", Then.NAMELESS),
    Mentioned(BoxAnswer, "person_id", Then.NAMELESS),
    Mentioned(BoxAnswer, "approved_by", Then.NAMELESS),
)
