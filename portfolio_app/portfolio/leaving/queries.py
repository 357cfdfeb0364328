"""The page that leads a pupil out of school, and what Home says of it: what is done, what is left, and until when."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Role
from portfolio_app.core.database import reading
from portfolio_app.core.languages import _, format_date, ngettext, spoken
from portfolio_app.core.mail import mail_server
from portfolio_app.portfolio.leaving.actions import school_left
from portfolio_app.portfolio.leaving.facts import LeavingFacts, leaving_facts
from portfolio_app.portfolio.leaving.things import OwnThingsView, list_things
from portfolio_app.portfolio.policy import may_keep_a_portfolio
from portfolio_app.schools.leaving_day import MONTHS_BEFORE, WEEKS_BEFORE, YEAR_BEFORE, leaving_days, today_at
from portfolio_app.schools.models import Leaving, School
from portfolio_app.settings import settings

MAIL, WAY, THROUGH, OPENED = "mail", "way", "through", "opened"


@dataclass(frozen=True)
class LeavingStep:
    """One thing to do before leaving: what, why, whether it is done, and where to do it ("" for on this page)."""

    code: str = ""
    title: str = ""
    words: str = ""
    done: bool = False
    done_said: str = ""
    action: str = ""
    href: str = ""


@dataclass(frozen=True)
class LeavingView:
    """The page. `day` is "" while nobody has said when the actor leaves."""

    loaded: bool = False
    day: str = ""
    said: str = ""
    school: str = ""
    steps: tuple[LeavingStep, ...] = ()
    gone_through: bool = False
    opened: bool = False
    help_wanted: bool = False
    after: tuple[str, ...] = ()
    """What becomes of the account on the day, in some sentences."""
    pupil: bool = False


@dataclass(frozen=True)
class Progress:
    """What Home says: a line from a year before, and a sentence as what is next from three months before, as long as
    something is left."""

    title: str = ""
    line: str = ""
    sentence: str = ""


async def load_leaving(actor: Actor) -> LeavingView:
    """The page that leads out of school, for a pupil."""
    may_keep_a_portfolio(actor)
    if not actor.has(Role.PUPIL):
        return LeavingView(loaded=True)
    async with reading() as session:
        facts = await _facts(session, actor)
        school = await session.get(School, facts.school_id) if facts.school_id else None
        here = await today_at(session, facts.school_id) if facts.school_id else None
    left = (facts.leaves_on - here) if facts.leaves_on and here else None
    return LeavingView(
        loaded=True,
        day=format_date(facts.leaves_on) if facts.leaves_on else "",
        said=_("{day}, {when}").format(day=format_date(facts.leaves_on), when=_how_long(left))
        if facts.leaves_on and left
        else "",
        school=school.name if school else "",
        steps=_steps(facts),
        gone_through=facts.gone_through,
        opened=facts.opened,
        help_wanted=facts.help_wanted,
        after=_after(facts.leaves_on),
        pupil=True,
    )


async def load_progress(session: AsyncSession, actor: Actor) -> Progress | None:
    """What Home says about leaving school; None for whoever does not leave within a year."""
    if not actor.has(Role.PUPIL):
        return None
    leaves = (await leaving_days(session, [actor.person_id])).get(actor.person_id)
    if leaves is None:
        return None
    left = leaves.day - await today_at(session, leaves.school_id)
    if left > YEAR_BEFORE:
        return None
    facts = (await leaving_facts(session, [actor.person_id]))[actor.person_id]
    steps = _steps(facts)
    open_ones = [step for step in steps if not step.done]
    day = format_date(leaves.day)
    counted = (
        ngettext("{n} thing is left to do", "{n} things are left to do", len(open_ones))
        if open_ones
        else _("All is done")
    )
    found = Progress(_("Leaving school on {day}").format(day=day), counted)
    if left > MONTHS_BEFORE or not open_ones:
        return found
    first = open_ones[0].title
    if left > WEEKS_BEFORE:
        sentence = _("You leave school on {day}. Next, so that everything stays yours: {step}.")
    else:
        sentence = _("You leave school very soon, on {day}. Do this first: {step}.")
    return replace(found, sentence=sentence.format(day=day, step=first))


async def load_own_things(actor: Actor, page: int, search: str, show: str) -> OwnThingsView:
    """The page on which the actor goes through all of that."""
    view = await list_things(actor, page, search, show)
    async with reading() as session:
        facts = await _facts(session, actor)
    return replace(view, gone_through=facts.gone_through)


async def _facts(session: AsyncSession, actor: Actor) -> LeavingFacts:
    """How far the actor is; at a school that has named no day, too."""
    facts = (await leaving_facts(session, [actor.person_id])).get(actor.person_id, LeavingFacts())
    if facts.leaves_on is not None:
        return facts
    school_id = await school_left(session, actor.person_id)
    mine = (col(Leaving.person_id) == actor.person_id, col(Leaving.school_id) == school_id)
    row = (await session.execute(select(Leaving).where(*mine))).scalar_one_or_none()
    return replace(
        facts,
        school_id=school_id,
        left_on=None,
        gone_through=bool(row and row.gone_through_on),
        opened=bool(row and row.opened_on),
        help_wanted=bool(row and row.help_wanted),
    )


def _how_long(left: timedelta) -> str:
    if left > timedelta(days=60):
        return ngettext("in {n} month", "in {n} months", left.days // 30)
    if left > timedelta(days=14):
        return ngettext("in {n} week", "in {n} weeks", left.days // 7)
    return ngettext("in {n} day", "in {n} days", left.days)


def _steps(facts: LeavingFacts) -> tuple[LeavingStep, ...]:
    begins = f"/{spoken()}"
    mail = LeavingStep(
        MAIL,
        _("Give a private e-mail address"),
        _("The school’s address ends with school. Links to sign in and news about your account then go to your own."),
        facts.private_mail,
        _("You have confirmed an address."),
        _("Give an address"),
        f"{begins}/mail",
    )
    way = LeavingStep(
        WAY,
        _("Add a second way to sign in"),
        _("A passkey on a device of your own, or a code book on paper. Nobody at school can help you in afterwards."),
        facts.second_way,
        _("You have one, and have signed in with it.")
        if facts.came_in_by_it
        else _("You have one. Sign in with it once, to see that it works."),
        _("See the ways to sign in"),
        f"{begins}/ways-in",
    )
    through = LeavingStep(
        THROUGH,
        _("Go through what you have made"),
        _("Keep, hide or delete, one by one. What you do not touch stays as it is.") + _from(facts.leaves_on),
        facts.gone_through,
        _("You have gone through it."),
        _("Go through your things"),
        f"{begins}/leaving/things",
    )
    opened = LeavingStep(
        OPENED,
        _("Take everything out, and open it once"),
        _("Download your takeout, open index.html in it, and type the code that stands there. Then you know it works."),
        facts.opened,
        _("You have opened your takeout."),
        _("Make a takeout"),
        f"{begins}/takeout",
    )
    return (*((mail,) if mail_server() is not None or facts.private_mail else ()), way, through, opened)


def _from(day: date | None) -> str:
    if day is None:
        return ""
    return " " + _("A good time is from {day} on.").format(day=format_date(day - MONTHS_BEFORE))


def _after(day: date | None) -> tuple[str, ...]:
    on = format_date(day) if day else ""
    ends = (
        _("On {day} your time at this school ends. From then on nobody there sees anything of yours.").format(day=on)
        if day
        else _("On the day you leave, your time at the school ends. From then on nobody there sees anything of yours.")
    )
    chosen = settings()
    if chosen.keeps_personal_accounts:
        return (
            ends,
            _("Your account becomes your own, with everything in it and without a school. Links go on as they are."),
            _("Responsible for it then: {who}.").format(who=chosen.personal_accounts_by),
            _("When you first sign in after that, you read what holds. You accept it, or you take out and delete."),
        )
    stays = ngettext(
        "You can then still sign in for {n} day, only to take everything out, bring it elsewhere or delete it.",
        "You can then still sign in for {n} days, only to take everything out, bring it elsewhere or delete it.",
        chosen.leavers_days,
    )
    return (
        ends,
        stays,
        _("You are told three times. After that the account is deleted, and a receipt says what was deleted."),
        _("Links that you made stop on the day you leave."),
    )
