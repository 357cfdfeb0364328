"""Rules are read strictly: whoever writes one wrong is told where, and how to mend it."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from portfolio_app import checks
from portfolio_app.cli import app
from portfolio_app.core.errors import OperatorError
from portfolio_app.marketplace.working_hours_rules import (
    SHIPPED,
    Basis,
    DayLimit,
    Read,
    all_rules,
    read_rules,
    rules_of,
)
from tests.conftest import Configure

FI = (SHIPPED / "fi.yaml").read_text(encoding="utf-8")


def read(tmp_path: Path, text: str, name: str = "fi.yaml") -> Read:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return read_rules(tmp_path)


def test_the_rules_that_come_with_the_app_can_be_used() -> None:
    found = read_rules(SHIPPED)
    assert found.mistakes == ()
    assert sorted(found.countries) == ["BE", "FI", "GB", "NL", "NO"]


def test_every_rule_names_its_source_its_date_and_that_it_is_to_be_verified() -> None:
    for rules in all_rules().values():
        assert all(source.strip() for source in rules.sources.values())
        assert {source for rule in rules.rules for source in rule.sources} == set(rules.sources)
        for rule in rules.rules:
            assert rule.to_be_verified
            assert rule.date.year >= 2026


def test_what_is_not_confirmed_never_blocks() -> None:
    for rules in all_rules().values():
        for rule in rules.rules:
            if rule.basis is not Basis.LAW:
                assert not any(limit.hard for limit in rule.limits)


def test_sentences_are_written_in_each_language_and_not_copied() -> None:
    for rules in all_rules().values():
        for rule in rules.rules:
            for says in (rule.says, *(one.says for one in (*rule.forbidden, *rule.needs))):
                every = [says.en, says.fi, says.nb, says.nl]
                assert len(set(every)) == 4, says
                assert all(one.endswith(".") for one in every), says


MISTAKES = [
    ('most: "7:00"', 'most: "7.5"', "most", "such as 7:30"),
    ('most: "7:00"', 'least: "7:00"', "least", "not a key that is known here"),
    ('from: "20:00"\n        to: "08:00"', 'from: "20:00"\n        to: "24:00"', "24:00", "such as 07:30"),
    ("sources: [TT6]", "sources: [TT66]", "sources: [TT66]", "there is no source 'TT66'"),
    ("code: age-14", "code: tet", "code: tet", "there are two rules 'tet'"),
    ("country: FI", "country: NO", "country: NO", "call it no.yaml"),
    ("basis: practice", "basis: hearsay", "basis: hearsay", "'law', 'practice' or 'unconfirmed'"),
    ("{from: 14, to: 14}", "{from: 15, to: 14}", "{from: 15, to: 14}", "is nobody"),
    ("limit: free-days", "limit: free-weeks", "limit: free-weeks", "free-days"),
    ("basis: law\n    sources: [TT6, FI3]", "basis: practice\n    sources: [TT6, FI3]", "hard: true", "only warns"),
]


@pytest.mark.parametrize(("right", "wrong", "line", "said"), MISTAKES)
def test_a_mistake_is_told_with_its_line_and_its_cure(
    tmp_path: Path, right: str, wrong: str, line: str, said: str
) -> None:
    assert right in FI
    text = FI.replace(right, wrong, 1) if right != "code: age-14" else FI.replace(right, wrong)
    found = read(tmp_path, text)
    assert found.countries == {}
    told = [one for one in found.mistakes if said in one.what]
    assert told, found.mistakes
    assert line in text.splitlines()[told[0].line - 1]
    assert re.match(r"fi\.yaml:\d+: ", told[0].said())


def test_a_missing_sentence_is_a_mistake(tmp_path: Path) -> None:
    text = re.sub(r"\n      nl: Op je 13e.*|\n      nl: Een TET-dag.*", "", FI)
    (told,) = read(tmp_path, text).mistakes
    assert told.what.endswith("is missing")
    assert "nl" in told.what


def test_what_an_operator_corrected_takes_the_place_of_what_came_with_the_app(
    tmp_path: Path, configure: Configure
) -> None:
    configure(working_hours_dir=tmp_path)
    (tmp_path / "fi.yaml").write_text(FI.replace('most: "7:00"', 'most: "6:30"', 1), encoding="utf-8")
    corrected = rules_of("FI")
    assert corrected
    limit = corrected.rules[1].limits[0]
    assert isinstance(limit, DayLimit)
    assert limit.most == 390
    assert rules_of("NO") is not None


def test_rules_with_a_mistake_are_told_by_check_and_not_served(tmp_path: Path, configure: Configure) -> None:
    def asked() -> tuple[bool, str]:
        return next((one.good, one.sentence) for one in checks.check() if one.about == "hours")

    assert asked() == (True, "rules for working hours in BE, FI, GB, NL, NO; to be verified by their authorities")
    configure(working_hours_dir=tmp_path)
    (tmp_path / "fi.yaml").write_text(FI.replace("basis: practice", "basis: hearsay"), encoding="utf-8")
    good, sentence = asked()
    assert not good
    assert "fi.yaml:" in sentence
    assert sentence in list(checks.refusals())
    with pytest.raises(OperatorError):
        rules_of("FI")
    with pytest.raises(OperatorError):
        all_rules()


def test_a_folder_without_rules_is_a_mistake(tmp_path: Path) -> None:
    (told,) = read_rules(tmp_path).mistakes
    assert "there are no rules here" in told.what


def test_the_command_tells_every_mistake(tmp_path: Path) -> None:
    sound = CliRunner().invoke(app, ["check", "hours"])
    assert sound.exit_code == 0
    assert "5 countries, 28 rules, 28 to be verified" in sound.output
    (tmp_path / "fi.yaml").write_text(FI.replace("basis: practice", "basis: hearsay"), encoding="utf-8")
    wrong = CliRunner().invoke(app, ["check", "hours", str(tmp_path)])
    assert wrong.exit_code == 2
    assert "fi.yaml:16: rules" in wrong.output
    assert "1 mistakes to mend" in wrong.output
