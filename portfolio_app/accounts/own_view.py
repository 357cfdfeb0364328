"""What the page about an account after school shows: what holds, who is responsible, and until when."""

from dataclasses import dataclass

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.own import TERMS_VERSION, load_own_account
from portfolio_app.core.languages import _, format_date, ngettext
from portfolio_app.settings import settings


@dataclass(frozen=True)
class OwnAccountView:
    """The page. `state` is that of `own.OwnAccount`; `version` and `responsible` go back with the form."""

    loaded: bool = False
    state: str = ""
    responsible: str = ""
    version: int = TERMS_VERSION
    terms: tuple[str, ...] = ()
    accepted: str = ""
    until: str = ""
    """When it is deleted, in a sentence."""


async def load_own(actor: Actor) -> OwnAccountView:
    """The actor's page."""
    own = await load_own_account(actor)
    chosen = settings()
    return OwnAccountView(
        loaded=True,
        state=own.state,
        responsible=chosen.personal_accounts_by if own.state in ("terms", "own") else "",
        terms=_terms(),
        accepted=_("You accepted this on {day}.").format(day=own.accepted_on) if own.accepted_on else "",
        until=_("Your account is deleted on {day}.").format(day=format_date(own.until)) if own.until else "",
    )


def _terms() -> tuple[str, ...]:
    """What holds, in sentences: whoever changes them raises `TERMS_VERSION`."""
    chosen = settings()
    return (
        _("The account belongs to you. No school decides about it, and nobody at a school sees anything of it."),
        _("Everything you made stays: skills, entries, files, goals, credentials, and what others said to you."),
        _("Only you see it, and whoever has a link you made, until that ends. You can end each link at any time."),
        _("Nothing is sold, shown to advertisers, or used to decide anything about you."),
        _("You can take everything out, or delete the account, at any time. It rests some days, then it is gone."),
        ngettext(
            "Not signed in for {n} day: you are told three times over a year, then it is archived, and later deleted.",
            "Not signed in for {n} days: you are told three times over a year, then it is archived, and later deleted.",
            chosen.dormant_days,
        ),
    )
