"""Every limit of every row: kept at the limit, broken a minute beyond. The numbers stand here a second time, as the
facts have them, so that a slip in a rule's file shows."""

from dataclasses import dataclass, field
from datetime import date

import pytest

from portfolio_app.marketplace.working_hours import Aged, Young, findings
from portfolio_app.marketplace.working_hours_lawful import judge
from portfolio_app.marketplace.working_hours_rules import Kind, Rule, all_rules, rules_of
from tests.marketplace.hours import days, plan

LONG_AGO = date(2000, 1, 1)
WE, TD, SI = Kind.WORK_EXPERIENCE, Kind.TASTER_DAY, Kind.SOCIAL_INTERNSHIP
OP, PT, PW = Kind.OCCUPATIONAL_PLACEMENT, Kind.PUPIL_TRAINEE, Kind.PAID_WORK


@dataclass(frozen=True)
class Row:
    """A limit, by its rule and its place in it, of whom and what it is asked, and hours `within` and `beyond` it."""

    rule: str
    limit: int
    kind: Kind
    age: int
    within: tuple[str, ...]
    beyond: tuple[str, ...]
    hard: bool = True
    ended: bool = False
    school: dict[int, int] = field(default_factory=dict[int, int])
    holidays: bool = False

    @property
    def whose(self) -> Young:
        """Whose hours they are."""
        return Young(Aged(self.age), LONG_AGO if self.ended else None)


SCHOOL_WEEK = dict.fromkeys(range(5), 300)
NIGHT_20_06 = ("0 06:00-10:00", "0 16:00-20:00"), ("0 05:59-10:00", "0 16:00-20:01")
NIGHT_23_06 = ("0 06:00-10:00", "0 19:00-23:00"), ("0 05:59-10:00", "0 19:00-23:01", "0 23:30-00:30")
TWO_HOURS = ("0 15:00-17:00",), ("0 15:00-17:01",)
SEVEN = ("0 08:00-15:00", "0 08:00-15:30/30"), ("0 08:00-15:01", "0 08:00-15:31/30")
EIGHT = ("0 08:00-16:00", "0 08:00-16:30/30"), ("0 08:00-16:01", "0 08:00-16:31/30")
TWELVE_A_WEEK = (days(6, "15:00-17:00"),), (days(6, "15:00-17:00") + ",6 15:00-15:01",)
HOURS_35 = (days(5, "08:00-15:00"),), (days(5, "08:00-15:00") + ",5 08:00-08:01",)
HOURS_40 = (days(5, "08:00-16:00"),), (days(5, "08:00-16:00") + ",5 08:00-08:01",)
HALF_HOUR = ("0 08:00-12:30", "0 08:00-13:30/30"), ("0 08:00-12:31", "0 08:00-13:30/29")
HOUR = ("0 08:00-14:00", "0 08:00-15:30/60"), ("0 08:00-14:01", "0 08:00-15:30/59")
REST_12 = ("0 12:00-20:00,1 08:00-10:00",), ("0 12:00-20:00,1 07:59-10:00",)
REST_14 = ("0 12:00-18:00,1 08:00-10:00",), ("0 12:00-18:00,1 07:59-10:00",)
TWO_DAYS_OFF = (days(5, "08:00-10:00"),), (days(6, "08:00-10:00"), days(4, "08:00-10:00") + ",5 23:00-00:30")
NO_SUNDAY = ("5 08:00-10:00", "5 22:00-00:00"), ("6 08:00-10:00", "5 22:00-00:01")

