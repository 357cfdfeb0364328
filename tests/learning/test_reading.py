"""Whoever writes a lesson is told every mistake with its line and its cure; what strangers write can do nothing."""

import json
import os
from html.parser import HTMLParser
from pathlib import Path
from time import perf_counter, process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from portfolio_app.cli import app
from portfolio_app.learning.curriculum import read_curriculum
from portfolio_app.learning.markdown import as_html, read_markdown
from portfolio_app.learning.mistakes import Weight, grave
from portfolio_app.learning.module_format import ActivityKind, json_schema
from portfolio_app.learning.modules import Shelf
from portfolio_app.learning.reading import Read, open_module, read_folder, read_module
from tests.lessons import ABOUT, EN, FOLDER, PROGRAMME_FILE, finnish, module_files, write_module, write_programme

SCHEMA = Path(__file__).parents[2] / "curriculum" / "module.schema.json"


def wrong(**changes: str | bytes | None) -> list[str]:
    """What is grave about the trial module with these files in place of its own."""
    return [one.said() for one in grave(read_module(module_files(**changes), FOLDER).mistakes)]


def sound() -> Read:
    return read_module(module_files(), FOLDER)


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


def test_a_module_of_every_kind_is_read_in_each_of_its_languages() -> None:
    read = sound()
    assert not grave(read.mistakes)
    module = read.module
    assert module
    assert {one.kind for one in module.about.activities} == set(ActivityKind)
    assert (module.name, module.number, module.minutes, module.languages) == ("a-trial", 1, 300, ("en", "fi"))
    assert (module.title("en"), module.title("fi"), module.title("nl")) == (
        "A trial of everything",
        "Kaiken kokeilu",
        "A trial of everything",
    )
    text = module.text("en").activities
    assert [one.code for one in text["reading"].questions] == ["which-line"]
    assert "Gross is before tax" in text["reading"].body
    assert f'src="/lesson-files/{module.hash}/slip.png"' in text["reading"].body
    assert [(one.words, one.right) for one in text["finding-out"].questions[0].choices] == [
        ("2,000", False),
        ("1,740", True),
    ]
    assert "less tax" in text["finding-out"].questions[0].choices[1].feedback
    assert [one.several for one in text["finding-out"].questions] == [False, True]
    assert [(box.code, [card.words for card in box.cards]) for box in text["sorting"].boxes] == [
        ("you", ["Bus ticket", "Lunch"]),
        ("employer", ["Safety shoes"]),
    ]
    assert [one.code for one in text["ranking"].questions] == ["ask.first"]
    assert text["in-words"].questions[0].key == "<p>Anything somebody needs.</p>"
    assert "Anything" not in text["in-words"].questions[0].help
    assert [card.words for card in text["ranking"].cards] == ["Pay", "Friends", "Quiet"]
    assert [(one.part, one.code) for one in text["visiting"].questions] == [
        ("before", "expect"),
        ("there", "hands"),
        ("after", "otherwise"),
    ]
    assert [part.html for part in text["visiting"].parts] == ["", "<p>Look around first.</p>", ""]
    assert "bakery" in text["listening"].transcript
    whole = module.text("en")
    assert set(whole.notes) == set(text)
    assert (len(whole.board), len(whole.exit), len(whole.tonight)) == (2, 1, 3)
    assert [part.code for part in whole.material] == ["cards.paid", "answers", "places", "places.fi"]


def test_easy_language_stands_in_for_what_it_has() -> None:
    module = sound().module
    assert module
    easy = module.text("en", easy=True)
    assert easy.title == "A trial, in easy words"
    assert easy.activities["reading"].questions[0].title == "Which line is yours?"
    assert easy.activities["asking"] == module.text("en").activities["asking"]
    assert module.text("fi", easy=True) == module.text("fi")


