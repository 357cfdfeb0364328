"""Skills on paper: sheets on which a pupil ticks, writes why and what shows it, and tells of something they did.

For whoever cannot or will not use a screen. The classes are plain values; `paper.py` gathers them from the database.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from portfolio_app.core.clock import today
from portfolio_app.core.languages import _, speaking
from portfolio_app.core.typesetting import SetDocument, one_line, typeset
from portfolio_app.portfolio.document import Shape

TEMPLATE = Path(__file__).parent / "templates" / "paper.typ"
LINES = {"happened": 7, "noticed": 5, "learned": 5, "next": 4}
"""Lines to write on beneath each question about an entry: together they fill a sheet of A4."""


@dataclass(frozen=True)
class PaperStep:
    """One of the four answers to tick."""

    name: str
    help: str


@dataclass(frozen=True)
class PaperCapability:
    """A capability and what it looks like at the pupil's stage, in the first person; the two words of a dial."""

    name: str
    statement: str
    poles: tuple[str, ...] = ()


@dataclass(frozen=True)
class PaperTheme:
    """A theme with its colour (`#rrggbb`) and the shape that stands for it in black and white."""

    name: str
    colour: str
    shape: Shape
    capabilities: tuple[PaperCapability, ...]


@dataclass(frozen=True)
class PaperContact:
    """Whom to turn to: what the line is about, and who that is."""

    label: str
    told: tuple[str, ...]


@dataclass(frozen=True)
class SkillsPaper:
    """A set of sheets for each of `names`; a name of "" leaves a line to write it on."""

    title: str
    language: str
    class_name: str
    names: tuple[str, ...]
    steps: tuple[PaperStep, ...]
    themes: tuple[PaperTheme, ...]
    contacts: tuple[PaperContact, ...]


async def skills_paper_pdf(paper: SkillsPaper) -> SetDocument:
    """The sheets as PDF/UA-1 to print on A4, with the characters that no font could set."""
    with speaking(paper.language):
        content = _content(paper)
    return await typeset(TEMPLATE, content, language=paper.language, title=paper.title, made_on=today())


def _content(paper: SkillsPaper) -> dict[str, object]:
    return {
        "pupils": pupils_told(paper.names, paper.class_name),
        "steps": [{"name": step.name, "help": step.help} for step in paper.steps],
        "themes": [
            {
                "name": theme.name,
                "colour": theme.colour,
                "shape": theme.shape,
                "capabilities": [
                    {"name": one.name, "statement": one.statement, "poles": one.poles} for one in theme.capabilities
                ],
            }
            for theme in paper.themes
        ],
        "contacts": contacts_told(paper.contacts),
        "reflections": _reflections(),
        "words": _words(),
    }


def pupils_told(names: Sequence[str], class_name: str) -> list[dict[str, object]]:
    """Whose sheets these are, as templates are told it."""
    return [{"name": one_line(name, 20), "class": one_line(class_name, 20)} for name in names]


def contacts_told(contacts: Sequence[PaperContact]) -> list[dict[str, object]]:
    """Whom to turn to, as templates are told it."""
    return [{"label": contact.label, "told": [one_line(text) for text in contact.told]} for contact in contacts]


def _reflections() -> Sequence[tuple[str, int]]:
    """The questions of an entry with the room for each."""
    return (
        (_("What happened"), LINES["happened"]),
        (_("What I noticed"), LINES["noticed"]),
        (_("What I learned"), LINES["learned"]),
        (_("What I try next"), LINES["next"]),
    )


def _words() -> dict[str, str]:
    return {
        "paper": _("My skills on paper"),
        "intro": _("Tick how it is for you now, say why, and write down what shows it. There are no right answers."),
        "name": _("Name"),
        "class": _("Class"),
        "day": _("Date"),
        "why": _("Why?"),
        "evidence": _("Evidence: what shows it"),
        "entry": _("An entry for my portfolio"),
        "entry-intro": _("Something you did, at school, at home or anywhere else, and what it taught you."),
        "title": _("Title"),
        "shows": _("Skills it shows"),
    }