TABLE: dict[str, list[Row]] = {
    "FI": [
        Row("tet", 0, WE, 15, ("0 09:00-15:00/30",), ("0 09:00-15:01/30",), hard=False),
        Row(
            "tet", 1, WE, 15, (days(5, "09:00-15:00/30"),), (days(5, "09:00-15:00/30") + ",5 09:00-09:01",), hard=False
        ),
        Row("tet", 2, WE, 15, ("0 14:00-20:00",), ("0 14:00-20:01",), hard=False),
        Row("tet", 3, WE, 15, ("4 09:00-15:00",), ("5 09:00-10:00", "6 09:00-10:00"), hard=False),
        Row("age-14", 0, WE, 14, *SEVEN),
        Row("age-14", 1, WE, 14, ("0 08:00-12:00", "0 16:00-20:00"), ("0 07:59-12:00", "0 16:00-20:01")),
        Row("age-14", 2, PW, 14, (days(10, "09:00-10:00"),), (days(11, "09:00-10:00"),)),
        Row("age-15-17", 0, WE, 15, *EIGHT),
        Row("age-15-17", 0, PW, 17, *EIGHT, ended=True),
        Row("age-15-17", 1, WE, 15, ("0 06:00-10:00", "0 18:00-22:00"), ("0 05:59-10:00", "0 18:00-22:01")),
        Row("beside-school", 0, PW, 15, *TWO_HOURS, school={0: 300}),
        Row("beside-school", 1, PW, 15, *SEVEN),
        Row("beside-school", 2, PW, 15, ("0 15:00-16:30",), ("0 15:00-16:31",), school={0: 390}),
        Row("beside-school", 3, PW, 15, *TWELVE_A_WEEK),
        Row("holidays-14", 0, PW, 14, *HOURS_35, holidays=True),
    ],
    "NO": [
        Row("under-13", 0, WE, 12, (), ("0 10:00-10:01",)),
        Row("under-13", 0, PW, 12, (), ("0 10:00-10:01",)),
        Row("school-13", 0, WE, 13, *TWO_HOURS, school={0: 300}),
        Row("school-13", 1, WE, 13, *SEVEN),
        Row("school-13", 2, WE, 13, *TWELVE_A_WEEK),
        Row("school-13", 3, WE, 13, *HOURS_35, holidays=True),
        Row("school-13", 4, WE, 13, *NIGHT_20_06),
        Row("part-of-school", 0, WE, 14, *EIGHT),
        Row("part-of-school", 0, WE, 15, ("0 14:00-17:00",), ("0 14:00-17:01",), school={0: 300}),
        Row("part-of-school", 0, WE, 14, *EIGHT, ended=True),
        Row("part-of-school", 1, WE, 15, *HOURS_40),
        Row("part-of-school", 1, WE, 15, (days(5, "14:00-17:00"),), (days(6, "14:00-17:00"),), school=SCHOOL_WEEK),
        Row("part-of-school", 2, WE, 15, *NIGHT_20_06),
        Row("beside-school", 0, PW, 15, *TWO_HOURS, school={0: 300}),
        Row("beside-school", 1, PW, 13, *SEVEN),
        Row("beside-school", 2, PW, 14, *TWELVE_A_WEEK, ended=True),
        Row("beside-school", 3, PW, 16, *HOURS_35, holidays=True),
        Row("beside-school", 4, PW, 13, *NIGHT_20_06),
        Row("past-school", 0, WE, 15, *EIGHT, ended=True),
        Row("past-school", 1, PW, 17, *HOURS_40, ended=True),
        Row("past-school", 2, PW, 17, *NIGHT_23_06, ended=True),
        Row("past-school", 3, PW, 16, ("0 17:00-21:00",), ("0 17:00-21:01",), hard=False, ended=True),
        Row("taster", 0, TD, 15, ("0 08:00-16:00",), ("0 08:00-16:01",), hard=False),
        Row("taster", 1, TD, 15, *NIGHT_20_06, hard=False),
    ],
    "GB": [
        Row("part-of-school", 0, WE, 15, ("0 07:00-12:00", "0 12:00-19:00"), ("0 06:59-12:00", "0 12:00-19:01")),
        Row("child-work", 0, PW, 15, *TWO_HOURS, hard=False, school={0: 300}),
        Row(
            "child-work", 1, PW, 15, ("0 07:00-08:00", "0 18:00-19:00"), ("0 06:59-08:00", "0 18:00-19:01"), hard=False
        ),
        Row("young-worker", 0, WE, 16, *EIGHT, ended=True),
        Row("young-worker", 1, PW, 17, *HOURS_40, ended=True),
        Row(
            "young-worker",
            2,
            PW,
            17,
            ("0 06:00-07:00", "0 20:00-22:00"),
            ("0 05:59-07:00", "0 20:00-22:01"),
            ended=True,
        ),
        Row("young-worker", 3, PW, 16, *REST_12, ended=True),
        Row("young-worker", 4, PW, 16, *TWO_DAYS_OFF, ended=True),
        Row("young-worker", 5, PW, 16, *HALF_HOUR, ended=True),
        Row("young-worker-23-07", 0, PW, 16, ("0 07:00-08:00",), ("0 06:59-08:00",), hard=False, ended=True),
    ],
    "NL": [
        Row("social-12", 0, SI, 12, (), ("0 10:00-10:01",)),
        Row("social-13-14", 0, SI, 13, *TWO_HOURS, school={0: 300}),
        Row("social-13-14", 1, SI, 14, *SEVEN),
        Row("social-13-14", 2, SI, 14, *TWELVE_A_WEEK),
        Row("social-13-14", 3, SI, 13, *HOURS_35, holidays=True),
        Row("social-13-14", 4, SI, 13, ("0 17:00-19:00",), ("0 17:00-19:01",)),
        Row("social-13-14", 5, SI, 13, *NO_SUNDAY, hard=False),
        Row("social-15", 0, SI, 15, *TWO_HOURS, school={0: 300}),
        Row("social-15", 1, SI, 15, *EIGHT),
        Row("social-15", 2, SI, 15, *TWELVE_A_WEEK),
        Row("social-15", 3, SI, 15, *HOURS_40, holidays=True),
        Row("social-15", 4, SI, 15, ("0 17:00-19:00",), ("0 17:00-19:01",)),
        Row("occupational-14-15", 0, OP, 14, ("0 13:00-16:00",), ("0 13:00-16:01",), school={0: 240}),
        Row("occupational-14-15", 0, OP, 15, *SEVEN),
        Row("occupational-14-15", 1, OP, 15, *HOURS_35),
        Row("occupational-14-15", 2, OP, 15, ("0 07:00-09:00", "0 17:00-19:00"), ("0 06:59-09:00", "0 17:00-19:01")),
        Row("occupational-14-15", 3, OP, 14, *REST_14),
        Row("occupational-14-15", 4, OP, 14, *NO_SUNDAY),
        Row("occupational-14-15", 5, OP, 14, *HALF_HOUR),
        Row("age-16-17", 0, SI, 16, ("0 08:00-17:00",), ("0 08:00-17:01",)),
        Row("age-16-17", 0, OP, 17, ("0 14:00-18:00",), ("0 14:00-18:01",), school={0: 300}),
        Row("age-16-17", 1, PW, 16, (days(5, "08:00-17:00"),), (days(5, "08:00-17:00") + ",5 08:00-08:01",)),
        Row(
            "age-16-17",
            2,
            PW,
            17,
            (",".join(days(5, "08:00-16:00", 7 * week) for week in range(4)),),
            (",".join(days(5, "08:00-16:00", 7 * week) for week in range(4)) + ",26 08:00-08:04",),
        ),
        Row("age-16-17", 3, PW, 16, *NIGHT_23_06),
        Row("age-16-17", 4, PW, 16, *REST_12),
        Row(
            "age-16-17",
            5,
            PW,
            16,
            (days(6, "08:00-20:00"), days(5, "08:00-09:00") + ",5 08:00-20:00,7 08:00-09:00"),
            (days(5, "08:00-09:00") + ",5 08:00-20:01,7 08:00-09:00", days(7, "08:00-09:00") + ",7 08:00-09:00"),
        ),
    ],
    "BE": [
        Row("age-15-17", 0, PW, 15, *EIGHT, ended=True),
        Row("age-15-17", 1, PW, 16, *HOURS_40, ended=True),
        Row(
            "age-15-17",
            2,
            PW,
            16,
            (days(4, "08:00-16:00") + ",4 08:00-14:00",),
            (days(4, "08:00-16:00") + ",4 08:00-14:01",),
            hard=False,
            ended=True,
        ),
        Row("age-15-17", 3, PW, 17, *NO_SUNDAY, ended=True),
        Row("age-15-17", 4, PW, 17, *TWO_DAYS_OFF, ended=True),
        Row("age-15-17", 5, PW, 17, *HALF_HOUR, ended=True),
        Row("age-15-17", 6, PW, 17, *HOUR, ended=True),
        Row("age-15-17", 7, PW, 17, *REST_12, ended=True),
        Row("evening-15", 0, PW, 15, *NIGHT_20_06, ended=True),
        Row("evening-16-17", 0, PW, 16, *NIGHT_23_06, ended=True),
        Row("evening-16-17", 1, PW, 17, ("0 16:00-20:00",), ("0 16:00-20:01",), hard=False, ended=True),
        Row("pupil-trainee", 0, PT, 16, *EIGHT, hard=False),
        Row("pupil-trainee", 1, PT, 16, (days(4, "08:00-16:00") + ",4 08:00-14:00",), HOURS_40[0], hard=False),
        Row("pupil-trainee", 2, PT, 16, *NO_SUNDAY, hard=False),
        Row("pupil-trainee", 3, PT, 16, *TWO_DAYS_OFF, hard=False),
        Row("pupil-trainee", 4, PT, 16, *HALF_HOUR, hard=False),
        Row("pupil-trainee", 5, PT, 16, *HOUR, hard=False),
        Row("pupil-trainee", 6, PT, 16, *REST_12, hard=False),
        Row("pupil-trainee", 7, PT, 16, *NIGHT_20_06, hard=False),
    ],
}
ROWS = [(country, row) for country, rows in TABLE.items() for row in rows]