def test_what_is_opened_for_pupils_is_what_was_checked() -> None:
    opened, checked = open_module(module_files(), FOLDER).module, sound().module
    assert opened
    assert checked
    assert opened.hash == checked.hash
    assert opened.text("fi") == checked.text("fi")
    assert opened.summary("en") == checked.text("en").summary


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("kind: read, minutes: 25", "kind: read, minutes: 95", "less than or equal to 60"),
        ("kind: read,", "kind: reading,", "Input should be 'read'"),
        ("version: 1", "version: 1\ncolour: red", "colour: is not a key that is known here"),
        ("version: 1", "version: 1\nminutes: 200", "says 200, and the activities take 300 together"),
        ("[S5, H2]\nbuttons", "[S5, Q9]\nbuttons", "there is no skill 'Q9'"),
        ("buttons: [choice-chance]", "buttons: [luck]", "there is no career button 'luck'"),
        ("code: listening", "code: reading", "'reading' is already used"),
        ("code: listening", "code: teacher", "is the code of another part"),
        ("by: questions", "by: dial", "dial needs “button:”"),
        ("aims: [1, 2]", "aims: [1, 2", "expected ',' or ']'"),
        ("minutes: 20, where: home", "minutes: twenty, where: home", "valid integer"),
        ("right: true", "right: yes", "valid boolean"),
        (", entry: project}\n  - {code: my", "}\n  - {code: my", ""),
        ("kind: listen, minutes: 15", "kind: listen, minutes: 15, media: media/a.ogg", "'media/a.ogg' of 'listening'"),
        ("kind: quiz,", "kind: quiz, by: dial,", "belongs to reflect alone"),
        ("materials: [paper, cards]", "materials: [knife]", "Input should be 'paper'"),
        ("languages: [en, fi]", "languages: [en, fi, nb]", "nb.md:1: is missing"),
        ("languages: [en, fi]", "languages: [en]", "fi.md:1: is not among the languages"),
        ("ages: [14, 16]", "ages: [16, 14]", "the younger first"),
        ("version: 1", "version: 1\nmeetings: [[reading, lost]]", "there is no activity 'lost'"),
        ("version: 1", "version: 1\nmeetings: [[listening], [reading]]", "keep the order of the activities"),
        ("version: 1", "version: 1\nmeetings: [[reading, listening], [asking]]", ""),
        ("version: 1", "version: 1\nhandouts: {cards.paid: [sorting]}", ""),
        ("version: 1", "version: 1\nhandouts: {cards.paid: [lost]}", "there is no activity 'lost'"),
        ("version: 1", "version: 1\nhandouts: {sheet.gone: [sorting]}", "write ### … {#sheet.gone} here"),
        ("outcome: evidence, capabilities: [S5]", "outcome: evidence", "evidence needs “capabilities:”"),
    ],
)
def test_a_mistake_in_module_yaml_is_told_with_its_line(before: str, after: str, said: str) -> None:
    assert before in ABOUT
    text = ABOUT.replace(before, after, 1)
    told = wrong(module_yaml=text)
    if not said:
        assert told == []
        return
    assert any(said in one for one in told), told
    if "module.yaml" in told[0] and "minutes: 95" in text:
        assert told[0].startswith(f"{FOLDER}/module.yaml:{line_of(text, 'minutes: 95')}:")


