"""Whatever framework a school changes to, every piece of evidence is kept and seen."""

from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from portfolio_app.skills.crosswalks import Crosswalks, Tag
from portfolio_app.skills.framework import Framework, FrameworkError, crosswalks, frameworks, gather, read_all, shipped
from tests.skills.test_framework import Data, retired, small, walk, written

PAIRS = list(permutations(frameworks(), 2))
TAGS = [(used.code, code) for used in frameworks().values() for code in used.codes]


@pytest.mark.parametrize(("start", "to"), PAIRS)
def test_every_capability_is_met_in_every_other_framework(start: str, to: str) -> None:
    carried = crosswalks().carried_to(to)
    for code in frameworks()[start].codes:
        assert carried[start, code], f"evidence for {code} of {start} would not be seen in {to}"


@pytest.mark.parametrize(("start", "to"), PAIRS)
def test_crosswalks_are_read_both_ways(start: str, to: str) -> None:
    there, back = crosswalks().carried_to(to), crosswalks().carried_to(start)
    for code in frameworks()[start].codes:
        assert all(code in back[to, target] for target in there[start, code])


@given(pair=some.sampled_from(PAIRS), tags=some.sets(some.sampled_from(TAGS), min_size=1))
def test_every_evidence_is_kept_and_seen(pair: tuple[str, str], tags: set[Tag]) -> None:
    """Whatever it was said to show, in one framework or in several, and whichever the school moves between."""
    for code in pair:
        shown = crosswalks().seen_under(code, tags)
        assert shown, f"{tags} is seen nowhere in {code}"
        assert set(shown) <= set(frameworks()[code].codes)
        own = {one for framework, one in tags if framework == code}
        if own:
            assert set(shown) == own  # what its owner said holds
            assert not any(shown.values())
        else:
            assert {tag for carried in shown.values() for tag in carried} == tags  # each is named where it leads


def _read(*data: Data) -> Crosswalks:
    found = [Framework.model_validate(one) for one in data]
    return Crosswalks({one.code: one for one in found})


def _other(**parts: object) -> Data:
    return small() | {"code": "other"} | parts


def test_evidence_of_a_retired_capability_is_seen_where_it_lives_on() -> None:
    newer = small() | {"version": 2, "retired": [retired("A3", "A1")]}
    other = _other(crosswalks=[walk("small", A1=["A3"], A2=["A2"])])
    ways = _read(newer, other)
    assert ways.seen_under("small", [("small", "A3")]) == {"A1": (("small", "A3"),)}
    assert ways.seen_under("other", [("small", "A3")]) == {"A1": (("small", "A3"),)}
    assert ways.seen_under("small", [("small", "A3"), ("small", "A2")]) == {"A2": ()}


def test_what_nobody_knows_any_more_is_seen_nowhere_and_breaks_nothing() -> None:
    assert _read(small()).seen_under("small", [("gone", "X1"), ("small", "X2")]) == {}


@pytest.mark.parametrize(
    ("crosswalk", "where", "what"),
    [
        (walk("nowhere", A1=["A1"], A2=["A2"]), "crosswalks[0].to", "there is no framework 'nowhere'"),
        (walk("small", A1=["A1"], A2=["A9"]), "crosswalks[0].pairs.A2[0]", "no capability 'A9'"),
        (walk("small", A1=["A1"], A2=["A1"]), "crosswalks[0].pairs", "nothing leads to A2 of small"),
    ],
)
def test_a_crosswalk_that_does_not_fit_is_told_with_its_place(
    tmp_path: Path, crosswalk: Data, where: str, what: str
) -> None:
    second = written(tmp_path, _other(crosswalks=[crosswalk])).rename(tmp_path / "other.yaml")
    first = written(tmp_path, small())
    with pytest.raises(FrameworkError) as caught:
        gather(read_all([first, second]))
    mistake = next(one for one in caught.value.mistakes if one.where == where)
    assert what in mistake.what
    assert second.read_text("utf-8").splitlines()[mistake.line - 1].strip()
    assert f"{second}:{mistake.line}:{mistake.column}: " in str(caught.value)


def test_two_files_that_tell_of_the_same_pair_contradict_each_other(tmp_path: Path) -> None:
    pairs = {"A1": ["A1"], "A2": ["A2"]}
    other = written(tmp_path, _other(crosswalks=[walk("small", **pairs)])).rename(tmp_path / "other.yaml")
    first = written(tmp_path, small() | {"crosswalks": [walk("other", **pairs)]})
    with pytest.raises(FrameworkError, match=r"contradicts the crosswalk in small\.yaml"):
        gather(read_all([first, other]))


def test_a_framework_without_a_way_to_the_others_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FrameworkError, match="has no way to scotland-cms"):
        gather([*shipped().values(), *read_all([written(tmp_path, small())])])
