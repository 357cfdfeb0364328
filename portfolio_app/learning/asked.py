"""What an activity asks, as fields of a form, and what was answered in them.

A field is named by what it asks: `q-…` words, `c-…` a choice (`c-…-2` one of several), `s-…` the box of a card, `r-…`
its place, `k-…` one of Kolb's questions, `d-…` a dial, `skill-…` a skill. Answers are kept under these names.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from portfolio_app.core.errors import Invalid
from portfolio_app.core.languages import N_, _, format_number, spoken
from portfolio_app.core.wording import several_lines
from portfolio_app.learning.module_format import Activity, ActivityKind, By
from portfolio_app.learning.module_text import ActivityText, Box, Choice, Question
from portfolio_app.portfolio.entry_dials import shown
from portfolio_app.portfolio.kinds import KINDS
from portfolio_app.portfolio.models import EntryKind
from portfolio_app.skills.framework import Framework
from portfolio_app.skills.picture_words import position_words

LONGEST_ANSWER = 4000
WORDS, ONE, SEVERAL, SELECT, HEADING = "words", "one", "several", "select", "heading"
SKILL = "skill-"
KOLB = ("happened", "noticed", "learned", "try_next")
POSITION, DIAL_WORDS = "d-position", "d-words"

Answers = Mapping[str, str]


@dataclass(frozen=True)
class Option:
    """Something to choose. `told` is HTML that is read by whoever chose it; `name` is its field's, of several."""

    value: str = ""
    label: str = ""
    name: str = ""
    chosen: bool = False
    told: str = ""


@dataclass(frozen=True)
class Told:
    """What is said about an answer: `mark` in words ("Right"), what it is about, and HTML."""

    mark: str = ""
    good: bool = False
    words: str = ""
    html: str = ""


@dataclass(frozen=True)
class Field:
    """A field: `kind` is one of this module's; `help` and `key` are HTML. `told` stands beneath once it is answered."""

    kind: str = WORDS
    name: str = ""
    label: str = ""
    help: str = ""
    value: str = ""
    options: tuple[Option, ...] = ()
    told: tuple[Told, ...] = ()
    key: str = ""
    own: bool = False
    """Whether its words are the app's, in the language of the page, and not those of the module."""


@dataclass(frozen=True)
class Asking:
    """What fields are made for: the activity in its words, what is answered, and whether the answers are told."""

    activity: Activity
    text: ActivityText
    answers: Answers
    done: bool
    preview: bool = False
    """Whether somebody looks at it who does not answer: all that would be told is."""
    framework: Framework | None = None
    """The pupil's own, for skills; `skills` are the capabilities in it that are asked about, with what was said."""
    skills: Mapping[str, int] | None = None

    @property
    def telling(self) -> bool:
        """Whether answers are told."""
        return self.done or self.preview


def fields_of(asking: Asking) -> tuple[Field, ...]:
    """Everything the activity asks, in order."""
    kind = asking.activity.kind
    parts: list[Iterator[Field]] = []
    match kind:
        case ActivityKind.CHOICE | ActivityKind.QUIZ:
            return tuple(_choosing(asking, one) for one in asking.text.questions)
        case ActivityKind.SORT:
            parts.append(_sorting(asking))
        case ActivityKind.RANK:
            parts.append(_ranking(asking))
        case ActivityKind.REFLECT:
            parts.append(_dial(asking) if asking.activity.by is By.DIAL else _kolb(asking))
        case ActivityKind.SKILLS:
            parts.append(_skills(asking))
        case _:
            pass
    return (*(field for part in parts for field in part), *_words(asking))


def fields_before_going(questions: Sequence[Question], answers: Answers) -> tuple[Field, ...]:
    """The questions at the end of a module."""
    return tuple(_in_words(one, answers, telling=False) for one in questions)


def _words(asking: Asking) -> Iterator[Field]:
    part = ""
    parts = {one.code: one for one in asking.text.parts}
    for one in asking.text.questions:
        if one.part != part and one.part in parts:
            yield Field(HEADING, one.part, parts[one.part].title, parts[one.part].html)
        part = one.part
        yield _in_words(one, asking.answers, telling=asking.telling)


def _in_words(one: Question, answers: Answers, *, telling: bool) -> Field:
    name = f"q-{one.code}"
    return Field(WORDS, name, one.title, one.help, answers.get(name, ""), key=one.key if telling else "")


def _choosing(asking: Asking, one: Question) -> Field:
    """Feedback of a situation is read as soon as somebody chooses; that of a quiz comes with the answer."""
    quiz = asking.activity.kind is ActivityKind.QUIZ
    name = f"c-{one.code}"
    options: list[Option] = []
    for at, choice in enumerate(one.choices):
        box = f"{name}-{at}" if one.several else name
        chosen = asking.answers.get(box) == (YES if one.several else str(at))
        options.append(Option(str(at), choice.words, box, chosen, "" if quiz else choice.feedback))
    told = tuple(_told(options, one.choices, preview=asking.preview)) if quiz and asking.telling else ()
    kind = SEVERAL if one.several else ONE
    value = next((option.value for option in options if option.chosen), "")
    return Field(kind, name, one.title, one.help, value, tuple(options), told)


YES = "yes"


def _told(options: Sequence[Option], choices: Sequence[Choice], *, preview: bool) -> Iterator[Told]:
    if not (preview or any(one.chosen for one in options)):
        return
    found = any(option.chosen and choice.right for option, choice in zip(options, choices, strict=True))
    missed = _("This is right too") if found else _("This is right")
    for option, choice in zip(options, choices, strict=True):
        if option.chosen or choice.right or preview:
            right = _("Right") if option.chosen or preview else missed
            mark = right if choice.right else _("Not this one")
            yield Told(mark, choice.right, choice.words, choice.feedback)


