"""What can go wrong in a domain, each with a sentence a user can read.

A message is an English msgid listed with `N_()`; whoever shows it translates it with `sentence()`.
"""

from portfolio_app.core.languages import N_, _


class DomainError(Exception):
    """Something a user can be told: `message` is a msgid, `values` fill its `{placeholders}`."""

    message = N_("That did not work. Nothing was changed.")

    def __init__(self, message: str | None = None, *, field: str = "", **values: object) -> None:
        self.message = message or type(self).message
        self.field = field
        self.values = values
        super().__init__(self.message)

    def sentence(self) -> str:
        """The message in the language being spoken."""
        return _(self.message).format(**self.values)


class Refused(DomainError):
    """The actor may not do or see this. Says no more than that, so that it reveals nothing."""

    message = N_("You cannot open this, or it is no longer there.")


class NotFound(Refused):
    """The thing does not exist (for this actor). Looks the same as `Refused`."""


class Invalid(DomainError):
    """What was typed cannot be used; `field` names the form field it belongs to."""

    message = N_("Please check what you wrote.")


class Conflict(DomainError):
    """Somebody (perhaps the same person in another tab) changed the thing meanwhile."""

    message = N_("This was changed somewhere else in the meantime. Nothing was overwritten.")


class SignedOut(DomainError):
    """There is no session, or it has ended."""

    message = N_("You are signed out. Sign in again; what you typed stays on this page.")


class TooMany(DomainError):
    """A limit was reached; waiting helps."""

    message = N_("Too many clicks in a short time. Wait a moment and try again.")


class OperatorError(Exception):
    """An operator has to do something first; the message, in English, says what. Ends a command with exit code 2."""
