"""A lesson in a box: all that somebody needs who runs a meeting of a module without having seen it before, as data for
a document. Nothing of any pupil is in it.

What pupils read and what a teacher alone reads are kept apart, so that the one can be copied without the other.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from portfolio_app.accounts.queries import Option
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import NAMES, _, format_number, spoken
from portfolio_app.learning.asked import HEADING, SELECT, WORDS, Asking, Field, fields_before_going, fields_of
from portfolio_app.learning.blocks import Block, blocks_of, leads_of
from portfolio_app.learning.lesson_words import COMPANY, KINDS, MATERIALS, PLACES, facts_of, minutes_said
from portfolio_app.learning.module_format import Activity, ActivityKind, Material
from portfolio_app.learning.module_text import PLACES as PLACES_CODE
from portfolio_app.learning.module_text import ActivityText, Choice, ModuleText, Part
from portfolio_app.learning.reading import Module
from portfolio_app.skills.framework import Framework

ANSWERS, CARDS = "answers", "cards."
LINES = 2
"""To write on, for a question."""
_WITH_CARDS = (ActivityKind.SORT, ActivityKind.RANK)


@dataclass(frozen=True)
class Stretch:
    """A time the class meets: its number, 0 where a module names none, and what is done in it."""

    number: int
    activities: tuple[Activity, ...]

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return sum(one.minutes for one in self.activities)

    def name(self) -> str:
        """What it is called."""
        return _("Meeting {n}").format(n=format_number(self.number)) if self.number else _("All of it")


@dataclass(frozen=True)
class BoxChoice:
    """What is chosen before a box is made: a meeting and a language. No `module`: there is none."""

    module: str = ""
    key: str = ""
    class_id: str = ""
    meetings: tuple[Option, ...] = ()
    languages: tuple[Option, ...] = ()
    chosen_language: str = ""


@dataclass(frozen=True)
class BoxAsked:
    """What a box is made of: the words in which a module is read, its meetings, and what holds where it is used."""

    module: Module
    text: ModuleText
    stretches: tuple[Stretch, ...]
    country: str = ""
    framework: Framework | None = None
    skills: Mapping[str, tuple[str, ...]] | None = None
    """The capabilities of `framework` that an activity asks about, by its code."""
    pictures: Mapping[str, str] | None = None
    """Names of files by the addresses of pictures."""


def stretches_of(module: Module) -> tuple[Stretch, ...]:
    """Every time the class meets for a module, and at the end what belongs to no meeting."""
    by_code = {one.code: one for one in module.about.activities}
    met = [
        Stretch(number, tuple(by_code[code] for code in codes)) for number, codes in enumerate(module.about.meetings, 1)
    ]
    inside = {one.code for each in met for one in each.activities}
    rest = tuple(one for one in module.about.activities if one.code not in inside)
    return (*met, *((Stretch(0, rest),) if rest else ()))


def chosen_stretches(module: Module, meeting: str) -> tuple[Stretch, ...]:
    """The meeting with that number, or all of them for "". Raises `NotFound` for one there is none of."""
    every = stretches_of(module)
    if not meeting:
        return every
    found = tuple(one for one in every if one.number and str(one.number) == meeting)
    if not found:
        raise NotFound()
    return found


def box_choice(module: Module, class_id: str = "", key: str = "") -> BoxChoice:
    """What there is to choose from for a module, for a class or for none. `key` tells it from others on a page."""
    return BoxChoice(
        module=module.name,
        key=key or module.name,
        class_id=class_id,
        meetings=tuple(
            Option(str(one.number), f"{one.name()} · {minutes_said(one.minutes)}")
            for one in stretches_of(module)
            if one.number
        ),
        languages=tuple(Option(one, NAMES[one]) for one in module.languages),
        chosen_language=module.language_for(spoken()),
    )


def _title(text: ModuleText, code: str) -> str:
    return text.activities[code].title if code in text.activities else code


def content_of(asked: BoxAsked) -> dict[str, object]:
    """What a template finds of it, in the language being spoken; the module's own words stay in theirs."""
    return {
        "text_language": asked.text.language,
        "title_words": asked.text.title,
        "tables": [_timing(asked, one) for one in asked.stretches],
        "bring": _bring(asked),
        "board": [_title(asked.text, one.code) for one in _activities(asked)],
        "ask": list(asked.text.board),
        "teacher": _blocks(asked, asked.text.teacher),
        "notes": [_notes(asked, one, time) for one, time in _timed(asked)],
        "answers": _answers(asked),
        "places": [_part(asked, one) for one in _material(asked) if one.code.startswith(PLACES_CODE)],
        "texts": [_for_pupils(asked, one) for one in _activities(asked) if one.code in asked.text.activities],
        "cards": list(_cards(asked)),
        "sheets": [_part(asked, one) for one in _sheets(asked)],
        "exit": [_field(asked, one) for one in fields_before_going(asked.text.exit, {})],
        "tonight": list(asked.text.tonight),
    }


