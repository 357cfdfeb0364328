"""`portfolio import framework FILE`: one more framework, checked with all there are, or refused with every mistake."""

from pathlib import Path

import pytest

from portfolio_app.core.errors import OperatorError
from portfolio_app.skills.framework import crosswalks, framework, frameworks, own_folder
from portfolio_app.skills.loading import import_framework
from tests.conftest import Configure
from tests.serving import run
from tests.skills.test_framework import Data, retired, small, walk, written

EXAMPLE = Path(__file__).parents[2] / "docs" / "example-framework.csv"

SCOTLAND = framework().codes


def ours(**parts: object) -> Data:
    """A framework of two capabilities with a way to the default one."""
    data = small() | {"crosswalks": [walk("scotland-cms", A1=[*SCOTLAND[:8]], A2=[*SCOTLAND[8:]])]}
    data["stages"] = [stage.model_dump() for stage in framework().stages]
    for stage in data["stages"]:
        stage["name"] = {language: stage["name"][language] for language in ("en", "fi")}
    for capability in data["themes"][0]["capabilities"]:
        for part in ("statements", "shows"):
            capability[part] = {stage["code"]: capability[part]["school"] for stage in data["stages"]}
    return data | parts


@pytest.fixture(autouse=True)
def _fresh(configure: Configure, tmp_path: Path) -> None:
    configure(data_dir=tmp_path / "data")


def refused(path: Path) -> list[str]:
    with pytest.raises(OperatorError) as caught:
        import_framework(path)
    assert not own_folder().exists() or not list(own_folder().glob(".*")), "nothing half done is left"
    return str(caught.value).splitlines()


def forget() -> None:
    """As a server that starts again."""
    from portfolio_app.skills import framework as module

    module._shelf.cache_clear()  # pyright: ignore[reportPrivateUsage]


def test_the_example_of_the_docs_loads_and_is_met_from_everywhere() -> None:
    loaded = import_framework(EXAMPLE)
    forget()
    assert framework("our-school") == loaded
    assert [capability.name["fi"] for capability in loaded.capabilities] == ["Ystävällisyys", "Uskallus kokeilla"]
    assert [len(ideas) for one in loaded.capabilities for ideas in one.shows.values()] == [3] * 8
    assert [step.name["fi"] for step in loaded.scale] == [step.name["fi"] for step in framework().scale]
    for other in frameworks().values():
        if other is not framework("our-school"):
            assert all(crosswalks().carried_to("our-school")[other.code, code] for code in other.codes)


def test_a_yaml_file_loads_and_a_newer_version_takes_its_place(tmp_path: Path) -> None:
    import_framework(written(tmp_path, ours()))
    import_framework(written(tmp_path, ours(version=2, retired=[retired("A3", "A1")])))
    forget()
    assert (framework("small").version, framework("small").name_of("A3")["en"]) == (2, "Skill A3")
    assert [path.name for path in own_folder().iterdir()] == ["small.yaml"]


