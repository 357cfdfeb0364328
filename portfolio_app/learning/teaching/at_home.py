"""What Home says of lessons: the one that is due first, in minutes that are left."""

from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.languages import _, ngettext
from portfolio_app.learning.teaching.due import due_href, lessons_due, next_lesson
from portfolio_app.portfolio.home import HomeLine
from portfolio_app.skills.next_step import NextStep

DUE = "lesson_due"
"""The rule of lessons among those of `skills.next_step`."""


async def lessons_at_home(session: AsyncSession, actor: Actor) -> tuple[NextStep | None, HomeLine | None]:
    """The lesson that is due first, if one is, and a line on what is assigned, if anything is."""
    lessons = await lessons_due(session, actor.person_id)
    if not lessons:
        return None, None
    due = next_lesson(lessons)
    waiting = sum(not one.done for one in lessons)
    if due is None:
        told = _("Nothing is due") if not waiting else ngettext("{n} is assigned", "{n} are assigned", waiting)
        return None, HomeLine(_("Lessons"), told, due_href())
    # Translators: a lesson and when it is due, such as "“Money and contracts”: Due Friday · 20 minutes left"
    sentence = _("“{title}”: {due}").format(title=due.title, due=due.said)
    line = HomeLine(_("Lessons"), sentence, due_href())
    return NextStep(DUE, sentence, _("Go on with it") if due.left < due.minutes else _("Begin it"), due.href), line