def _rule(country: str, row: Row) -> Rule:
    return next(one for one in all_rules()[country].rules if one.code == row.rule)


def _names(value: object) -> str:
    return (
        value if isinstance(value, str) else f"{value.rule}-{value.limit}-{value.age}" if isinstance(value, Row) else ""
    )


@pytest.mark.parametrize(("country", "row"), ROWS, ids=_names)
def test_a_limit_is_kept_at_its_edge_and_broken_a_minute_beyond(country: str, row: Row) -> None:
    rules = all_rules()[country]
    limit = _rule(country, row).limits[row.limit]
    assert limit.hard is row.hard
    for said in row.within:
        found = findings(plan(country, said, row.school, holidays=row.holidays), row.whose, row.kind, rules)
        assert limit not in [one.limit for one in found], said
    for said in row.beyond:
        wanted = plan(country, said, row.school, holidays=row.holidays)
        found = findings(wanted, row.whose, row.kind, rules)
        # What blocks in the same way on the same days stands for what would only warn
        assert limit in [one.limit for one in found] or (
            not row.hard and any(one.hard and type(one.limit) is type(limit) for one in found)
        ), said
        verdict = judge(wanted, row.whose, row.kind, rules)
        assert not row.hard or verdict.blocked
        if verdict.instead:
            left = findings(verdict.instead, row.whose, row.kind, rules)
            assert not any(one.limit and (one.hard or verdict.free_of_warnings) for one in left), said