def test_a_newer_version_may_not_forget_a_capability(tmp_path: Path) -> None:
    three = ours()
    extra = {**three["themes"][0]["capabilities"][0], "code": "A3"}
    three["themes"][0]["capabilities"].append(extra)
    three["crosswalks"][0]["pairs"]["A3"] = ["S1"]
    import_framework(written(tmp_path, three))
    (line,) = refused(written(tmp_path, ours(version=2)))
    assert "A3 of version 1 must stay, or be among `retired`" in line
    import_framework(written(tmp_path, ours(version=2, retired=[retired("A3", "A2")])))
    (line,) = refused(written(tmp_path, ours()))
    assert "version 1 is older than the 2 that is here" in line


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"code": "lifecomp"}, "comes with the app"),
        ({"crosswalks": []}, "has no way to scotland-cms"),
        ({"crosswalks": [walk("nowhere", A1=["S1"], A2=["S2"])]}, "there is no framework 'nowhere'"),
        ({"crosswalks": [walk("scotland-cms", A1=["S1"], A2=["S2"])]}, "nothing leads to S3, S4"),
        ({"languages": ["en", "fi", "sv"]}, "the language 'sv' is missing"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(tmp_path: Path, change: Data, said: str) -> None:
    path = written(tmp_path, ours(**change))
    lines = refused(path)
    assert any(said in line for line in lines), lines
    for line in lines:
        file, number, column, _rest = line.split(":", 3)
        assert (file, int(number) > 0, int(column) > 0) == (str(path), True, True)


def test_a_capability_has_a_code_no_other_framework_has(tmp_path: Path) -> None:
    data = ours()
    data["themes"][0]["capabilities"][0]["code"] = "S1"
    data["crosswalks"][0]["pairs"]["S1"] = data["crosswalks"][0]["pairs"].pop("A1")
    (line,) = refused(written(tmp_path, data))
    assert "themes[0].capabilities[0].code: 'S1' is a capability of scotland-cms already" in line


def test_the_codes_of_what_is_shipped_are_all_different() -> None:
    codes = [code for used in frameworks().values() for code in used.codes]
    assert len(codes) == len(set(codes))


def test_ten_megabytes_are_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    path.write_bytes(b"part,code,key,en\n" + b"x" * 10_000_000)
    assert refused(path) == [f"{path}:1:1: larger than 2000000 bytes"]


@pytest.mark.parametrize(
    ("change", "line", "column", "said"),
    [
        (lambda t: t.replace("part,code,key", "kind,code,key"), 1, 1, "the first line should be part,code,key"),
        (lambda t: t.replace("theme,us,shape", "thing,us,shape"), 9, 1, "'thing' is none of framework, theme"),
        (lambda t: t.replace("capability,kind,name,", "capability,,name,"), 12, 2, "the code is missing"),
        (lambda t: t.replace("capability,bold,name", "capability,kind,name"), 31, 3, "'name' is here twice"),
        (lambda t: t.replace("version,1", "version,one"), 3, 4, "valid integer"),
        (lambda t: t.replace("Being kind,Ystävällisyys", "Being kind,"), 12, 4, "the language 'fi' is missing"),
        (lambda t: t.replace("statement 13-15", "statement 20-30", 1), 19, 4, "is not a stage"),
        (lambda t: t.replace("H5 N1 N3", "H5 N1 N9"), 14, 4, "no capability 'N9'"),
        (lambda t: t.replace("Us,Me", 'Us,"Me'), 10, 1, "expected after"),
        (lambda t: t.replace("Us,Me", "Us,Me,Nous"), 10, 6, "has more columns than the first line"),
        (lambda t: t.replace("theme,us", "capability,us"), 9, 1, "a theme comes first"),
        (lambda t: "", 1, 1, "there is nothing in it"),
    ],
)
def test_a_mistake_in_a_sheet_names_its_row_and_column(
    tmp_path: Path, change: object, line: int, column: int, said: str
) -> None:
    path = tmp_path / "ours.csv"
    path.write_text(change(EXAMPLE.read_text("utf-8")), encoding="utf-8")  # type: ignore[operator]
    lines = refused(path)
    assert any(one.startswith(f"{path}:{line}:{column}: ") and said in one for one in lines), lines


def test_a_sheet_from_a_european_spreadsheet_is_read_as_well(tmp_path: Path) -> None:
    path = tmp_path / "ours.csv"
    path.write_text(EXAMPLE.read_text("utf-8").replace(",", ";").replace("\n", "\r\n"), encoding="utf-8-sig")
    assert import_framework(path).code == "our-school"


def test_the_command_answers_with_one_line_a_mistake_and_exit_code_2(tmp_path: Path) -> None:
    loaded = run("import", "framework", str(EXAMPLE), cwd=tmp_path)
    assert (loaded.returncode, loaded.stderr) == (0, "")
    assert "What our school stands for (our-school, version 1): 2 skills in en, fi." in loaded.stdout
    wrong = tmp_path / "wrong.csv"
    wrong.write_text(EXAMPLE.read_text("utf-8").replace("version,1", "version,one").replace("year,2026", "year,soon"))
    refusal = run("import", "framework", str(wrong), cwd=tmp_path)
    assert (refusal.returncode, refusal.stdout) == (2, "")
    assert len(refusal.stderr.splitlines()) == 2
    missing = run("import", "framework", "nowhere.yaml", cwd=tmp_path)
    assert (missing.returncode, missing.stderr) == (2, "nowhere.yaml:1:1: cannot be read: No such file or directory\n")
    assert "our-school" in run("check", cwd=tmp_path).stdout
    (tmp_path / "data" / "frameworks" / "our-school.csv").write_text("part,code,key\n")
    broken = run("check", cwd=tmp_path)
    assert broken.returncode == 2
    assert "our-school.csv:1:1" in broken.stdout
