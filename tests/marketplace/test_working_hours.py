"""Birthdays, the end of school, nights in which clocks change, weeks, and what is offered instead."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from portfolio_app.core.errors import Invalid
from portfolio_app.core.languages import speaking, zone_of
from portfolio_app.marketplace.working_hours import Aged, BornIn, Plan, Shift, Young, findings
from portfolio_app.marketplace.working_hours_lawful import Verdict, judge
from portfolio_app.marketplace.working_hours_rules import Kind, all_rules
from portfolio_app.marketplace.working_hours_words import alternative_words, reason
from tests.marketplace.hours import MONDAY, days, plan

PUPIL = Young(Aged(15))
LEAVER = date(2000, 1, 1)


def verdict(country: str, said: str, kind: Kind = Kind.WORK_EXPERIENCE, whose: Young = PUPIL) -> Verdict:
    return judge(plan(country, said), whose, kind, all_rules()[country])


def instead(country: str, said: str, kind: Kind = Kind.WORK_EXPERIENCE, whose: Young = PUPIL) -> list[str]:
    found = verdict(country, said, kind, whose)
    return list(alternative_words(plan(country, said), found.instead)) if found.instead else []


def broken(whose: Young, wanted: Plan, country: str, kind: Kind) -> set[tuple[str, str, str]]:
    found = findings(wanted, whose, kind, all_rules()[country])
    return {(str(one.days[0]), one.rule.code, one.limit.limit) for one in found if one.rule and one.limit}


def test_whoever_is_born_in_a_month_is_a_year_older_on_its_last_day() -> None:
    born = BornIn(2011, 11)
    assert born.age_on(date(2026, 11, 29)) == 14
    assert born.age_on(date(2026, 11, 30)) == 15
    leap = BornIn(2012, 2)
    assert leap.age_on(date(2026, 2, 27)) == 13
    assert leap.age_on(date(2026, 2, 28)) == 14
    assert leap.age_on(date(2028, 2, 28)) == 15
    assert leap.age_on(date(2028, 2, 29)) == 16


def test_a_birthday_in_the_middle_of_the_week_changes_the_days_from_then_on() -> None:
    """Born in September 2011: fifteen on Wednesday, 30 September 2026."""
    week = Plan(
        tuple(Shift(date(2026, 9, 28) + timedelta(day), time(13), time(21)) for day in range(5)), "Europe/Helsinki"
    )
    found = broken(Young(BornIn(2011, 9)), week, "FI", Kind.PAID_WORK)
    late = {("2026-09-28", "age-14", "not-between"), ("2026-09-29", "age-14", "not-between")}
    assert {one for one in found if one[2] == "not-between"} == late
    assert {one for one in found if one[1] == "age-14" and one[2] == "day"} == {
        ("2026-09-28", "age-14", "day"),
        ("2026-09-29", "age-14", "day"),
    }


def test_a_rule_of_a_week_holds_for_all_of_it_when_it_holds_on_one_of_its_days() -> None:
    """Sixteen from the Wednesday on: 35 hours at fifteen, and 40 is too much for a week that begins so."""
    week = tuple(Shift(date(2026, 9, 28) + timedelta(day), time(8), time(15)) for day in range(5))
    whose = Young(BornIn(2010, 9))
    lawful = Plan(week, "Europe/Amsterdam")
    assert broken(whose, lawful, "NL", Kind.OCCUPATIONAL_PLACEMENT) == {
        ("2026-09-28", "occupational-14-15", "break"),
        ("2026-09-29", "occupational-14-15", "break"),
    }
    longer = Plan((*week, Shift(date(2026, 10, 3), time(8), time(9))), "Europe/Amsterdam")
    assert ("2026-09-28", "occupational-14-15", "week") in broken(whose, longer, "NL", Kind.OCCUPATIONAL_PLACEMENT)
    after = Young(BornIn(2010, 8))
    assert not broken(after, longer, "NL", Kind.OCCUPATIONAL_PLACEMENT)


def test_the_last_day_of_school_is_one_of_school() -> None:
    late = days(2, "17:00-20:30")
    whose = Young(Aged(15), last_school_day=MONDAY)
    found = broken(whose, plan("NO", late), "NO", Kind.WORK_EXPERIENCE)
    assert found == {(str(MONDAY), "part-of-school", "not-between")}
    assert whose.in_school(MONDAY)
    assert not whose.in_school(MONDAY + timedelta(days=1))


def test_from_eighteen_on_no_rule_for_young_people_applies() -> None:
    found = findings(plan("FI", "0 00:00-23:00"), Young(Aged(18), LEAVER), Kind.PAID_WORK, all_rules()["FI"])
    assert found == ()


def test_where_no_confirmed_rule_is_known_that_is_said_and_nothing_is_blocked() -> None:
    found = verdict("FI", "0 10:00-14:00", whose=Young(Aged(13)))
    assert [(one.rule, one.hard) for one in found.findings] == [(None, False)]
    assert not found.blocked
    assert found.instead is None
    assert reason(found.findings[0]).startswith("No confirmed rule")
    trainee = verdict("BE", "0 10:00-14:00", Kind.PUPIL_TRAINEE)
    assert [one.rule for one in trainee.findings] == [None]


@pytest.mark.parametrize(
    ("day", "net"),
    [
        (date(2027, 3, 27), 420),  # the night into the last Sunday of March is an hour shorter
        (date(2026, 10, 24), 540),  # that into the last one of October an hour longer
        (date(2026, 11, 7), 480),
    ],
)
def test_a_night_with_a_change_of_clocks_is_as_long_as_it_is(day: date, net: int) -> None:
    (work,) = Plan((Shift(day, time(22), time(6)),), "Europe/Helsinki").works()
    assert work.net == net


def test_rest_over_a_change_of_clocks_is_the_time_that_went_by() -> None:
    """From 19:30 to 07:30 are twelve hours by the clock, and eleven in the night in which clocks go forward."""
    evening, morning = Shift(date(2027, 3, 27), time(15), time(19, 30)), Shift(date(2027, 3, 28), time(7, 30), time(9))
    wanted = Plan((evening, morning), "Europe/London")
    whose = Young(Aged(16), LEAVER)
    found = judge(wanted, whose, Kind.PAID_WORK, all_rules()["GB"])
    (one,) = [one for one in found.findings if one.limit and one.limit.limit == "daily-rest"]
    assert one.found == 660
    assert found.instead
    assert found.instead.shifts[1].begins == time(8, 30)
    back = Plan((replace(evening, day=date(2026, 10, 24)), replace(morning, day=date(2026, 10, 25))), "Europe/London")
    assert judge(back, whose, Kind.PAID_WORK, all_rules()["GB"]).instead is None


def test_weeks_are_those_from_monday_to_sunday() -> None:
    """Thirty hours in one week and thirty in the next, back to back."""
    across = days(4, "08:00-16:00", 3) + "," + days(4, "08:00-16:00", 7)
    assert not [one for one in verdict("NO", across).findings if one.hard]
    assert [one.limit for one in verdict("NO", days(6, "08:00-16:00")).findings if one.hard]


@pytest.mark.parametrize(
    ("said", "offered"),
    [
        ("0 12:00-19:30", ["12:00–18:00 instead of 12:00–19:30"]),
        ("0 05:00-12:00", ["06:00–12:00 instead of 05:00–12:00"]),
        ("0 09:00-15:00", []),
        (days(6, "09:00-15:00"), ["Saturday, 7 November 2026: no work"]),
    ],
)
def test_what_is_offered_instead(said: str, offered: list[str]) -> None:
    assert instead("FI", said) == offered


def test_more_of_what_is_offered_instead() -> None:
    whose = Young(Aged(16), LEAVER)
    assert instead("GB", "0 09:00-14:00", Kind.PAID_WORK, whose) == ["09:00–14:00 with a break of 30 minutes"]
    assert instead("BE", "0 08:00-18:00", Kind.PAID_WORK, whose) == [
        "08:00–17:00 with a break of 1 hour, instead of 08:00–18:00"
    ]
    assert instead("GB", "0 14:00-22:00/30,1 08:00-12:00", Kind.PAID_WORK, whose) == [
        "Tuesday, 3 November 2026: 10:00–12:00 instead of 08:00–12:00"
    ]
    assert instead("NO", "0 10:00-12:00", whose=Young(Aged(12))) == []
    assert verdict("NO", "0 10:00-12:00", whose=Young(Aged(12))).blocked


def test_only_what_blocks_is_mended_where_nothing_would_be_left_without_warnings() -> None:
    """Nothing of a Saturday is as TET usually is; what the law says of it can be kept."""
    found = verdict("FI", "5 12:00-22:30")
    assert found.blocked
    assert found.instead
    assert not found.free_of_warnings
    assert list(alternative_words(plan("FI", "5 12:00-22:30"), found.instead)) == ["12:00–20:00 instead of 12:00–22:30"]


def test_reasons_are_sentences_in_every_language() -> None:
    for language in ("en", "fi", "nb", "nl"):
        with speaking(language):
            for country, rules in all_rules().items():
                for age in range(12, 18):
                    for kind in rules.kinds:
                        whose = Young(Aged(age), LEAVER)
                        for one in judge(plan(country, days(7, "05:00-23:30")), whose, kind, rules).findings:
                            assert reason(one)
                            assert "{" not in reason(one)


def test_hours_that_cannot_be_are_refused() -> None:
    with pytest.raises(Invalid):
        plan("FI", "0 09:00-10:00/60")
    with pytest.raises(Invalid):
        plan("FI", "0 09:00-12:00,0 11:00-13:00")
    assert plan("FI", "0 09:00-12:00,0 12:00-13:00")


COUNTRIES = sorted(all_rules())


@some.composite
def plans(draw: some.DrawFn) -> tuple[str, Plan, Young, Kind]:
    """Any country, kind and young person, with up to nine shifts over three weeks in which clocks change."""
    country = draw(some.sampled_from(COUNTRIES))
    first = draw(some.sampled_from([date(2026, 10, 19), date(2027, 3, 22), MONDAY]))
    shifts: list[Shift] = []
    for day in draw(some.sets(some.integers(0, 20), min_size=1, max_size=9)):
        begins = draw(some.integers(0, 95))
        length = draw(some.integers(1, 60))
        ends = (begins + length) % 96
        pause = draw(some.sampled_from([0, 0, 15, 30, 60]))
        shifts.append(Shift(first + timedelta(day), _quarter(begins), _quarter(ends), pause if length > 12 else 0))
    school = {first + timedelta(day): 300 for day in draw(some.sets(some.integers(0, 20), max_size=6))}
    holidays = frozenset({first} if draw(some.booleans()) else ())
    born = BornIn(draw(some.integers(2009, 2014)), draw(some.integers(1, 12)))
    last = draw(some.sampled_from([None, LEAVER, first + timedelta(9)]))
    kind = draw(some.sampled_from(all_rules()[country].kinds))
    try:
        made = Plan(tuple(shifts), zone_of(country), school, holidays)
    except Invalid:
        made = Plan((shifts[0],), zone_of(country), school, holidays)
    return country, made, Young(born, last), kind


def _quarter(number: int) -> time:
    return time(number // 4, number % 4 * 15)


@settings(deadline=None)
@given(plans())
def test_every_alternative_is_within_the_rules_and_within_what_was_planned(
    planned: tuple[str, Plan, Young, Kind],
) -> None:
    country, wanted, whose, kind = planned
    found = judge(wanted, whose, kind, all_rules()[country])
    if found.instead is None:
        return
    left = findings(found.instead, whose, kind, all_rules()[country])
    assert not any(one.hard for one in left)
    if found.free_of_warnings:
        assert not any(one.limit for one in left)
    for part in found.instead.works():
        assert any(one.begins <= part.begins and part.ends <= one.ends for one in wanted.works())


@settings(deadline=None)
@given(plans(), some.data())
def test_less_of_what_is_lawful_is_lawful(planned: tuple[str, Plan, Young, Kind], data: some.DataObject) -> None:
    """A day gone, or every shift of some days a quarter shorter, breaks no rule that was kept."""
    country, wanted, whose, kind = planned
    found = judge(wanted, whose, kind, all_rules()[country])
    lawful = found.instead or wanted
    if any(one.hard for one in findings(lawful, whose, kind, all_rules()[country])):
        return
    kept = data.draw(some.lists(some.sampled_from(lawful.shifts), min_size=1, unique=True))
    shorter = tuple(_shorter(one) if data.draw(some.booleans()) else one for one in kept)
    try:
        less = replace(lawful, shifts=shorter)
    except Invalid:
        return
    assert not any(one.hard for one in findings(less, whose, kind, all_rules()[country]))


def _shorter(one: Shift) -> Shift:
    minutes = one.ends.hour * 60 + one.ends.minute - 15
    if minutes < 0 or one.ends <= one.begins:
        return one
    ends = time(minutes // 60, minutes % 60)
    return replace(one, ends=ends) if ends > one.begins else one