def _activities(asked: BoxAsked) -> list[Activity]:
    return [one for each in asked.stretches for one in each.activities]


def _blocks(asked: BoxAsked, html: str) -> list[Block]:
    return blocks_of(html, asked.pictures)


# The front page


def _timed(asked: BoxAsked) -> Iterator[tuple[Activity, str]]:
    """Each activity with the minutes of its meeting at which it begins and ends."""
    for each in asked.stretches:
        at = 0
        for one in each.activities:
            yield one, f"{format_number(at)}–{format_number(at + one.minutes)}"
            at += one.minutes


def _timing(asked: BoxAsked, one: Stretch) -> dict[str, object]:
    alone = BoxAsked(asked.module, asked.text, (one,))
    return {
        "name": one.name() if len(asked.stretches) > 1 else "",
        "minutes": minutes_said(one.minutes),
        "rows": [
            {
                "time": time,
                "what": _title(asked.text, activity.code),
                "how": _(KINDS[activity.kind]),
                "where": ", ".join(_where(activity)),
                "needs": ", ".join(_needs(asked, activity)),
            }
            for activity, time in _timed(alone)
        ],
    }


def _where(one: Activity) -> Iterator[str]:
    # Translators: where an activity is done, in a table beside "at home" and "outside"
    yield _(PLACES[one.where]) if one.where in PLACES else _("in class")
    # Translators: with whom an activity is done, in a table beside "in pairs"
    yield _(COMPANY[one.with_]) if one.with_ in COMPANY else _("each alone")


def _needs(asked: BoxAsked, one: Activity) -> Iterator[str]:
    if one.kind in _WITH_CARDS:
        yield _("its cards")
    if one.media:
        yield _("the recording, in Polku")
    for part in asked.text.material:
        if one.code in asked.module.about.handouts.get(part.code, ()):
            yield part.title


def _bring(asked: BoxAsked) -> list[str]:
    """What must be in the room. Printed things are named where this meeting has any."""
    has_cards, has_sheets = bool(list(_cards(asked))), bool(_sheets(asked))
    left_out = {Material.CARDS: has_cards, Material.SHEETS: has_sheets}
    return [_(MATERIALS[one]) for one in asked.module.about.materials if left_out.get(one, True)]


# Material


def _material(asked: BoxAsked) -> list[Part]:
    """What is handed out in these meetings: what belongs to an activity of them, or to none; of places the reader's."""
    codes = {one.code for one in _activities(asked)}
    return [one for one in asked.text.material if one.html and _needed(asked, one.code, codes)]


def _needed(asked: BoxAsked, part: str, codes: Collection[str]) -> bool:
    if part.startswith(PLACES_CODE + "."):
        country = asked.country.casefold()
        return not country or part in (f"{PLACES_CODE}.{country}", f"{PLACES_CODE}.gb-sct" if country == "gb" else "")
    belongs = asked.module.about.handouts.get(part)
    return belongs is None or any(one in codes for one in belongs)


def _sheets(asked: BoxAsked) -> list[Part]:
    apart = (ANSWERS, CARDS, PLACES_CODE)
    return [one for one in _material(asked) if not one.code.startswith(apart) or (one in _uncut(asked))]


def _uncut(asked: BoxAsked) -> list[Part]:
    """Cards that are written as no list: they are printed as they stand."""
    return [one for one in _material(asked) if one.code.startswith(CARDS) and not _listed(asked, one)]


def _listed(asked: BoxAsked, part: Part) -> list[list[Block]]:
    return next((one["items"] for one in _blocks(asked, part.html) if one["kind"] == "list"), list[list[Block]]())


def _part(asked: BoxAsked, part: Part) -> dict[str, object]:
    return {"title": part.title, "blocks": _blocks(asked, part.html)}