@pytest.mark.parametrize(
    ("before", "after", "at", "said"),
    [
        ("## Find out {#finding-out}", "## Find out", "## Find out", "has no code"),
        ("## Find out {#finding-out}", "## Find out {#Finding out}", "## Find out", "a code is made of small letters"),
        ("## Find out {#finding-out}", "## Find out {#reading}", "## Find out {#reading}", "is there already, in line"),
        ("## Find out {#finding-out}", "## Find out {#lost}", "## Find out {#lost}", "no activity 'lost'"),
        ("  > That is before tax.\n", "", "- [ ] 2,000", "“2,000” has no feedback"),
        ("- [x] 1,740", "- [ ] 1,740", "### What does Amina", "no choice of “What does Amina get?” is right"),
        ("### What is work? {#what}", "### What is work?", "### What is work?", "has no code"),
        ("### What is not? {#what-not}", "### What is not? {#what}", "### What is not", "is there already, in line"),
        ("### After {#after}\n\n#### What was otherwise? {#otherwise}\n", "", "## Go there", "a visit needs"),
        ("![A slip](media/slip.png)", "![A slip](media/none.png)", "A slip has", "'media/none.png' is not there"),
        ("![A slip](media/slip.png)", "![](media/slip.png)", "A slip has", "say between [ and ]"),
        ("![A slip](media/slip.png)", "![A slip](https://x.org/a.png)", "A slip has", "pictures are files"),
        ("![A slip](media/slip.png)", "![A slip](media/../../en.md)", "A slip has", "pictures are files"),
        ("![A slip](media/slip.png)", "[x](javascript:alert(1))", "A slip has", "this link leads nowhere"),
        ("![A slip](media/slip.png)", "![A slip](data:image/png;base64,AA)", "A slip has", "this link leads nowhere"),
        ("### Put them in order {#teacher.ranking}\n\nNothing is right.\n", "", "## For the", "no notes on 'ranking'"),
        ("- Who helped you?\n", "", "## Three questions", "there are 2 questions for tonight"),
        ("### The employer pays {#employer}\n\n- Safety shoes\n", "", "## Sort these {", "two boxes or more"),
        ("- Safety shoes\n", "", "### The employer", "no card belongs into"),
        ("# A trial of everything\n", "", "", "the first heading is the title"),
        ("## Together", "# Together", "# Together", "is a second title"),
        ("## On the board {#board}\n\n- What is a wage?\n- Who decides it?\n", "", "", "{#board} is missing"),
        ("### What did your group agree on? {#agreed}\n", "", "## Together {", "nothing is asked here"),
    ],
)
def test_a_mistake_in_a_text_is_told_with_its_line(before: str, after: str, at: str, said: str) -> None:
    assert before in EN
    text = EN.replace(before, after, 1)
    told = [one for one in wrong(en_md=text) if "en.md" in one]
    found = [one for one in told if said in one]
    assert found, told
    if at:
        assert found[0].startswith(f"{FOLDER}/en.md:{line_of(text, at)}:"), found


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("- [ ] Only if it is paid", "- [ ] Only if it is paid\n  > So.\n- [ ] No", "has 3 choices; in en it has 2"),
        ("{#first-job}", "{#first}", "the questions of 'asking' are first, learnt; in en they are first-job, learnt"),
        ("- Quiet\n", "- Quiet\n- Light\n", "4 cards; in en they are 3 cards"),
        ("- [ ] 2,000", "- [x] 2,000", "other choices of 'amina' are right"),
        ("## Together {#together}", "## Together", "'together' of module.yaml has no part"),
        ("{#exit.first-look}", "{#exit.look}", "the questions before one goes differ"),
    ],
)
def test_languages_that_differ_are_told(before: str, after: str, said: str) -> None:
    text = finnish()
    swapped = text.replace("Vain jos siitä maksetaan", "Only if it is paid").replace(before, after, 1)
    assert any("fi.md" in one and said in one for one in wrong(fi_md=swapped)), wrong(fi_md=swapped)


def test_parts_in_another_order_are_told() -> None:
    asking, visiting = EN.index("## Ask somebody"), EN.index("## Go there")
    together = EN.index("## Together")
    swapped = EN[:asking] + EN[visiting:together] + EN[asking:visiting] + EN[together:]
    assert any("put them in the same order" in one for one in wrong(en_md=swapped))


def test_html_and_too_few_words_are_warnings() -> None:
    read = read_module(module_files(en_md=EN.replace("Look at the end.", "Look <b>here</b>.")), FOLDER)
    assert read.module
    told = [one.said() for one in read.mistakes]
    assert any("warning: HTML is shown as it is typed" in one for one in told)
    assert any("warning: " in one and "hours need about" in one for one in told)
    help_ = read.module.text("en").activities["reading"].questions[0].help
    assert "<b>" not in help_
    assert "&lt;b&gt;" in help_


HOSTILE = (
    "<script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](vbscript:x) [y](data:text/html,<script>1</script>)",
    "<img src=x onerror=alert(1)>",
    "![x](data:image/svg+xml;base64,AAAA)",
    "[x][1]\n\n[1]: javascript:alert(1)",
    '<https://x.org/" onmouseover="alert(1)>',
    '[x](https://x.org "t\\" onclick=\\"alert(1)")',
    "[x](//evil.org/a) [y](/\\evil.org)",
    "<iframe src=https://evil.org>",
    "`<svg onload=alert(1)>`",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "| a |\n|---|\n| <style>*{}</style> |",
)


def test_the_corner_of_a_table_heads_nothing() -> None:
    written = read_markdown("x.md", "## x {#x}\n\n| | Hours |\n|---|---|\n| Visits | 6 |\n", lambda _path: None)
    shown = as_html(written.headings[0].body)
    assert "<th></th>" not in shown
    assert "<td></td>" in shown
    assert "<th>Hours</th>" in shown


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_a_text_runs_or_calls_elsewhere(text: str) -> None:
    written = read_markdown("x.md", f"## x {{#x}}\n\n{text}\n", lambda _path: None)
    shown = as_html(written.headings[0].body)
    allowed = {"a": {"href", "title", "target", "rel"}, "td": set(), "th": set(), "div": {"class", "tabindex"}}
    for tag, attributes in _Tags.of(shown):
        assert tag in {*allowed, "h2", "p", "code", "table", "thead", "tbody", "tr"}, shown
        assert attributes.keys() <= allowed.get(tag, set()), shown
        if tag == "a":
            assert attributes["href"].startswith("https://x.org"), shown
            assert (attributes["rel"], attributes["target"]) == ("noopener noreferrer", "_blank")


