"""What a school's own modules hold about people: who made and changed them (which stays the school's, without their
name), and what somebody has just sent."""

from portfolio_app.core.personal import Mentioned, Then, register
from portfolio_app.learning.own.models import ModuleSent, OwnModule, OwnModuleSave

register(
    Mentioned(OwnModule, "by_id", Then.NAMELESS),
    Mentioned(OwnModule, "changed_by_id", Then.NAMELESS),
    Mentioned(OwnModuleSave, "by_id", Then.NAMELESS),
    Mentioned(ModuleSent, "person_id"),
)