def _sorting(asking: Asking) -> Iterator[Field]:
    boxes = asking.text.boxes
    cards = _cards(boxes) if asking.activity.right else [(None, one) for one in asking.text.cards]
    mixed = _mixed(asking.activity.code, len(cards)) if asking.activity.right else range(len(cards))
    for at in mixed:
        box, card = cards[at]
        name = f"s-{at}"
        value = asking.answers.get(name, "")
        options = tuple(Option(one.code, one.title, name, one.code == value) for one in boxes)
        told = tuple(_place_told(box, card, value, preview=asking.preview)) if box and asking.telling else ()
        yield Field(SELECT, name, card.words, value=value, options=options, told=told)


def _cards(boxes: Sequence[Box]) -> list[tuple[Box | None, Choice]]:
    return [(box, card) for box in boxes for card in box.cards]


def _mixed(code: str, count: int) -> list[int]:
    """An order of the cards that is the same for everybody and tells nothing."""
    return sorted(range(count), key=lambda at: sha256(f"{code} {at}".encode()).digest())


def _place_told(box: Box, card: Choice, value: str, *, preview: bool) -> Iterator[Told]:
    if value or preview:
        right = preview or value == box.code
        yield Told(_("Right") if right else _("It belongs here:"), right, box.title, card.feedback)


def _ranking(asking: Asking) -> Iterator[Field]:
    cards = asking.text.cards
    for at, card in enumerate(cards):
        name = f"r-{at}"
        value = asking.answers.get(name, "")
        numbers = range(1, len(cards) + 1)
        options = tuple(Option(str(n), format_number(n), name, str(n) == value) for n in numbers)
        yield Field(SELECT, name, card.words, value=value, options=options)


def _kolb(asking: Asking) -> Iterator[Field]:
    asks = (
        _(KINDS[EntryKind.EXPERIENCE].asks),
        _("What did you notice?"),
        _("What did you learn?"),
        _("What will you try next?"),
    )
    for code, label in zip(KOLB, asks, strict=True):
        name = f"k-{code}"
        yield Field(WORDS, name, label, value=asking.answers.get(name, ""), own=True)


def _dial(asking: Asking) -> Iterator[Field]:
    one = next((dial for dial in shown({}, all_dials=True) if dial.code == asking.activity.button), None)
    if one is None:
        return
    value = asking.answers.get(POSITION, "")
    options = tuple(Option(place.value, place.label, POSITION, place.value == value) for place in one.places)
    yield Field(ONE, POSITION, one.name, f"<p>{one.meaning}</p>", value, options, own=True)
    yield Field(WORDS, DIAL_WORDS, _("Why there?"), value=asking.answers.get(DIAL_WORDS, ""), own=True)


def _skills(asking: Asking) -> Iterator[Field]:
    used = asking.framework
    for code, step in (asking.skills or {}).items():
        if used is None:
            return
        one = used.capability(code)
        name = f"{SKILL}{code}"
        if one.poles:
            labels = [position_words(used, one.poles, at) for at in range(1, one.most + 1)]
        else:
            labels = [used.text(each.name, spoken()) for each in used.scale]
        value = str(step or "")
        options = tuple(Option(str(n), label, name, str(n) == value) for n, label in enumerate(labels, 1))
        meaning = used.text(one.meaning, spoken())
        yield Field(ONE, name, used.text(one.name, spoken()), f"<p>{meaning}</p>", value, options, own=True)


def answers_in(fields: Sequence[Field], sent: Mapping[str, str | None]) -> dict[str, str]:
    """What of a form's fields is kept. Raises `Invalid` for what the activity does not offer, for words that are too
    long, for two cards in one place, and when nothing is answered at all."""
    kept: dict[str, str] = {}
    for one in fields:
        kept |= _answer(one, sent)
    if fields and not kept:
        raise Invalid(N_("Answer at least one thing first. You can change it later."), field=_first(fields))
    _in_places_of_their_own(fields, kept)
    return kept


def _first(fields: Sequence[Field]) -> str:
    return next((one.name for one in fields if one.kind != HEADING), "")


def _answer(one: Field, sent: Mapping[str, str | None]) -> dict[str, str]:
    if one.kind == HEADING:
        return {}
    if one.kind == SEVERAL:
        return {option.name: YES for option in one.options if sent.get(option.name)}
    value = sent.get(one.name) or ""
    if one.kind == WORDS:
        words = several_lines(value, field=one.name, most=LONGEST_ANSWER)
        return {one.name: words} if words else {}
    if value and value not in {option.value for option in one.options}:
        raise Invalid(field=one.name)
    return {one.name: value} if value else {}


def _in_places_of_their_own(fields: Sequence[Field], kept: Answers) -> None:
    taken: dict[str, str] = {}
    for one in fields:
        place = kept.get(one.name, "") if one.name.startswith("r-") else ""
        if place and place in taken:
            raise Invalid(N_("Two cards have the place {place}. Give each its own."), field=one.name, place=place)
        taken[place] = one.name


def written_out(fields: Sequence[Field]) -> str:
    """Questions and answers as text, for what is made of them."""
    lines: list[str] = []
    for one in fields:
        chosen = [option.label for option in one.options if option.chosen]
        said = one.value if one.kind == WORDS else ", ".join(chosen)
        if said and one.kind != HEADING:
            lines.append(f"{one.label}\n{said}")
    return "\n\n".join(lines)