class _Tags(HTMLParser):
    """The tags of a page with their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []

    @classmethod
    def of(cls, shown: str) -> list[tuple[str, dict[str, str]]]:
        parser = cls()
        parser.feed(shown)
        return parser.found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))


@pytest.mark.parametrize(
    "text",
    [
        "> " * 5000 + "x",
        "- " * 3000 + "x",
        "[" * 60_000,
        "*a " * 40_000,
        "`" * 90_000,
        "| a " * 8_000 + "|\n" + "|---" * 8_000 + "|\n" + "| b " * 8_000,
        "![" * 30_000,
        "\n".join(f"{'  ' * depth}- x" for depth in range(400)),
        "<" * 60_000,
        "# x\n" * 20_000,
    ],
)
def test_a_text_made_to_take_long_does_not(text: str) -> None:
    began = process_time()
    read_module(module_files(en_md=text), FOLDER)
    assert process_time() - began < 10


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=800), st.integers(0, len(EN)), st.integers(0, 400))
def test_any_text_is_read_or_told_what_is_wrong(noise: str, at: int, cut: int) -> None:
    read = read_module(module_files(en_md=(EN[:at] + noise + EN[at + cut :]).encode("utf-8", "replace")), FOLDER)
    assert read.module or grave(read.mistakes)
    opened = open_module(module_files(en_md=(EN[:at] + noise).encode("utf-8", "replace")), FOLDER)
    assert opened.module
    assert opened.module.text("en").language == "en"


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.integers(0, len(ABOUT)), st.integers(0, 200))
def test_any_module_yaml_is_read_or_told_what_is_wrong(noise: bytes, at: int, cut: int) -> None:
    about = ABOUT.encode()
    read = read_module(module_files(module_yaml=about[:at] + noise + about[at + cut :]), FOLDER)
    assert read.module or grave(read.mistakes)


def test_files_that_are_no_part_of_a_module_are_told(tmp_path: Path) -> None:
    folder = write_module(tmp_path / FOLDER, module_files())
    (folder / "notes.docx").write_bytes(b"x")
    (folder / "media" / "a.svg").write_bytes(b"<svg/>")
    (folder / "nb.md").symlink_to("/etc/passwd")
    (folder / "big").mkdir()
    os.truncate(folder / "en.easy.md", 1_000_001)
    files, mistakes = read_folder(folder)
    told = {one.file.removeprefix(f"{FOLDER}/"): one.what for one in mistakes}
    assert set(told) == {"notes.docx", "media/a.svg", "nb.md", "big", "en.easy.md"}
    assert "is a link" in told["nb.md"]
    assert "larger than 1 MB" in told["en.easy.md"]
    assert set(files) == {"module.yaml", "en.md", "fi.md", "media/slip.png"}


def test_paths_out_of_the_folder_are_refused_however_a_module_comes() -> None:
    for path in ("../en.md", "media/../x.png", "/etc/passwd", "media/sub/x.png", "media/x.html"):
        told = [one.what for one in grave(read_module(module_files() | {path: b"x"}, FOLDER).mistakes)]
        assert any("is not part of a module" in one for one in told)


def curriculum(tmp_path: Path, about: str = PROGRAMME_FILE, module: str = ABOUT) -> list[str]:
    folder = write_programme(tmp_path / "lessons", {FOLDER: module_files(module_yaml=module)}, about)
    return [one.said() for one in read_curriculum(folder).mistakes if one.weight is not Weight.WARNING]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("aims: [1, 2]", "aims: [1]", "works at the aims 1, and programme.yaml says 1, 2"),
        ("aims: [1, 2]", "aims: [1, 7]", "there is no aim 7"),
        ("years: [9]", "years: [8]", "is for the years 8, and programme.yaml says 9"),
        ("version: 1", "version: 1\nafter: [lost]", "comes after 'lost'"),
        ("version: 1", "version: 1\nafter: [a-trial]", "comes after itself"),
        ("kind: read, minutes: 25", "kind: read, minutes: 20", "take 295 minutes, and programme.yaml says 300"),
    ],
)
def test_a_module_that_differs_from_its_programme_is_told(tmp_path: Path, before: str, after: str, said: str) -> None:
    told = curriculum(tmp_path, module=ABOUT.replace(before, after, 1))
    assert any(said in one for one in told), told


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("hours: 5", "hours: 6", "says 6, and the modules take 5 hours together"),
        ("{9: 5}", "{9: 4}", "says 4 hours, and the modules of year 9 take 5"),
        ("aims: [1, 2]", "aims: [1]", "no module works at aim 2"),
        ("aims: [1, 2]", "aims: [1, 2, 3]", "there is no aim 3 in this programme"),
        (
            "  - {module: a-trial, year: 9, minutes: 300",
            "  - {module: other, year: 9, minutes: 300",
            "not among the modules",
        ),
    ],
)
def test_a_programme_that_does_not_add_up_is_told(tmp_path: Path, before: str, after: str, said: str) -> None:
    told = curriculum(tmp_path, PROGRAMME_FILE.replace(before, after, 1))
    assert any(said in one for one in told), told


def test_modules_that_are_not_written_yet_are_a_note(tmp_path: Path) -> None:
    longer = PROGRAMME_FILE.replace("hours: 5", "hours: 9").replace("{9: 5}", "{9: 9}")
    about = longer + "  - {module: later, year: 9, minutes: 240, aims: [1]}\n"
    told = curriculum(tmp_path, about)
    assert told == ["trial/programme.yaml:1: note: not written yet: later"]


def test_circles_over_several_modules_are_told_once(tmp_path: Path) -> None:
    first, second = (ABOUT.replace("version: 1", f"version: 1\nafter: [{name}]") for name in ("b", "a"))
    folder = write_programme(
        tmp_path / "lessons",
        {"01-a": module_files(module_yaml=first), "02-b": module_files(module_yaml=second)},
    )
    told = [one.said() for one in read_curriculum(folder).mistakes if "after itself" in one.what]
    assert len(told) == 1
    assert "a after b after a" in told[0]


def test_the_command_names_file_line_and_cure(tmp_path: Path) -> None:
    text = EN.replace("  > That is before tax.\n", "")
    folder = write_programme(tmp_path / "lessons", {FOLDER: module_files(en_md=text)})
    ran = CliRunner().invoke(app, ["check", "curriculum", str(folder)])
    assert ran.exit_code == 2
    assert f"trial/{FOLDER}/en.md:{line_of(text, '- [ ] 2,000')}: the choice “2,000” has no feedback" in ran.output
    one = CliRunner().invoke(app, ["check", "curriculum", str(folder / "trial" / FOLDER)])
    assert one.exit_code == 2
    assert "1 mistakes to mend" in one.output


def test_the_published_schema_is_that_of_the_models() -> None:
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == json_schema()


def test_a_change_shows_while_somebody_writes_and_a_broken_file_keeps_the_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portfolio_app.learning.modules.LOOK_AGAIN_SECONDS", 0)
    folder = write_programme(tmp_path / "lessons")
    shelf = Shelf(folder)
    place = folder / "trial" / FOLDER
    before = shelf.fresh().modules["a-trial"]
    (place / "en.md").write_text(EN.replace("A trial of everything", "Another trial"), encoding="utf-8")
    after = shelf.fresh().modules["a-trial"]
    assert (before.title("en"), after.title("en")) == ("A trial of everything", "Another trial")
    assert before.hash != after.hash
    (place / "module.yaml").write_text("version: [", encoding="utf-8")
    assert shelf.fresh().modules["a-trial"].title("en") == "Another trial"
    for file in place.rglob("*.*"):
        file.unlink()
    (place / "media").rmdir()
    place.rmdir()
    assert not shelf.fresh().modules


def test_twenty_four_modules_in_two_languages_are_there_in_two_seconds(tmp_path: Path) -> None:
    long = EN.replace("Five minutes.", "Five minutes. " + "A word and another.\n\n" * 1500)
    files = module_files(en_md=long, fi_md=long)
    folder = write_programme(tmp_path / "lessons", {f"{n:02}-m{n}": files for n in range(1, 25)})
    began = perf_counter()
    shelf = Shelf(folder).fresh()
    assert [one.title("fi") for one in shelf.modules.values()] == ["A trial of everything"] * 24
    assert perf_counter() - began < 2
