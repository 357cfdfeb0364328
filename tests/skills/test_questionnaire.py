"""A questionnaire file is complete or refused with the place of every mistake, and history keeps its words."""

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from portfolio_app.skills.framework import FrameworkError, framework
from portfolio_app.skills.questionnaire import FOLDER, load_questionnaire, questionnaires

Data = dict[str, Any]


def said(words: str) -> Data:
    return {"en": words, "fi": f"{words} suomeksi"}


def small() -> Data:
    """The smallest questionnaire that is right."""

    def theme(code: str) -> Data:
        return {
            "code": code,
            "name": said(f"Theme {code}"),
            "meaning": said("You do."),
            "try": said("Try it."),
            "show": said("A photo."),
            "capabilities": {},
            "statements": [{"code": f"{code}{n}", "text": said(f"I do {n}.")} for n in (1, 2, 3)],
        }

    return {
        "code": "small",
        "version": 1,
        "languages": ["en", "fi"],
        "name": said("Small"),
        "about": said("About you."),
        "question": said("Does it fit?"),
        "source": {"title": "A paper", "publisher": "A school", "year": 2020, "note": said("Ours.")},
        "answers": [{"code": f"a{n}", "value": n, "name": said(f"Answer {n}")} for n in (1, 2, 3, 4)],
        "not_told": [said("Everything else.")],
        "themes": [theme("A"), theme("B")],
    }


def written(tmp_path: Path, data: Data) -> Path:
    path = tmp_path / "small.yaml"
    path.write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
    return path


def test_the_shipped_ones_have_their_statements_in_every_language_of_the_app() -> None:
    found = questionnaires()
    assert {code: len(one.asked(one.version)) for code, one in found.items()} == {"strengths": 24, "interests": 30}
    for one in found.values():
        assert one.languages == ("en", "fi", "nb", "nl")
        assert len(one.themes) == 6


def test_no_statement_is_said_twice_and_every_page_asks_about_every_theme() -> None:
    texts = [text for one in questionnaires().values() for _t, s in one.statements.values() for text in s.text.values()]
    assert len(set(texts)) == len(texts)
    for one in questionnaires().values():
        asked = [one.statements[statement.code][0].code for statement in one.asked(1)]
        assert all(len(set(asked[start : start + 6])) == 6 for start in range(0, len(asked), 6))


def test_themes_lead_to_capabilities_that_there_are() -> None:
    for one in questionnaires().values():
        for theme in one.themes:
            for code, capabilities in theme.capabilities.items():
                assert [framework(code).capability(capability).code for capability in capabilities]


def test_a_retired_statement_is_asked_no_more_and_keeps_its_words(tmp_path: Path) -> None:
    data = small()
    data["version"] = 2
    data["themes"][0]["statements"][0]["retired"] = 2
    data["themes"][0]["statements"].append({"code": "A9", "text": said("I do it anew."), "since": 2})
    one = load_questionnaire(written(tmp_path, data))
    assert [statement.code for statement in one.asked(1)] == ["A1", "B1", "A2", "B2", "A3", "B3"]
    assert [statement.code for statement in one.asked(2)] == ["A2", "B1", "A3", "B2", "A9", "B3"]
    assert one.statements["A1"][1].text["en"] == "I do 1."


def language_missing(data: Data) -> None:
    del data["themes"][0]["statements"][1]["text"]["fi"]


def code_twice(data: Data) -> None:
    data["themes"][1]["statements"][2]["code"] = "A1"


def answers_out_of_order(data: Data) -> None:
    data["answers"].reverse()


def retired_before_it_came(data: Data) -> None:
    data["version"] = 3
    data["themes"][0]["statements"].append({"code": "A4", "text": said("I do."), "since": 3, "retired": 2})


def too_few_left(data: Data) -> None:
    data["version"] = 2
    data["themes"][0]["statements"][0]["retired"] = 2


def too_long(data: Data) -> None:
    data["themes"][0]["statements"][0]["text"]["en"] = "I " * 60


MISTAKES: dict[Callable[[Data], None], str] = {
    language_missing: "themes[0].statements[1].text: the language 'fi' is missing",
    code_twice: "themes[1].statements[2].code: 'A1' is already used",
    answers_out_of_order: "answers[0].value: should be 1",
    retired_before_it_came: "themes[0].statements[3].retired: should be after 3",
    too_few_left: "themes[0].statements: fewer than three",
    too_long: "themes[0].statements[0].text.en: ",
}


@pytest.mark.parametrize("spoil", MISTAKES, ids=lambda spoil: spoil.__name__)
def test_a_mistake_is_told_with_its_place(tmp_path: Path, spoil: Callable[[Data], None]) -> None:
    data = deepcopy(small())
    spoil(data)
    with pytest.raises(FrameworkError) as problem:
        load_questionnaire(written(tmp_path, data))
    assert MISTAKES[spoil] in str(problem.value)
    assert str(problem.value).startswith(f"{tmp_path}/small.yaml:")


def test_each_file_is_named_after_its_code() -> None:
    assert {path.stem for path in FOLDER.glob("*.yaml")} == set(questionnaires())