def _cards(asked: BoxAsked) -> Iterator[dict[str, object]]:
    """Cards to cut: those of activities, mixed, and those of the material."""
    for one in _activities(asked):
        text = asked.text.activities.get(one.code)
        if text and one.kind in _WITH_CARDS:
            fields = [field for field in fields_of(Asking(one, text, {}, done=False)) if field.kind == SELECT]
            heads = [box.title for box in text.boxes]
            yield {"title": text.title, "heads": heads, "cards": [_plain(field.label) for field in fields]}
    for part in _material(asked):
        if part.code.startswith(CARDS) and (listed := _listed(asked, part)):
            yield {"title": part.title, "heads": [], "cards": listed}


def _plain(words: str) -> list[Block]:
    return [{"kind": "paragraph", "runs": [{"text": words, "strong": False, "light": False, "href": ""}]}]


# What a teacher alone reads


def _notes(asked: BoxAsked, one: Activity, time: str) -> dict[str, object]:
    text = asked.text.activities.get(one.code, ActivityText())
    return {
        "time": time,
        "title": _title(asked.text, one.code),
        "facts": facts_of(one),
        "notes": _blocks(asked, asked.text.notes.get(one.code, "")),
        "aloud": _blocks(asked, text.transcript),
        "key": [*_key_of_questions(asked, one, text), *_key_of_boxes(asked, text)],
    }


def _key_of_questions(asked: BoxAsked, about: Activity, text: ActivityText) -> Iterator[dict[str, object]]:
    for one in text.questions:
        if one.choices or one.key:
            choices = [_keyed(asked, choice, marks=about.kind is ActivityKind.QUIZ) for choice in one.choices]
            yield {"title": one.title, "choices": choices, "blocks": _blocks(asked, one.key)}


def _key_of_boxes(asked: BoxAsked, text: ActivityText) -> Iterator[dict[str, object]]:
    for box in text.boxes:
        if box.cards:
            cards = [_keyed(asked, card, marks=False) for card in box.cards]
            yield {"title": box.title, "choices": cards, "blocks": []}


def _keyed(asked: BoxAsked, one: Choice, *, marks: bool) -> dict[str, object]:
    mark = "" if not marks else _("Right") if one.right else _("Not this one")
    return {"words": one.words, "mark": mark, "right": marks and one.right, "told": _blocks(asked, one.feedback)}


def _answers(asked: BoxAsked) -> list[Block]:
    """The answers of the module, without paragraphs that begin with the name of an activity of another meeting."""
    here = {one.code for one in _activities(asked)}
    ours = [_title(asked.text, code) for code in here]
    others = [_title(asked.text, one.code) for one in asked.module.about.activities if one.code not in here]
    kept: list[Block] = []
    elsewhere = False
    for part in asked.text.material:
        if part.code == ANSWERS:
            for lead, block in leads_of(_blocks(asked, part.html)):
                elsewhere = _names(others, lead) and not _names(ours, lead) if lead else elsewhere
                kept += [] if elsewhere else [block]
    return kept


def _names(titles: Collection[str], lead: str) -> bool:
    """Whether a paragraph that begins so is about an activity of these titles, or of a part of one."""
    said = _folded(lead)
    return any(_folded(one).startswith(said) or said.startswith(_folded(one)) for one in titles)


def _folded(title: str) -> str:
    return title.rstrip("?.! ").casefold()


# What pupils read


def _for_pupils(asked: BoxAsked, one: Activity) -> dict[str, object]:
    """Text and questions of an activity without anything that is told of an answer."""
    text = asked.text.activities[one.code]
    skills = dict.fromkeys((asked.skills or {}).get(one.code, ()), 0)
    fields = fields_of(Asking(one, text, {}, done=False, framework=asked.framework, skills=skills))
    return {
        "title": text.title,
        "facts": facts_of(one),
        "blocks": _blocks(asked, text.body),
        "boxes": [{"title": box.title, "blocks": _blocks(asked, box.help)} for box in text.boxes],
        "fields": [_field(asked, field) for field in fields],
    }


def _field(asked: BoxAsked, one: Field) -> dict[str, object]:
    heading = one.kind == HEADING
    ticks = [] if one.kind in (WORDS, HEADING, SELECT) else [option.label for option in one.options]
    return {
        "label": one.label,
        "help": _blocks(asked, one.help),
        "heading": heading,
        "ticks": ticks,
        "place": one.kind == SELECT,
        "lines": LINES if one.kind == WORDS else 0,
        "own": one.own,
    }