def test_the_table_has_every_limit_of_every_rule() -> None:
    tried = {(country, row.rule, row.limit) for country, row in ROWS}
    there = {
        (country, rule.code, at)
        for country, rules in all_rules().items()
        for rule in rules.rules
        for at in range(len(rule.limits))
    }
    assert tried == there


WHOM = [
    # Country, rule, kind, in school at these ages, past it at these
    ("FI", "tet", WE, range(12, 18), ()),
    ("FI", "age-14", WE, (14,), (14,)),
    ("FI", "under-16", WE, range(12, 16), range(12, 16)),
    ("FI", "age-15-17", WE, (15, 16, 17), (15, 16, 17)),
    ("FI", "beside-school", PW, range(12, 18), ()),
    ("FI", "holidays-14", PW, (14,), (14,)),
    ("NO", "under-13", WE, (12,), (12,)),
    ("NO", "from-13", WE, range(13, 18), (13, 14)),
    ("NO", "only-light-13", WE, (13,), (13,)),
    ("NO", "school-13", WE, (13,), (13,)),
    ("NO", "part-of-school", WE, range(14, 18), (14,)),
    ("NO", "beside-school", PW, range(13, 18), (13, 14)),
    ("NO", "past-school", WE, (), (15, 16, 17)),
    ("NO", "taster", TD, range(12, 18), range(12, 18)),
    ("GB", "part-of-school", WE, range(12, 18), ()),
    ("GB", "child-work", PW, range(12, 18), ()),
    ("GB", "young-worker", WE, (), range(12, 18)),
    ("GB", "young-worker-23-07", WE, (), range(12, 18)),
    ("GB", "liability", WE, range(12, 18), range(12, 18)),
    ("NL", "social-12", SI, (12,), (12,)),
    ("NL", "social-13-14", SI, (13, 14), (13, 14)),
    ("NL", "social-15", SI, (15,), (15,)),
    ("NL", "occupational-14-15", OP, (14, 15), (14, 15)),
    ("NL", "age-16-17", OP, (16, 17), (16, 17)),
    ("BE", "age-15-17", PW, (), (15, 16, 17)),
    ("BE", "evening-15", PW, (), (15,)),
    ("BE", "evening-16-17", PW, (), (16, 17)),
    ("BE", "pupil-trainee", PT, range(12, 18), range(12, 18)),
]


@pytest.mark.parametrize(("country", "code", "kind", "pupils", "leavers"), WHOM)
def test_a_rule_is_for_the_ages_of_its_row(
    country: str, code: str, kind: Kind, pupils: tuple[int, ...], leavers: tuple[int, ...]
) -> None:
    rule = next(one for one in all_rules()[country].rules if one.code == code)
    assert [age for age in range(12, 19) if rule.applies(kind, age, in_school=True)] == list(pupils)
    assert [age for age in range(12, 19) if rule.applies(kind, age, in_school=False)] == list(leavers)
    assert not any(rule.applies(other, 15, in_school=True) for other in Kind if other not in rule.kinds)


def test_that_table_has_every_rule() -> None:
    there = {(country, rule.code) for country, rules in all_rules().items() for rule in rules.rules}
    assert {(country, code) for country, code, *_rest in WHOM} == there


def test_a_country_without_rules_has_none() -> None:
    assert rules_of("SE") is None
    assert rules_of("fi") is rules_of("FI") is not None
