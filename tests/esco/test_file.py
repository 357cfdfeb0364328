"""ESCO's zip is read as it is published; whatever else is given is refused with one sentence that says what to do."""

import csv
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from portfolio_app.core.errors import OperatorError
from portfolio_app.esco import file as module
from portfolio_app.esco.file import COLUMNS, read_file, version_key

Skill = tuple[str, str, str, str]
"""Number, name, other names one a line, description."""

SKILLS: Sequence[Skill] = (
    ("1", "repair bicycles", "fix bikes\nmend bicycles", "Put bicycles right."),
    ("2", "bake bread", "", "Make bread."),
    ("3", "listen actively", "pay attention", "Hear what others say."),
)


def table(skills: Sequence[Skill] = SKILLS, columns: Sequence[str] = COLUMNS) -> str:
    """The table of skills with those columns, as ESCO writes it."""
    written = io.StringIO()
    rows = csv.DictWriter(written, columns, extrasaction="ignore")
    rows.writeheader()
    for number, name, others, description in skills:
        uri = f"http://data.europa.eu/esco/skill/{number}"
        values = (uri, "skill/competence", name, others, description)
        rows.writerow(dict(zip(COLUMNS, values, strict=True)))
    return written.getvalue()


def packed(
    folder: Path,
    text: str | bytes | None = None,
    *,
    name: str = "esco-v1.1.1-en-csv.zip",
    member: str = "skills_en.csv",
) -> Path:
    """A zip of that name with one table in it."""
    folder.mkdir(exist_ok=True)
    with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(member, table() if text is None else text)
    return folder / name


def refused(path: Path) -> str:
    with pytest.raises(OperatorError) as caught:
        read_file(path)
    said = str(caught.value)
    assert said.startswith(str(path))
    assert len(said.splitlines()) == 1
    return said


def test_a_table_is_read_with_its_language_version_and_other_names(tmp_path: Path) -> None:
    read = read_file(packed(tmp_path))
    assert (read.language, read.version, len(read.skills)) == ("en", "1.1.1", 3)
    assert read.skills[0].others == ("fix bikes", "mend bicycles")
    norwegian = packed(tmp_path, name="ESCO dataset - v1.2.0 - classification - no - csv.zip", member="a/skills_no.csv")
    assert (read_file(norwegian).language, read_file(norwegian).version) == ("nb", "1.2.0")


def test_the_order_of_rows_is_no_difference_and_another_word_is(tmp_path: Path) -> None:
    one = read_file(packed(tmp_path)).digest
    assert read_file(packed(tmp_path, table(SKILLS[::-1]))).digest == one
    assert read_file(packed(tmp_path, table([*SKILLS[:2], ("3", "hear", "", "")]))).digest != one


def test_versions_are_compared_as_numbers() -> None:
    assert version_key("1.10") > version_key("1.9.5")
    assert version_key("1.2") == version_key("1.2.0")


def test_the_version_can_be_said_where_the_name_does_not(tmp_path: Path) -> None:
    path = packed(tmp_path, name="download.zip")
    assert "--version 1.2.0" in refused(path)
    assert read_file(path, "1.2.0").version == "1.2.0"
    with pytest.raises(OperatorError, match="no version of ESCO"):
        read_file(path, "newest")


@pytest.mark.parametrize("cut", [0, 20, 200])
def test_a_file_that_was_cut_short_is_refused(tmp_path: Path, cut: int) -> None:
    path = packed(tmp_path)
    path.write_bytes(path.read_bytes()[:cut])
    assert "cut short" in refused(path)


def test_bytes_changed_on_the_way_are_noticed(tmp_path: Path) -> None:
    path = packed(tmp_path)
    data = bytearray(path.read_bytes())
    data[80:120] = bytes(40)
    path.write_bytes(data)
    assert "damaged" in refused(path) or "cut short" in refused(path)


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    assert "cannot be read: No such file" in refused(tmp_path / "esco-v1.1.1-en-csv.zip")


def test_other_zips_are_refused(tmp_path: Path) -> None:
    assert "holds no skills_en.csv" in refused(packed(tmp_path, member="abilities.csv"))
    assert "relations, which are not needed" in refused(packed(tmp_path, member="skillSkillRelations.csv"))
    assert "none of ESCO's languages" in refused(packed(tmp_path, member="skills_xx.csv"))
    assert "wants to lie elsewhere" in refused(packed(tmp_path, member="../skills_en.csv"))
    path = packed(tmp_path)
    with zipfile.ZipFile(path, "a") as made:
        made.writestr("skills_fi.csv", table())
    assert "several languages" in refused(path)


def test_a_bomb_is_refused_by_what_it_says_and_by_what_comes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 1000)
    path = packed(tmp_path, table() + " " * 2000)
    assert "is larger than" in refused(path)
    monkeypatch.setattr(module, "MOST_BYTES", 200_000_000)
    monkeypatch.setattr(module, "MOST_SKILLS", 2)
    assert "more than 2 skills" in refused(packed(tmp_path))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (table(columns=[column for column in COLUMNS if column != "altLabels"]), "lacks the columns altLabels"),
        (table().encode("utf-16"), "is not UTF-8"),
        (table([("1", "blåse i fløyte", "", "")]).encode("latin-1"), "is not UTF-8"),
        (table([("1", " ", "", "")]), "line 2: preferredLabel is empty"),
        (table([*SKILLS, SKILLS[0]]), "is there twice"),
        (table([("1", "a" * 301, "", "")]), "longer than 300"),
        (table([("1", "a", "", "b" * 140_000)]), "after line 1: field larger than"),
        (table().replace("http://data", "javascript://data"), "conceptUri does not begin with"),
        (table([]), "has no skills"),
        ("", "lacks the columns"),
    ],
)
def test_a_table_that_is_not_escos_is_refused_with_its_line(tmp_path: Path, text: str | bytes, said: str) -> None:
    assert said in refused(packed(tmp_path, text))
