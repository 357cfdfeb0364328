"""The pages of the training: its modules with what is done, and one of them with its check at the end."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from uuid import uuid4

from portfolio_app.accounts.actor import Actor
from portfolio_app.ambassadors.policy import GUIDES, serving
from portfolio_app.ambassadors.training.actions import field_of
from portfolio_app.ambassadors.training.standing import ModuleStanding, standing
from portfolio_app.core.database import reading
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import NAMES, _, spoken
from portfolio_app.learning.asked import ONE, Field, Option, Told
from portfolio_app.learning.for_ambassadors import Asked, Training, TrainingModule, TrainingText, training
from portfolio_app.learning.lesson_words import minutes_said
from portfolio_app.portfolio.teaching import href


@dataclass(frozen=True)
class TrainingLine:
    """A module of the list; `done` says since when, "" while it is not."""

    title: str = ""
    href: str = ""
    detail: str = ""
    done: str = ""


@dataclass(frozen=True)
class TrainingPart:
    """A piece of a module to read, as HTML."""

    title: str = ""
    html: str = ""


@dataclass(frozen=True)
class TrainingView:
    """The list (`module` is ""), or a module. Words of the training are in `language`.

    `answers`: whether the reader is an ambassador, who answers the check; an adult who looks after them reads what is
    right instead. `fields` are the questions as the form shows them.
    """

    loaded: bool = False
    language: str = ""
    other: str = ""
    title: str = ""
    summary: str = ""
    facts: str = ""
    answers: bool = False
    all_done: bool = False
    lines: tuple[TrainingLine, ...] = ()
    module: str = ""
    version: str = ""
    request: str = ""
    parts: tuple[TrainingPart, ...] = ()
    fields: tuple[Field, ...] = ()
    answered: bool = False
    passed: bool = False
    done: str = ""
    list_href: str = ""
    next_title: str = ""
    next_href: str = ""


def training_href(module: str = "") -> str:
    """The address of the training, or of one of its modules."""
    return href("/ambassador-training", **({"module": module} if module else {}))


async def load_training(actor: Actor, module: str, chosen: Mapping[str, int] | None = None) -> TrainingView:
    """The list (`module` ""), or a module; `chosen` is what was just answered (`actions.answer_check`), which the page
    then explains. Raises `NotFound` for whoever neither is an ambassador today nor looks after some, and for a module
    there is none of."""
    found = training()
    async with reading() as session:
        me = await serving(session, actor)
        if found is None or (me is None and not actor.schools(*GUIDES)):
            raise NotFound()
        done = (await standing(session, [me.id]))[me.id] if me else ()
    language = found.language_for(spoken())
    text = found.texts[language]
    begun = TrainingView(
        loaded=True,
        language=language,
        other=""
        if language == spoken()
        else _("This is not written in your language yet. Here it is in another: {language}.").format(
            language=NAMES[language]
        ),
        answers=me is not None,
        all_done=bool(done) and all(one.done for one in done),
        list_href=training_href(),
    )
    passed_on = {one.code: one.day for one in done}
    if not module:
        return _list(begun, found, text, passed_on)
    one = found.module(module)
    if one is None:
        raise NotFound()
    return _module(begun, found, text, one, done, chosen)


def _list(begun: TrainingView, found: Training, text: TrainingText, passed_on: Mapping[str, str]) -> TrainingView:
    lines = tuple(
        TrainingLine(
            text.words.title_of(one.code),
            training_href(one.code),
            minutes_said(one.minutes),
            _("Done {day}").format(day=passed_on[one.code]) if passed_on.get(one.code) else "",
        )
        for one in found.about.modules
    )
    return replace(begun, title=text.words.title, summary=text.words.summary, lines=lines)


def _module(
    begun: TrainingView,
    found: Training,
    text: TrainingText,
    module: TrainingModule,
    done: tuple[ModuleStanding, ...],
    chosen: Mapping[str, int] | None,
) -> TrainingView:
    passed = chosen is not None and chosen == found.right(module)
    day = next((one.day for one in done if one.code == module.code), "")
    after = next((one for one in done if not one.done and one.code != module.code), None)
    words = text.words
    return replace(
        begun,
        module=module.code,
        version=str(module.version),
        request=str(uuid4()),
        title=words.title_of(module.code),
        summary=words.words_of(module.code),
        facts=minutes_said(module.minutes),
        parts=tuple(
            TrainingPart(words.title_of(module.named(code)), words.html_of(module.named(code))) for code in module.parts
        ),
        fields=tuple(
            _field(code, text.asked[module.named(code)], chosen, reads_answers=not begun.answers)
            for code in module.check
        ),
        answered=chosen is not None,
        passed=passed,
        done=_("Done {day}").format(day=day) if day else "",
        next_title=after.title if after else "",
        next_href=training_href(after.code) if after else "",
    )


def _field(code: str, asked: Asked, chosen: Mapping[str, int] | None, *, reads_answers: bool) -> Field:
    at = chosen.get(code) if chosen else None
    name = field_of(code)
    options = tuple(Option(str(place), one.words, name, place == at) for place, one in enumerate(asked.choices))
    value = "" if at is None else str(at)
    told = tuple(_all_told(asked)) if reads_answers else tuple(_told(asked, at))
    return Field(ONE, name, asked.title, asked.help, value, options, told)


def _told(asked: Asked, at: int | None) -> Iterator[Told]:
    """Why the choice is right or not; which other one is right is left to be found."""
    if at is not None:
        one = asked.choices[at]
        yield Told(_("Right") if one.right else _("Not this one"), one.right, "", one.feedback)


def _all_told(asked: Asked) -> Iterator[Told]:
    for one in asked.choices:
        yield Told(_("Right") if one.right else _("Not this one"), one.right, one.words, one.feedback)
