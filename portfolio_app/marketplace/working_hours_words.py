"""Rules for working hours in sentences, in the language being spoken: what a limit says, what is wrong with a plan, and
what would be within the rules instead."""

from collections.abc import Iterator, Mapping
from datetime import time

from portfolio_app.core.languages import (
    N_,
    _,
    format_clock,
    format_date,
    format_list,
    format_number,
    ngettext,
    spoken,
    weekday_names,
)
from portfolio_app.marketplace.working_hours import Finding, Plan, Shift
from portfolio_app.marketplace.working_hours_rules import (
    Basis,
    Break,
    DailyRest,
    DayLimit,
    FreeDays,
    Kind,
    Limit,
    NotAtAll,
    NotBetween,
    NotOn,
    Weekday,
    WeekLimit,
    WeeklyRest,
    WeekMeanLimit,
)

KINDS: Mapping[Kind, str] = {
    Kind.WORK_EXPERIENCE: N_("Work experience as a part of school"),
    Kind.TASTER_DAY: N_("Taster day at another school"),
    Kind.SOCIAL_INTERNSHIP: N_("Social internship"),
    Kind.OCCUPATIONAL_PLACEMENT: N_("Occupational placement"),
    Kind.PUPIL_TRAINEE: N_("Pupil trainee"),
    Kind.PAID_WORK: N_("Paid work"),
}
BASES: Mapping[Basis, str] = {
    Basis.LAW: N_("Law"),
    Basis.PRACTICE: N_("How schools usually do it"),
    Basis.UNCONFIRMED: N_("Not confirmed by anybody"),
}
_DAYS = {
    "any": N_("At most {length} a day."),
    "school-day": N_("At most {length} on a school day."),
    "other-day": N_("At most {length} on a day without school."),
}
_WEEKS = {
    "any": N_("At most {length} a week."),
    "term": N_("At most {length} in a week with school."),
    "holidays": N_("At most {length} in a week of holidays."),
}
_WEEKDAYS = tuple(Weekday)


def length(minutes: int) -> str:
    """A length of time, such as "7 hours 30 minutes"."""
    hours, rest = divmod(minutes, 60)
    said = [ngettext("{n} hour", "{n} hours", hours)] if hours else []
    if rest or not hours:
        said.append(ngettext("{n} minute", "{n} minutes", rest))
    return " ".join(said)


def limit_words(limit: Limit) -> str:
    """What a limit says."""
    match limit:
        case DayLimit() | WeekLimit():
            said = _DAYS[limit.on] if isinstance(limit, DayLimit) else _WEEKS[limit.within]
            return _(said).format(length=length(limit.most)) + _counted(limit)
        case WeekMeanLimit():
            mean = _("At most {length} a week on average, over {weeks} weeks.")
            return mean.format(length=length(limit.most), weeks=format_number(limit.weeks)) + _counted(limit)
        case NotBetween(begins=begins, to=to):
            if to == time():
                return _("Not after {time}.").format(time=format_clock(begins))
            return _("Not between {begin} and {end}.").format(begin=format_clock(begins), end=format_clock(to))
        case NotOn(days=days):
            names = weekday_names()
            return _("Days without work: {days}.").format(days=format_list([names[_WEEKDAYS.index(d)] for d in days]))
        case DailyRest(least=least):
            return _("At least {length} of rest between two days.").format(length=length(least))
        case WeeklyRest(least=least):
            return _("At least {length} of rest in a row each week.").format(length=length(least))
        case FreeDays(least=least, weeks=1):
            return _("Whole days off in a week: at least {days}.").format(days=format_number(least))
        case FreeDays(least=least, weeks=weeks):
            said = _("Whole days off in {weeks} weeks: at least {days}.")
            return said.format(weeks=format_number(weeks), days=format_number(least))
        case Break(after=after, least=least):
            said = _("A break of {length} when you work more than {after}.")
            return said.format(length=length(least), after=length(after))
        case NotAtAll():
            return _("Not at this age.")


def _counted(limit: DayLimit | WeekLimit | WeekMeanLimit) -> str:
    said = ""
    if limit.with_school:
        said += " " + _("Time at school counts in.")
    if limit.with_breaks:
        said += " " + _("Breaks count in.")
    return said


def reason(finding: Finding) -> str:
    """Why a plan is not within a rule."""
    if finding.rule is None or finding.limit is None:
        return _(
            "No confirmed rule for this age and this kind of placement is known here. Ask a teacher before anything is "
            "agreed."
        )
    limit = limit_words(finding.limit)
    match finding.limit:
        case DayLimit() | WeekLimit():
            return _("This makes {length}.").format(length=length(finding.found)) + " " + limit
        case WeekMeanLimit():
            return _("This makes {length} a week.").format(length=length(finding.found)) + " " + limit
        case NotBetween():
            said = _("{length} of it is outside the times at which you may work.")
            return said.format(length=length(finding.found)) + " " + limit
        case DailyRest():
            return _("The rest before this day is {length}.").format(length=length(finding.found)) + " " + limit
        case WeeklyRest():
            said = _("The longest rest of the week is {length}.")
            return said.format(length=length(finding.found)) + " " + limit
        case FreeDays():
            return _("Days off here: {days}.").format(days=format_number(finding.found)) + " " + limit
        case Break():
            said = _("The break is {length}.") if finding.found else _("There is no break.")
            return said.format(length=length(finding.found)) + " " + limit
        case NotOn():
            return limit
        case NotAtAll():
            return finding.rule.says.text(spoken())


def alternative_words(plan: Plan, instead: Plan) -> Iterator[str]:
    """What would be within the rules, a sentence for each shift that is not as planned."""
    several = len({one.day for one in plan.shifts}) > 1
    for shift, work in zip(_in_order(plan), plan.works(), strict=True):
        kept = [
            other
            for other, part in zip(_in_order(instead), instead.works(), strict=True)
            if part.begins < work.ends and work.begins < part.ends
        ]
        if shift in kept:
            continue
        said = _change(shift, kept[0]) if kept else _("no work")
        yield _("{day}: {what}").format(day=format_date(shift.day, "full"), what=said) if several else said


def _change(shift: Shift, new: Shift) -> str:
    words = {"new": _times(new), "old": _times(shift)}
    if new.break_minutes == shift.break_minutes:
        return _("{new} instead of {old}").format(**words)
    pause = length(new.break_minutes)
    if words["new"] == words["old"]:
        return _("{new} with a break of {length}").format(length=pause, **words)
    return _("{new} with a break of {length}, instead of {old}").format(length=pause, **words)


def _times(shift: Shift) -> str:
    return f"{format_clock(shift.begins)}–{format_clock(shift.ends)}"


def _in_order(plan: Plan) -> list[Shift]:
    return sorted(plan.shifts, key=lambda one: (one.day, one.begins.replace(fold=0), one.begins.fold))
