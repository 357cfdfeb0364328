"""Loading pathways: the same file twice changes nothing, what is gone is retired, and every mistake has its place."""

import csv
import json
import re
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlmodel import col

from portfolio_app.core.clock import now
from portfolio_app.core.database import reading
from portfolio_app.core.errors import OperatorError
from portfolio_app.core.models import Audit
from portfolio_app.pathways.actions import Imported, import_pathways
from portfolio_app.pathways.models import Pathway, PathwayLink
from portfolio_app.pathways.reading import SIZE_LIMIT, TEXTS, PathwayFile, read_pathways

TODAY = now().date()


def one(code: str, kind: str = "occupation", **other: Any) -> dict[str, Any]:
    """A pathway as JSON has it."""
    return {"code": code, "kind": kind, "checked": "2026-01-15"} | {name: {"en": code} for name in TEXTS} | other


def as_json(path: Path, *rows: dict[str, Any]) -> Path:
    """A file with these pathways."""
    path.write_text(json.dumps({"pathways": rows}), encoding="utf-8")
    return path


def as_sheet(rows: list[dict[str, Any]], delimiter: str, line: str) -> str:
    """The same as a spreadsheet keeps them."""
    header = ["code", "kind", "leads_to", "checked", *(f"{name}:en" for name in TEXTS)]
    out = StringIO(newline="")
    sheet = csv.writer(out, delimiter=delimiter, lineterminator=line)
    sheet.writerow(header)
    for row in rows:
        plain = [row["code"], row["kind"], " ".join(row.get("leads_to", ())), row["checked"]]
        sheet.writerow([*plain, *(row[name]["en"] for name in TEXTS)])
    return out.getvalue()


@pytest.mark.usefixtures("database")
async def test_the_same_file_changes_nothing_and_what_is_gone_is_retired(tmp_path: Path) -> None:
    first = as_json(tmp_path / "a.json", one("nurse"), one("care", "route", leads_to=["nurse"]))
    assert await import_pathways(first) == Imported(new=2)
    assert await import_pathways(first) == Imported(same=2)
    assert await import_pathways(as_json(tmp_path / "b.json", one("nurse", months=3))) == Imported(changed=1, retired=1)
    async with reading() as session:
        rows = {row.code: row for row in (await session.execute(select(Pathway))).scalars()}
        links = (await session.execute(select(func.count()).select_from(PathwayLink))).scalar_one()
        told = (await session.execute(select(Audit).where(col(Audit.action) == "pathways.import_pathways"))).scalars()
        assert len(list(told)) == 2
    assert rows["care"].retired_at is not None
    assert rows["care"].words["name"] == {"en": "care"}
    assert links == 0
    assert await import_pathways(first) == Imported(changed=2)


@pytest.mark.usefixtures("database")
async def test_several_files_are_one_catalogue_and_either_end_may_say_what_leads_where(tmp_path: Path) -> None:
    jobs = as_json(tmp_path / "jobs.json", one("nurse", routes=["care"]), one("cook"))
    ways = as_json(tmp_path / "ways.json", one("care", "route", leads_to=["nurse"]), one("food", "route"))
    assert await import_pathways(jobs, ways) == Imported(new=4)
    async with reading() as session:
        assert (await session.execute(select(func.count()).select_from(PathwayLink))).scalar_one() == 1
    assert await import_pathways(ways, jobs) == Imported(same=4)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"checked": 1_700_000_000}, "checked: should be a day such as 2026-11-20."),
        ({"checked": "2026-1-5"}, "checked: should be a day such as 2026-11-20."),
        ({"months": True}, "months: Input should be a valid integer."),
        ({"months": "36"}, "months: Input should be a valid integer."),
        ({"interests": "help"}, "interests: Input should be a valid tuple."),
        ({"name": {"en": 7}}, "name.en: Input should be a valid string."),
        ({"learnt": ["home"]}, "learnt[0]: "),
        ({"interests": ["help", "help"]}, "interests[1]: 'help' is here twice."),
    ],
)
def test_json_of_the_wrong_types_is_told(tmp_path: Path, wrong: dict[str, Any], said: str) -> None:
    path = as_json(tmp_path / "f.json", one("a") | wrong)
    with pytest.raises(OperatorError) as told:
        read_pathways([path], TODAY)
    assert str(told.value).startswith(f"{path}: pathways[0].{said}")


def test_what_one_could_try_may_be_left_out_but_not_in_one_language_alone(tmp_path: Path) -> None:
    plain = {name: {"en": "a", "fi": "b"} for name in TEXTS if name != "try"}
    row = {"code": "a", "kind": "route", "checked": "2026-01-15"} | plain
    (read,) = read_pathways([as_json(tmp_path / "f.json", row)], TODAY)
    assert "try" not in read.words()
    with pytest.raises(OperatorError, match=r"try\.fi: 'fi' is missing"):
        read_pathways([as_json(tmp_path / "f.json", row | {"try": {"en": "c"}})], TODAY)


