"""Two sheets of paper as PDF/UA-1: a letter that tells somebody at home, and the certificate of a term that is signed,
computed from its log."""

from pathlib import Path
from typing import Any

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.ambassadors import policy
from portfolio_app.ambassadors.models import AmbassadorAction
from portfolio_app.ambassadors.terms.certifying import actions_of, added_up, log_words
from portfolio_app.ambassadors.terms.kinds import ACTION_NAMES
from portfolio_app.ambassadors.terms.serving import letter_home, term_of
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import today
from portfolio_app.core.database import reading, writing
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import _, format_date, format_days, speaking, spoken
from portfolio_app.core.typesetting import breakable, one_line, typeset
from portfolio_app.marketplace.working_hours_words import length
from portfolio_app.schools.models import School

TEMPLATE = Path(__file__).parent / "templates" / "sheet.typ"
LONGEST_PART = 24
"""Characters of a name that stand together in its large type; longer ones break."""


async def family_letter(actor: Actor, ambassador_id: str, language: str) -> bytes:
    """The letter for somebody at home, in `language`, for an adult who looks after the ambassador. Raises
    `NotFound`."""
    async with reading() as session:
        row = await policy.check_guides(session, actor, ambassador_id)
        term, school = await term_of(session, row), await session.get_one(School, row.school_id)
        pupil = await session.get_one(Person, row.person_id)
    with speaking(language):
        content: dict[str, Any] = {
            "lead": breakable(school.name),
            "name": one_line(pupil.name, LONGEST_PART),
            "paragraphs": [breakable(one) for one in letter_home(pupil.name, term, school)],
            "table": [],
            "columns": [],
            "foot": format_date(today()),
            "line": "",
        }
        made = await typeset(TEMPLATE, content, language=spoken(), title=_("A Polku ambassador"), made_on=today())
    async with writing() as session:
        thing = f"ambassador:{row.id}"
        me, whom = actor.person_id, row.person_id
        audit(session, "ambassadors.print_letter", actor_id=me, about_id=whom, school_id=row.school_id, thing=thing)
    return made.pdf


async def certificate(actor: Actor, ambassador_id: str, language: str) -> bytes:
    """The certificate of a term that is signed, in `language`: for whoever it is, and the adults of the school. Raises
    `NotFound`, also before it is signed."""
    async with reading() as session:
        row, _own = await policy.check_sees(session, actor, ambassador_id)
        if row.signed_at is None:
            raise NotFound()
        term, school = await term_of(session, row), await session.get_one(School, row.school_id)
        pupil = await session.get_one(Person, row.person_id)
        adult = await session.get(Person, row.signed_by) if row.signed_by else None
        done = [one for one in await actions_of(session, row.id) if one.logged_at is not None]
    with speaking(language):
        when = format_days(term.first_day, term.last_day)
        signed = format_date(row.signed_at)
        content: dict[str, Any] = {
            "lead": breakable(school.name),
            "name": one_line(pupil.name, LONGEST_PART),
            "paragraphs": [
                _("was a Polku ambassador: {term}, {days}.").format(term=breakable(term.name), days=when),
                _("In sum: {log}.").format(log=log_words(added_up(done))),
            ],
            "columns": [_("Day"), _("What"), _("How long"), _("How many were there")],
            "table": [_row(one) for one in done],
            "foot": _("Signed on {day} by {name}, {school}.").format(
                day=signed, name=breakable(adult.name), school=breakable(school.name)
            )
            if adult
            else _("Signed on {day} at {school}.").format(day=signed, school=breakable(school.name)),
            "line": _("Signature"),
        }
        made = await typeset(TEMPLATE, content, language=spoken(), title=_("Certificate"), made_on=today())
    return made.pdf


def _row(one: AmbassadorAction) -> list[str]:
    """A line of the table: day, what, how long, how many."""
    return [format_date(one.day), _(ACTION_NAMES[one.kind]), length(one.minutes or 0), str(one.heads or 0)]
