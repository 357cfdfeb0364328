"""What answers amount to holds for all of them: fair to ties, silent about little, never changed by their order."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as some

from portfolio_app.skills.questionnaire import YES, Questionnaire, questionnaire
from portfolio_app.skills.scoring import ENOUGH, Outcome, Scored, Standing, score

BOTH = [questionnaire("strengths"), questionnaire("interests")]


def codes(used: Questionnaire) -> list[str]:
    return [one.code for one in used.asked(used.version)]


@some.composite
def answered(draw: some.DrawFn) -> tuple[Questionnaire, dict[str, int]]:
    """Any answers to one of them, from none to all."""
    used = draw(some.sampled_from(BOTH))
    return used, draw(some.dictionaries(some.sampled_from(codes(used)), some.integers(1, 4)))


def scored(used: Questionnaire, answers: Mapping[str, int]) -> Scored:
    return score(used, used.version, answers)


def mean_of(values: list[int]) -> float:
    return sum(values) / len(values)


@pytest.mark.parametrize("used", BOTH, ids=lambda used: used.code)
def test_without_answers_nothing_is_said(used: Questionnaire) -> None:
    result = scored(used, {})
    assert (result.outcome, result.standing_out, result.surprises) == (Outcome.NOTHING, (), ())


@given(some.sampled_from(BOTH), some.integers(1, 4))
def test_the_same_answer_everywhere_makes_no_theme_stand_out(used: Questionnaire, value: int) -> None:
    result = scored(used, dict.fromkeys(codes(used), value))
    assert (result.outcome, result.standing_out, result.surprises) == (Outcome.ALIKE, (), ())


@given(answered(), some.randoms(use_true_random=False))
def test_the_order_of_answering_changes_nothing(given_: tuple[Questionnaire, dict[str, int]], chance: object) -> None:
    used, answers = given_
    shuffled = list(answers.items())
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert scored(used, dict(shuffled)) == scored(used, answers)


@given(answered())
def test_a_theme_stands_out_only_with_enough_answers_and_a_yes(given_: tuple[Questionnaire, dict[str, int]]) -> None:
    used, answers = given_
    result = scored(used, answers)
    for theme in result.themes:
        assert (theme.standing is Standing.OPEN) == (len(theme.answers) < ENOUGH)
        assert all(reason.value >= YES for reason in theme.because)
        assert set(theme.because) <= set(theme.answers)
        if theme.standing is Standing.OUT:
            assert 1 <= len(theme.because) <= 2
    assert (result.outcome is Outcome.THEMES) == bool(result.standing_out)
    assert sum(len(theme.answers) for theme in result.themes) == len(answers)


@given(answered())
def test_equals_stand_out_together_or_not_at_all(given_: tuple[Questionnaire, dict[str, int]]) -> None:
    used, answers = given_
    result = scored(used, answers)
    means = {
        theme.code: mean_of([one.value for one in theme.answers])
        for theme in result.themes
        if len(theme.answers) >= ENOUGH
    }
    out = {theme.code for theme in result.standing_out}
    with_a_yes = {theme.code for theme in result.themes if theme.because}
    for code in out:
        assert {other for other in means if means[other] >= means[code] - 1e-9} & with_a_yes <= out
    assert len(out) < len(means) or not out  # never everything


@given(answered())
def test_two_surprises_wherever_something_stands_out(given_: tuple[Questionnaire, dict[str, int]]) -> None:
    used, answers = given_
    result = scored(used, answers)
    quiet = {theme.code for theme in result.themes if theme.standing is Standing.QUIET}
    assert len(result.surprises) == (2 if result.standing_out else 0)
    for one in result.surprises:
        assert one.theme in quiet
        assert answers[one.statement] == one.value
    if len(quiet) > 1 and result.surprises:
        assert len({one.theme for one in result.surprises}) == 2


@given(answered(), some.data())
def test_a_clearer_yes_never_makes_its_theme_stand_out_less(
    given_: tuple[Questionnaire, dict[str, int]], data: some.DataObject
) -> None:
    used, answers = given_
    raised = [code for code, value in answers.items() if value < 4]
    if not raised:
        return
    code = data.draw(some.sampled_from(raised))
    home = used.statements[code][0].code
    before, after = scored(used, answers), scored(used, answers | {code: answers[code] + 1})
    if home in {theme.code for theme in before.standing_out}:
        assert home in {theme.code for theme in after.standing_out}


def test_half_answered_speaks_of_the_themes_it_can() -> None:
    used = questionnaire("strengths")
    answers = {f"D{n}": 4 for n in (1, 2, 3, 4)} | {f"B{n}": 2 for n in (1, 2, 3)} | {"W1": 4, "W2": 4}
    result = scored(used, answers)
    stood = {theme.code: theme.standing for theme in result.themes}
    assert stood == {
        "done": Standing.OUT,
        "steady": Standing.QUIET,
        "together": Standing.OPEN,
        "curious": Standing.OPEN,
        "reach": Standing.OPEN,
        "making": Standing.OPEN,
    }
    assert [one.statement for one in result.surprises] == ["B1", "B2"]
    assert scored(used, {"D1": 4}).outcome is Outcome.TOO_FEW


def test_answers_to_statements_of_another_version_do_not_count() -> None:
    used = questionnaire("strengths")
    assert scored(used, {"D1": 4, "gone": 4}) == scored(used, {"D1": 4})