def test_a_row_that_is_too_long_is_told_with_the_other_mistakes(tmp_path: Path) -> None:
    sheet = tmp_path / "f.csv"
    lines = as_sheet([one("a"), one("b", "job")], ",", "\n").splitlines()
    sheet.write_text("\n".join([lines[0], lines[1] + ",more", lines[2]]), encoding="utf-8")
    with pytest.raises(OperatorError) as told:
        read_pathways([sheet], TODAY)
    first, second = str(told.value).splitlines()
    assert first == f"{sheet}:2:14: has more columns than the first line."
    assert second.startswith(f"{sheet}:3:2: ")


def test_a_mistake_between_two_files_names_the_file_that_has_it(tmp_path: Path) -> None:
    jobs = as_json(tmp_path / "jobs.json", one("nurse", routes=["cook", "none"]), one("cook"))
    ways = as_json(tmp_path / "ways.json", one("care", "route", routes=["care"]), one("cook"))
    with pytest.raises(OperatorError) as told:
        read_pathways([jobs, ways], TODAY)
    assert str(told.value).splitlines() == [
        f"{jobs}: pathways[0].routes[0]: 'cook' is no route of what is loaded.",
        f"{jobs}: pathways[0].routes[1]: 'none' is no route of what is loaded.",
        f"{ways}: pathways[0].routes: only an occupation has routes into it.",
        f"{ways}: pathways[1].code: 'cook' is here twice.",
    ]


def test_every_mistake_is_told_at_once_with_its_place(tmp_path: Path) -> None:
    rows = [one("a", leads_to=["b"]), one("b", "route", interests=["none"], checked="2999-01-01"), {"code": "c"}]
    with pytest.raises(OperatorError) as told:
        read_pathways([as_json(tmp_path / "f.json", *rows)], TODAY)
    said = str(told.value)
    for place in ("[0].leads_to:", "[1].interests[0]:", "[1].checked:", "[2].kind: is missing", "[2].prospects:"):
        assert place in said
    sheet = tmp_path / "f.csv"
    sheet.write_text(as_sheet([one("a"), one("b", "job")], ";", "\r\n").replace("2026", "20x6", 1), encoding="utf-8")
    with pytest.raises(OperatorError) as told:
        read_pathways([sheet], TODAY)
    assert f"{sheet}:2:4: " in str(told.value)
    assert f"{sheet}:3:2: " in str(told.value)


def test_the_example_of_the_documentation_is_loaded_as_it_is() -> None:
    """And what `docs/pathways.md` says of the fields is so."""
    docs = Path(__file__).parents[2] / "docs"
    read = read_pathways([docs / "example-pathways.csv"], date.max)
    assert {one.kind for one in read} == {"occupation", "route"}
    told = (docs / "pathways.md").read_text(encoding="utf-8")
    fields = {field.alias or name for name, field in PathwayFile.model_fields.items()} - {"routes"}
    assert fields == set(re.findall(r"^\| `(\w+)` \|", told, re.MULTILINE))


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "no pathways"),
        (b"code,code\n", "here twice"),
        (b"\xff\xfec\0", "UTF-8"),
        (b'code,kind\n"a', "f.csv:2:1"),
        (b"code,kind\na,route,more\n", "more columns"),
        (b"a" * (SIZE_LIMIT + 1), "larger than 10 MB"),
    ],
)
def test_a_file_that_is_no_sheet_is_refused_in_a_sentence(tmp_path: Path, raw: bytes, said: str) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(raw)
    with pytest.raises(OperatorError, match=said):
        read_pathways([path], TODAY)


@pytest.mark.parametrize("raw", ["[" * 100_000, "[]", "{", '{"pathways": [], "pathways": []}', '{"pathways": [[1]]}'])
def test_json_of_another_shape_is_refused(tmp_path: Path, raw: str) -> None:
    path = tmp_path / "f.json"
    path.write_text(raw)
    with pytest.raises(OperatorError):
        read_pathways([path], TODAY)


words = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=60).filter(lambda one: one.strip())


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    said=st.lists(
        st.one_of(words, words.map(lambda one: f'={one}\n"{one}";,')), min_size=len(TEXTS), max_size=len(TEXTS)
    ),
    delimiter=st.sampled_from(",;\t"),
    line=st.sampled_from(["\n", "\r\n"]),
    mark=st.sampled_from(["", "\ufeff"]),
)
def test_a_sheet_says_what_json_says(tmp_path: Path, said: list[str], delimiter: str, line: str, mark: str) -> None:
    texts = {name: {"en": text.strip()} for name, text in zip(TEXTS, said, strict=True)}
    texts["name"] = {"en": texts["name"]["en"][:80]}
    rows = [one("a"), one("b", "route", leads_to=["a"], **texts)]
    sheet = tmp_path / "f.csv"
    sheet.write_bytes((mark + as_sheet(rows, delimiter, line)).encode())
    expected: tuple[PathwayFile, ...] = read_pathways([as_json(tmp_path / "f.json", *rows)], TODAY)
    assert read_pathways([sheet], TODAY) == expected
