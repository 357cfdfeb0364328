"""The demo's pathways: vocational education and universities have equal weight, in number and in words."""

from collections.abc import Collection
from datetime import date
from statistics import mean

import pytest

from portfolio_app.demo.pathways import FILES
from portfolio_app.pathways.reading import PathwayFile, read_pathways
from portfolio_app.skills.questionnaire import questionnaire

VOCATIONAL, HIGHER = {"vocational"}, {"applied", "university"}


def the_catalogue() -> tuple[PathwayFile, ...]:
    """What `portfolio demo` loads."""
    return read_pathways(FILES, date.max)


def learnt_at(kind: str, schools: Collection[str]) -> list[PathwayFile]:
    """Pathways of a kind that can be learnt at one of these."""
    return [one for one in the_catalogue() if one.kind == kind and set(one.learnt) & set(schools)]


def length(one: PathwayFile, language: str) -> int:
    """How much is said of a pathway."""
    return sum(len(text[language]) for text in one.words().values())


@pytest.mark.parametrize("kind", ["occupation", "route"])
def test_vocational_and_higher_education_are_as_many_and_are_told_at_the_same_length(kind: str) -> None:
    vocational, higher = learnt_at(kind, VOCATIONAL), learnt_at(kind, HIGHER)
    assert abs(len(vocational) - len(higher)) <= 2
    for language in ("en", "fi", "nb", "nl"):
        told = mean(length(one, language) for one in vocational)
        assert told == pytest.approx(mean(length(one, language) for one in higher), rel=0.05), language


def test_what_studying_costs_is_said_in_the_same_words_everywhere() -> None:
    for schools in (("vocational",), ("applied",), ("university",)):
        said = {one.cost["en"].partition("Kela can help")[0] for one in the_catalogue() if one.learnt == schools}
        assert len({words for words in said if "Tampere" not in words}) == 1


def test_every_interest_leads_to_vocational_and_to_higher_education() -> None:
    for theme in questionnaire("interests").themes:
        for schools in (VOCATIONAL, HIGHER):
            for kind in ("occupation", "route"):
                assert any(theme.code in one.interests for one in learnt_at(kind, schools)), (theme.code, schools)


def test_every_occupation_has_a_route_and_every_route_an_occupation() -> None:
    links = {link for one in the_catalogue() for link in one.links()}
    ends = {code for link in links for code in link}
    assert ends == {one.code for one in the_catalogue()}
