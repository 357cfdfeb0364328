"""A framework file is complete in its languages and stages, or refused with the place of every mistake."""

import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as some
from pydantic import ValidationError

from portfolio_app.skills.framework import (
    DEFAULT,
    FOLDER,
    NAME_LIMIT,
    SIZE_LIMIT,
    Framework,
    FrameworkError,
    UnknownCode,
    framework,
    frameworks,
    json_schema,
    load_framework,
)

LANGUAGES = ("en", "fi", "nb", "nl")
STAGES = ("11-13", "13-15", "15-18", "after")
CODES = ["S1", "S2", "S3", "S4", "S5", "T1", "T2", "T3", "T4", "H1", "H2", "H3", "H4", "H5", "N1", "N2", "N3"]

Data = dict[str, Any]


def small() -> Data:
    """The smallest framework that is right: one stage, one theme, two capabilities, English and Finnish."""

    def said(words: str) -> Data:
        return {"en": words, "fi": f"{words} suomeksi"}

    def capability(code: str) -> Data:
        return {
            "code": code,
            "name": said(f"Skill {code}"),
            "meaning": said("You can do it."),
            "statements": {"school": said("I can do it.")},
            "shows": {"school": [said("A photo"), said("A text"), said("A song")]},
        }

    return {
        "code": "small",
        "version": 1,
        "languages": ["en", "fi"],
        "name": said("Small"),
        "source": {
            "title": "A paper",
            "publisher": "A school",
            "year": 2020,
            "licence": said("Free"),
            "note": said("Ours"),
        },
        "scale": [
            {"code": f"step-{value}", "value": value, "name": said(f"Step {value}"), "help": said("Help")}
            for value in (1, 2, 3, 4)
        ],
        "stages": [{"code": "school", "name": said("School"), "from_age": 11, "to_age": None}],
        "themes": [
            {
                "code": "self",
                "name": said("Self"),
                "description": said("Who you are."),
                "shape": "circle",
                "capabilities": [capability("A1"), capability("A2")],
            }
        ],
    }


