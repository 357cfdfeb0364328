"""A module with an activity of every kind, in two languages, to test with: `module_files()` gives its files.

with_lessons(configure, tmp_path)     an instance whose only programme, "trial", has that module, "a-trial"
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from portfolio_app.learning.asked import ONE, SELECT, SEVERAL, WORDS, YES, Field

NAME, PROGRAMME, FOLDER = "a-trial", "trial", "01-a-trial"

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc000000301010018dd8db0"
    "0000000049454e44ae426082"
)

ABOUT = """\
version: 1
years: [9]
ages: [14, 16]
aims: [1, 2]
capabilities: [S5, H2]
buttons: [choice-chance]
materials: [paper, cards]
languages: [en, fi]
activities:
  - {code: reading, kind: read, minutes: 25}
  - {code: listening, kind: listen, minutes: 15}
  - {code: looking-back, kind: reflect, minutes: 15, by: questions}
  - {code: a-dial, kind: reflect, minutes: 15, by: dial, button: choice-chance}
  - {code: in-words, kind: short, minutes: 15, outcome: evidence, capabilities: [S5]}
  - {code: choosing, kind: choice, minutes: 15, with: pairs}
  - {code: finding-out, kind: quiz, minutes: 15}
  - {code: sorting, kind: sort, minutes: 15, right: true}
  - {code: sorting-freely, kind: sort, minutes: 10, right: false}
  - {code: ranking, kind: rank, minutes: 10}
  - {code: asking, kind: interview, minutes: 20, where: home, outcome: step}
  - {code: visiting, kind: visit, minutes: 60, where: outside}
  - {code: together, kind: group, minutes: 20, with: group}
  - {code: an-entry, kind: portfolio, minutes: 20, entry: project}
  - {code: my-skills, kind: skills, minutes: 10, capabilities: [S5, H2]}
  - {code: a-picture, kind: upload, minutes: 20, entry: project}
"""

PROGRAMME_FILE = """\
version: 1
languages: [en, fi]
name: {en: A trial, fi: Kokeilu}
hours: 5
years: {9: 5}
aims:
  - {number: 1, name: {en: Finding things out, fi: Ottaa selvää}}
  - {number: 2, name: {en: Knowing oneself, fi: Tuntea itsensä}}
modules:
  - {module: a-trial, year: 9, minutes: 300, aims: [1, 2]}
"""

EN = """\
# A trial of everything

What a wage slip says, and what is left of it. At the end you can read one.

## Read this {#reading}

A slip has **three** lines. ![A slip](media/slip.png)

### Words

Gross is before tax.

### Which line is what you get? {#which-line}

Look at the end.

## Listen {#listening}

Somebody tells of a first job.

### What surprised you? {#surprise}

### What was said {#transcript}

I began in a bakery.

## Look back {#looking-back}

Think of a job you did at home.

## Chosen or by chance {#a-dial}

Think of how somebody you know came to their work.

## In your words {#in-words}

### What is work? {#what}

One sentence.

> Anything somebody needs.

### What is not? {#what-not}

## What would you do? {#choosing}

Olav asks you to stay an hour longer.

### What do you say? {#say}

- [ ] Yes, of course
  > Then you are tired tomorrow.
- [ ] Only if it is paid
  > He may say yes, or call somebody else.

## Find out {#finding-out}

| Line | Sum |
|------|----:|
| Gross | 2,000 |
| Tax | 260 |

### What does Amina get? {#amina}

- [ ] 2,000
  > That is before tax.
- [x] 1,740
  > Yes: what she earned, less tax.

### Which of these take something off? {#take-off}

- [x] Tax
  > Yes.
- [x] The union
  > Yes, where she is a member.
- [ ] Holiday pay
  > No: that is added.

## Sort these {#sorting}

### You pay {#you}

- Bus ticket
  > Getting to work is yours to pay.
- Lunch

### The employer pays {#employer}

- Safety shoes

## Sort these as you like {#sorting-freely}

### For me {#for-me}

### Not for me {#not-for-me}

### The cards {#cards}

- Working outdoors
- Working at night
- Working alone

## Put them in order {#ranking}

### The cards {#cards}

- Pay
- Friends
- Quiet

### Why is the first one first? {#ask.first}

## Ask somebody {#asking}

### What was your first job? {#first-job}

### What did you learn there? {#learnt}

## Go there {#visiting}

You visit a place of work.

### Before {#before}

#### What do you expect? {#expect}

### There {#there}

Look around first.

#### What do people do with their hands? {#hands}

### After {#after}

#### What was otherwise? {#otherwise}

## Together {#together}

### What did your group agree on? {#agreed}

