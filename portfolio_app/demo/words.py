"""The texts of the demo: files beside this one, in the languages its pupils write in."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from portfolio_app.core.strict_yaml import read_yaml
from portfolio_app.plan.models import GoalState
from portfolio_app.portfolio.models import EntryKind
from portfolio_app.schools.models import Barrier
from portfolio_app.skills.models import Origin

TEXTS = Path(__file__).parent / "texts"

Text = TypeVar("Text", bound="Part")


class Part(BaseModel):
    """A part of a text file; whatever it does not know is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class EvidenceWords(Part):
    """An evidence: a photo of a motif, a PDF, a link, or words alone. `{topic}` in the title stands for a topic."""

    title: str
    words: str = ""
    shows: tuple[str, ...]
    photo: str = ""
    pdf: str = ""
    link: str = ""
    origin: Origin | Literal[""] = ""

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if sum(map(bool, (self.photo, self.pdf, self.link))) > 1 or not (
            self.words or self.photo or self.pdf or self.link
        ):
            raise ValueError(f"{self.title}: a photo, a pdf, a link or words")
        return self

    def about(self, topic: str) -> "EvidenceWords":
        """The same with its topic filled in."""
        return self.model_copy(update={"title": self.title.format(topic=topic)})


class EntryWords(Part):
    """An entry of a portfolio. `lasted` is how many days it took until it was written down (0: that day), `holds` for
    how many days from then a qualification is valid; `dials` are places on dials with a reason."""

    title: str
    kind: EntryKind = EntryKind.EXPERIENCE
    place: str = ""
    lasted: int | None = None
    holds: int | None = None
    ongoing: bool = False
    dials: Mapping[str, tuple[int, str]] = {}
    corner: bool = False
    happened: str = ""
    noticed: str = ""
    learned: str = ""
    try_next: str = Field("", alias="next")
    shows: tuple[str, ...] = ()
    photo: str = ""


class StepWords(Part):
    """A step of a goal: by when, in days from today, and how many days ago it was done."""

    words: str
    in_days: int | None = None
    done: int | None = None


class GoalWords(Part):
    """A goal. Days are counted from today: those of a plan lie ahead, and some have just passed."""

    title: str
    why: str = ""
    shows: tuple[str, ...] = ()
    helpers: str = ""
    persons: tuple[str, ...] = ()
    in_days: int | None = None
    review_in: int | None = None
    barriers: Mapping[Barrier, str] = {}
    outcome: str = ""
    steps: tuple[StepWords, ...] = ()
    state: GoalState = GoalState.OPEN


class Diary(Part):
    """What somebody with very much evidence keeps: numbered, with sentences that come round."""

    title: str
    shows: tuple[str, ...]
    words: tuple[str, ...]


class Words(Part):
    """Everything that is written in one language."""

    reasons: Mapping[str, tuple[str, str, str, str]]
    topics: tuple[str, ...]
    evidence: tuple[EvidenceWords, ...]
    entries: tuple[EntryWords, ...]
    goals: tuple[GoalWords, ...]
    comments: tuple[str, ...]
    diary: Diary

    def all_evidence(self) -> list[EvidenceWords]:
        """Every evidence, those with a topic once for each topic."""
        found: list[EvidenceWords] = []
        for one in self.evidence:
            found.extend([one.about(topic) for topic in self.topics] if "{topic}" in one.title else [one])
        return found


@cache
def words_in(language: str) -> Words:
    """What is written in `language` (fi, nb, en or nl)."""
    return read_text(language, Words)


def read_text(name: str, kind: type[Text]) -> Text:
    """The file `name` of the texts."""
    return kind.model_validate(read_yaml((TEXTS / f"{name}.yaml").read_text("utf-8")).data)