class _WrittenOut(yaml.SafeDumper):
    """Repeats what occurs twice instead of using aliases, which a framework file may not hold."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def written(tmp_path: Path, data: Data) -> Path:
    path = tmp_path / "small.yaml"
    path.write_text(yaml.dump(data, Dumper=_WrittenOut, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def refused(path: Path) -> FrameworkError:
    with pytest.raises(FrameworkError) as caught:
        load_framework(path)
    return caught.value


def line_of(path: Path, words: str) -> int:
    return next(n for n, line in enumerate(path.read_text("utf-8").splitlines(), 1) if words in line)


def texts(part: object) -> Iterator[Mapping[str, str]]:
    """Every language -> words mapping anywhere inside dumped framework data."""
    if isinstance(part, dict):
        if "en" in part:
            yield part
        else:
            for inner in part.values():
                yield from texts(inner)
    elif isinstance(part, list | tuple):
        for inner in part:
            yield from texts(inner)


SHIPPED = [text for one in frameworks().values() for text in texts(one.model_dump())]
EVERY = pytest.mark.parametrize("used", frameworks().values(), ids=lambda used: used.code)


def test_the_default_framework_has_seventeen_capabilities_in_four_themes() -> None:
    scotland = framework()
    assert scotland is framework(DEFAULT) is frameworks()["scotland-cms"]
    assert [capability.code for capability in scotland.capabilities] == CODES
    assert [theme.code for theme in scotland.themes] == ["self", "strengths", "horizons", "networks"]
    assert [theme.shape for theme in scotland.themes] == ["circle", "triangle", "diamond", "square"]
    assert tuple(stage.code for stage in scotland.stages) == STAGES
    assert scotland.languages == LANGUAGES
    assert [scotland.text(step.name, "en") for step in scotland.scale][:: len(scotland.scale) - 1] == [
        "Not yet",
        "I help others with it",
    ]


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_shipped_file_is_right_and_named_after_its_code(path: Path) -> None:
    assert load_framework(path, framework()).code == path.stem


@pytest.mark.parametrize(
    ("code", "themes", "capabilities", "dials"),
    [
        ("scotland-cms", 4, 17, 0),
        ("meta-skills", 3, 12, 0),
        ("career-buttons", 1, 5, 5),
        ("lifecomp", 3, 9, 0),
        ("esco-transversal", 1, 6, 0),
    ],
)
def test_what_is_shipped_has_the_structure_of_its_source(code: str, themes: int, capabilities: int, dials: int) -> None:
    shipped = framework(code)
    assert (len(shipped.themes), len(shipped.capabilities)) == (themes, capabilities)
    assert sum(one.poles is not None for one in shipped.capabilities) == dials
    assert tuple(stage.code for stage in shipped.stages) == STAGES  # a class is at one of these, whatever it follows


def test_every_shipped_text_is_written_in_every_language_and_in_none_twice() -> None:
    for text in SHIPPED:
        assert sorted(text) == sorted(LANGUAGES)
        if len(text["en"]) > 30:  # longer than a word or two that languages may share
            assert len(set(text.values())) == len(LANGUAGES), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_shipped_words_are_calm_tidy_and_short(language: str) -> None:
    for text in SHIPPED:
        words = text[language]
        assert "!" not in words, words
        assert words == " ".join(words.split()), words
        assert unicodedata.is_normalized("NFC", words), words
        assert not {'"', "'"} & set(words), f"straight quotes: {words}"


@EVERY
@pytest.mark.parametrize("language", LANGUAGES)
def test_statements_are_one_to_three_sentences_and_ideas_one_line(used: Framework, language: str) -> None:
    seen: set[str] = set()
    for capability in used.capabilities:
        assert len(capability.name[language]) <= NAME_LIMIT
        assert capability.meaning[language].count(".") == 1
        for stage in STAGES:
            statement = capability.statements[stage][language]
            assert statement.endswith("."), statement
            assert 1 <= statement.count(".") <= 3, statement
            assert len(statement) <= 220, statement
            for idea in capability.shows[stage]:
                assert not idea[language].endswith("."), idea
                assert len(idea[language]) <= 100, idea
                assert idea[language] not in seen, f"twice: {idea}"
                seen.add(idea[language])
    assert len(seen) == len(used.capabilities) * 4 * 3


@EVERY
@pytest.mark.parametrize(
    ("language", "openings"),
    [("en", ("I ", "When ")), ("nb", ("Jeg ", "Når ", "Før ")), ("nl", ("Ik ", "Als ", "Voor ", "Bij "))],
)
def test_statements_speak_in_the_first_person(used: Framework, language: str, openings: tuple[str, ...]) -> None:
    for capability in used.capabilities:
        for statement in capability.statements.values():
            assert statement[language].startswith(openings), statement[language]


def test_the_smallest_framework_loads(tmp_path: Path) -> None:
    loaded = load_framework(written(tmp_path, small()))
    assert loaded.capability("A2").name["en"] == "Skill A2"
    assert loaded.theme_of("A2").code == "self"
    assert loaded.stage("school").to_age is None
    assert loaded.step(4).code == "step-4"


def test_a_dial_lies_between_two_words_and_needs_no_steps(tmp_path: Path) -> None:
    data = small()
    for capability in data["themes"][0]["capabilities"]:
        capability["poles"] = POLES
    del data["scale"][:]
    dials = load_framework(written(tmp_path, data))
    assert dials.all_dials
    assert [one.most for one in dials.capabilities] == [5, 5]


def test_a_retired_capability_keeps_its_name_and_lives_on_in_others(tmp_path: Path) -> None:
    data = small() | {"version": 3, "retired": [retired("A3", "A4", "A2"), retired("A4", "A1")]}
    loaded = load_framework(written(tmp_path, data))
    assert loaded.name_of("A3")["en"] == "Skill A3"
    assert (loaded.now("A3"), loaded.now("A2")) == (("A1", "A2"), ("A2",))
    assert loaded.codes == ("A1", "A2")


def test_a_file_without_steps_and_stages_has_those_of_the_house(tmp_path: Path) -> None:
    data = small()
    house = framework()
    for capability in data["themes"][0]["capabilities"]:
        for part in ("statements", "shows"):
            capability[part] = {stage.code: capability[part]["school"] for stage in house.stages}
    del data["scale"], data["stages"]
    loaded = load_framework(written(tmp_path, data), house)
    assert [stage.code for stage in loaded.stages] == [*STAGES]
    assert set(loaded.step(4).name) == {"en", "fi"}


def test_a_framework_in_memory_keeps_the_same_rules() -> None:
    data = small()
    del data["name"]["fi"]
    with pytest.raises(ValidationError, match="name: the language 'fi' is missing"):
        Framework.model_validate(data)


def _breaks(change: Callable[[Data], object]) -> Data:
    data = small()
    change(data)
    return data


FIRST = "themes[0].capabilities[0]"
POLES: Data = {"first": {"en": "Chance", "fi": "Sattuma"}, "second": {"en": "Choice", "fi": "Valinta"}}


def retired(code: str, *becomes: str) -> Data:
    name = {"en": f"Skill {code}", "fi": f"Taito {code}"}
    return {"code": code, "name": name, "until": 1, "becomes": list(becomes)}


def walk(to: str, **pairs: list[str]) -> Data:
    return {"to": to, "pairs": pairs}


def _first(data: Data) -> Data:
    return data["themes"][0]["capabilities"][0]


@pytest.mark.parametrize(
    ("change", "where", "what"),
    [
        (lambda d: _first(d)["name"].pop("fi"), f"{FIRST}.name", "the language 'fi' is missing"),
        (lambda d: _first(d)["meaning"].update(sv="Du kan."), f"{FIRST}.meaning.sv", "not among the languages"),
        (lambda d: _first(d)["meaning"].update(fi="  "), f"{FIRST}.meaning.fi", "is empty"),
        (lambda d: _first(d)["shows"]["school"][2].pop("en"), f"{FIRST}.shows.school[2]", "'en' is missing"),
        (lambda d: _first(d)["name"].update(fi="x" * 43), f"{FIRST}.name.fi", "at most 42 characters"),
        (lambda d: _first(d).update(code="A2"), "themes[0].capabilities[1].code", f"already used at {FIRST}.code"),
        (lambda d: _first(d)["statements"].update(later={}), f"{FIRST}.statements.later", "is not a stage"),
        (lambda d: _first(d)["shows"].pop("school"), f"{FIRST}.shows", "the stage 'school' is missing"),
        (lambda d: _first(d)["shows"]["school"].pop(), f"{FIRST}.shows.school", "at least 3 items"),
        (lambda d: _first(d).update(colour="red"), f"{FIRST}.colour", "not a key that is known"),
        (lambda d: _first(d).update(code="no spaces"), f"{FIRST}.code", "match pattern"),
        (lambda d: _first(d).pop("meaning"), f"{FIRST}.meaning", "is missing"),
        (lambda d: d["scale"].pop(), "scale", "at least 4 items"),
        (lambda d: d["scale"].reverse(), "scale[0].value", "should be 1"),
        (lambda d: d["scale"][1].update(code="step-1"), "scale[1].code", "already used at scale[0].code"),
        (lambda d: d["languages"].append("en"), "languages[2]", "already used at languages[0]"),
        (lambda d: d["stages"][0].update(to_age=11), "stages[0].to_age", "should be more than 11"),
        (lambda d: d["stages"].append({**d["stages"][0], "code": "later"}), "stages[0].to_age", "should be 11"),
        (lambda d: d["themes"].append(d["themes"][0]), "themes[1].shape", "already used at themes[0].shape"),
        (lambda d: d["themes"][0].update(shape="star"), "themes[0].shape", "'circle', 'triangle'"),
        (lambda d: d.update(version="1"), "version", "valid integer"),
        (lambda d: d["source"].pop("year"), "source.year", "is missing"),
        (lambda d: d["scale"].clear(), "scale", "should have 4 steps"),
        (
            lambda d: _first(d).update(poles={"first": {"en": "Chance", "fi": "Onni"}}),
            f"{FIRST}.poles.second",
            "missing",
        ),
        (lambda d: _first(d).update(poles=POLES | {"first": {"en": "Chance"}}), f"{FIRST}.poles.first", "'fi'"),
        (lambda d: d.update(retired=[retired("A1", "A2")]), "retired[0].code", f"already used at {FIRST}.code"),
        (lambda d: d.update(retired=[retired("A3", "A2")]), "retired[0].until", "should be less than 1"),
        (lambda d: d.update(retired=[retired("A3", "A9")]), "retired[0].becomes[0]", "'A9' is not a capability"),
        (
            lambda d: d.update(version=2, retired=[retired("A3", "A4"), retired("A4", "A3")]),
            "retired[0].becomes[0]",
            "goes round in a circle",
        ),
        (lambda d: d.update(crosswalks=[walk("small", A1=["A2"])]), "crosswalks[0].to", "goes round in a circle"),
        (lambda d: d.update(crosswalks=[walk("big", A1=["B1"])]), "crosswalks[0].pairs", "nothing is said about A2"),
        (lambda d: d.update(crosswalks=[walk("big", A9=["B1"])]), "crosswalks[0].pairs.A9", "not a capability"),
        (
            lambda d: d.update(crosswalks=[walk("big", A1=["B1", "B1"])]),
            "crosswalks[0].pairs.A1[1]",
            "'B1' is here twice",
        ),
    ],
)
def test_each_rule_is_kept_and_says_where(
    tmp_path: Path, change: Callable[[Data], object], where: str, what: str
) -> None:
    error = refused(written(tmp_path, _breaks(change)))
    assert [mistake for mistake in error.mistakes if mistake.where == where and what in mistake.what], str(error)


def test_a_mistake_names_file_line_column_and_path(tmp_path: Path) -> None:
    path = written(tmp_path, _breaks(lambda data: _first(data).update(colour="red")))
    error = refused(path)
    assert len(error.mistakes) == 1
    assert str(error).startswith(f"{path}:{line_of(path, 'colour: red')}:5: {FIRST}.colour: ")


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    def change(data: Data) -> None:
        data["version"] = 0
        del data["source"]["year"]
        _first(data)["colour"] = "red"

    wheres = [mistake.where for mistake in refused(written(tmp_path, _breaks(change))).mistakes]
    assert wheres == ["version", "source.year", f"{FIRST}.colour"]


@pytest.mark.parametrize(
    ("content", "line", "what"),
    [
        (b"code: small\nname: [en\nversion: 1\n", 3, "flow sequence"),
        (b"code: small\ncode: large\n", 2, "'code' is here twice"),
        (b"name: &n {en: x}\ncode: *n\n", 2, "aliases"),
        (b"code: !!python/name:os.system x\n", 1, "tags"),
        (b"code: small\nname: \xff\n", 2, "UTF-8"),
        (b"code: small\nname: a\x07b\n", 2, "control character"),
        (b"[" * 100_000, 1, "deep"),
        (b"", 1, "nothing in it"),
        (b"code: small\n---\ncode: large\n", 2, "second document"),
        (b"- a list\n", 1, "dictionary"),
        (b"code: " + b"x" * SIZE_LIMIT, 1, "larger than"),
    ],
)
def test_what_is_not_a_framework_file_is_refused_with_its_line(
    tmp_path: Path, content: bytes, line: int, what: str
) -> None:
    path = tmp_path / "broken.yaml"
    path.write_bytes(content)
    mistake = refused(path).mistakes[0]
    assert mistake.line == line
    assert what in mistake.what


def test_a_file_that_is_not_there_is_a_framework_error(tmp_path: Path) -> None:
    assert "cannot be read" in str(refused(tmp_path / "none.yaml"))


def test_words_that_yaml_takes_for_something_else_stay_words(tmp_path: Path) -> None:
    source = written(tmp_path, small()).read_text("utf-8")
    path = tmp_path / "words.yaml"
    path.write_text(source.replace("title: A paper", "title: no").replace("publisher: A school", "publisher: 13:15"))
    loaded = load_framework(path)
    assert (loaded.source.title, loaded.source.publisher) == ("no", "13:15")


@pytest.mark.parametrize("code", ["", "S9", "s1", "T1 ", "__class__"])
def test_unknown_codes_are_told_apart_from_other_errors(code: str) -> None:
    for ask in (framework().capability, framework().theme_of, framework().stage, framework):
        with pytest.raises(UnknownCode):
            ask(code)


@pytest.mark.parametrize("value", [0, 5, -1])
def test_there_are_four_steps(value: int) -> None:
    with pytest.raises(UnknownCode):
        framework().step(value)


@given(some.text())
def test_text_never_fails_for_any_language(language: str) -> None:
    scotland = framework()
    name = scotland.capability("S1").name
    expected = name.get(language) or name.get(language.split("-")[0]) or name["en"]
    assert scotland.text(name, language) == expected


@given(some.dictionaries(some.sampled_from(["en", "fi", "sv"]), some.text(min_size=1)), some.text())
def test_text_never_fails_for_any_text(text: dict[str, str], language: str) -> None:
    found = framework().text(text, language)
    assert found in text.values() or (found == "" and not text.keys() & {*LANGUAGES, language})


@pytest.mark.parametrize(("language", "read"), [("nl", "nl"), ("nl-BE", "nl"), ("sv", "en"), ("", "en"), ("qps", "en")])
def test_a_reader_gets_their_language_or_english(language: str, read: str) -> None:
    name = framework().capability("H4").name
    assert framework().text(name, language) == name[read]


def test_a_framework_without_english_answers_in_its_first_language() -> None:
    data = small()
    data["languages"] = ["fi"]
    for text in texts(data):
        text.pop("en")  # type: ignore[attr-defined]
    finnish = Framework.model_validate(data)
    assert finnish.text(finnish.name, "nb") == "Small suomeksi"


def test_a_framework_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        framework().version = 2  # type: ignore[misc]
    with pytest.raises(TypeError):
        frameworks()["other"] = framework()  # type: ignore[index]


def test_the_published_schema_names_every_part_and_forbids_others() -> None:
    schema = json_schema()
    assert schema["$schema"].endswith("2020-12/schema")
    assert set(schema["required"]) == set(Framework.model_fields) - {"retired", "crosswalks"}
    assert set(schema["properties"]) == set(Framework.model_fields)
    assert schema["additionalProperties"] is False
    (names,) = schema["$defs"]["Capability"]["properties"]["name"]["patternProperties"].values()
    assert names["maxLength"] == NAME_LIMIT


def test_reading_frameworks_needs_no_reflex() -> None:
    program = "import sys, portfolio_app.skills.framework as f; f.framework(); assert 'reflex' not in sys.modules"
    subprocess.run([sys.executable, "-c", program], check=True)