## Make something of it {#an-entry}

### What did you make? {#made}

### What was hard? {#hard}

## Where are you now? {#my-skills}

Say how it is for you.

## A picture {#a-picture}

Draw your day.

### What does it show? {#shows}

## For the teacher {#teacher}

Bring paper. Nobody has to speak of home.

### Read this {#teacher.reading}

Five minutes. The last line.

### Listen {#teacher.listening}

Play it twice.

### Look back {#teacher.looking-back}

Quiet.

### Chosen or by chance {#teacher.a-dial}

Quiet.

### In your words {#teacher.in-words}

Ten minutes.

### What would you do {#teacher.choosing}

Both are fine.

### Find out {#teacher.finding-out}

1,740.

### Sort these {#teacher.sorting}

Cards on tables.

### Sort as you like {#teacher.sorting-freely}

Nothing is right.

### Put them in order {#teacher.ranking}

Nothing is right.

### Ask somebody {#teacher.asking}

Anybody grown up.

### Go there {#teacher.visiting}

Call first.

### Together {#teacher.together}

Threes.

### Make something {#teacher.an-entry}

Twenty minutes.

### Where are you {#teacher.my-skills}

Nobody sees it.

### A picture {#teacher.a-picture}

Phones.

## On the board {#board}

- What is a wage?
- Who decides it?

## Before you go {#exit}

### What will you look at first? {#exit.first-look}

## Three questions for tonight {#tonight}

- What was the first thing you were paid for?
- Who helped you?
- What would you do otherwise?

## Material {#material}

### Cards: what is paid {#cards.paid}

- **Tax** pays for schools.

### Answers {#answers}

1,740.

### Where you live {#places}

#### Finland {#places.fi}

The tax card.
"""

_WORDS = {
    "A trial of everything": "Kaiken kokeilu",
    "What a wage slip says, and what is left of it. At the end you can read one.": "Mitä palkkalaskelmassa lukee.",
    "Read this": "Lue tämä",
    "Which line is what you get?": "Mikä rivi on se, minkä saat?",
    "Only if it is paid": "Vain jos siitä maksetaan",
}

EASY = """\
# A trial, in easy words

A slip says what you get.

## Read this {#reading}

A slip has three lines.

### Which line is yours? {#which-line}
"""


def finnish() -> str:
    """The same with some of its words in Finnish."""
    text = EN
    for english, words in _WORDS.items():
        text = text.replace(english, words)
    return text


def module_files(**changes: str | bytes | None) -> dict[str, bytes]:
    """The files of the module; `changes` by name, with `_` for every `.` and `/` (`module_yaml`, `en_md`): None takes a
    file away."""
    files: dict[str, bytes] = {
        "module.yaml": ABOUT.encode(),
        "en.md": EN.encode(),
        "fi.md": finnish().encode(),
        "en.easy.md": EASY.encode(),
        "media/slip.png": PNG,
    }
    for name, content in changes.items():
        path = next((one for one in files if one.replace(".", "_").replace("/", "_") == name), name)
        if content is None:
            del files[path]
        else:
            files[path] = content.encode() if isinstance(content, str) else content
    return files


def write_module(folder: Path, files: Mapping[str, bytes]) -> Path:
    """The files in a folder, which is made."""
    for path, content in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return folder


def write_programme(
    folder: Path, modules: Mapping[str, Mapping[str, bytes]] | None = None, about: str = PROGRAMME_FILE
) -> Path:
    """A folder of lessons with one programme; `modules` by their folders' names, the trial one unless given."""
    (folder / PROGRAMME).mkdir(parents=True, exist_ok=True)
    (folder / PROGRAMME / "programme.yaml").write_text(about, encoding="utf-8")
    for name, files in (modules or {FOLDER: module_files()}).items():
        write_module(folder / PROGRAMME / name, files)
    return folder


def with_lessons(configure: Callable[..., Any], tmp_path: Path) -> Path:
    """An instance with the trial module alone; the folder it lies in."""
    folder = write_programme(tmp_path / "lessons")
    configure(curriculum_dir=folder)
    return folder / PROGRAMME / FOLDER


def something(fields: tuple[Field, ...]) -> dict[str, str]:
    """An answer to everything."""
    answers: dict[str, str] = {}
    for at, one in enumerate(fields):
        if one.kind == WORDS:
            answers[one.name] = f"Something about {one.label}"
        elif one.kind == ONE:
            answers[one.name] = one.options[-1].value
        elif one.kind == SEVERAL:
            answers[one.options[0].name] = YES
        elif one.kind == SELECT:
            answers[one.name] = one.options[at % len(one.options)].value
    return answers
