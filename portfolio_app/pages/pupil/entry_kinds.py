"""The parts of an entry's form that depend on what was chosen in it: the words of its kind, and by which questions
somebody looks back. All fields stay where they are: choosing something else hides some and empties none.
"""

from collections.abc import Callable
from typing import Any

import reflex as rx

from portfolio_app.core.languages import _, month_names
from portfolio_app.pages.frame import field_error
from portfolio_app.portfolio.kinds import KINDS, KindWords
from portfolio_app.portfolio.models import EntryKind, Scaffold
from portfolio_app.ui import text
from portfolio_app.ui.fields import (
    Choice,
    checkbox,
    error_place,
    key_of,
    radio_cards,
    select_field,
    text_area,
    text_field,
)

_WHERE_HAS_WORKS = "supports-[selector(:has(*))]"
"""Browsers that cannot tell what is chosen show the words of an experience, and both ways to look back."""


def by_kind(words: Callable[[KindWords], str]) -> rx.Component:
    """The words of the kind that is chosen in the form around."""
    kinds: dict[str, list[EntryKind]] = {}
    for kind, of_kind in KINDS.items():
        kinds.setdefault(words(of_kind), []).append(kind)
    usual = words(KINDS[EntryKind.EXPERIENCE])
    return rx.el.span(
        *(
            rx.el.span(
                _(said),
                class_name=" ".join(
                    (
                        f"{_WHERE_HAS_WORKS}:hidden" if said == usual else "hidden",
                        *(f"group-has-[option[value={kind}]:checked]/kind:inline" for kind in those),
                    )
                ),
            )
            for said, those in kinds.items()
        )
    )


def kind_and_when(view: Any) -> tuple[rx.Component, ...]:
    """What it is, what it is called, and when and where it was."""
    return (
        rx.el.div(
            select_field(
                "kind",
                _("What is it?"),
                [Choice(kind, _(words.name)) for kind, words in KINDS.items()],
                default_value=view.kind,
                error=field_error("kind"),
                custom_attrs={"aria-describedby": "kind-meaning"},
            ),
            rx.el.p(
                by_kind(lambda kind: kind.meaning),
                id="kind-meaning",
                class_name="mt-1 text-sm text-muted max-w-reading",
            ),
        ),
        text_field(
            "title",
            _("Title"),
            default_value=view.title,
            error=field_error("title"),
            max_length=160,
            required=True,
            custom_attrs={"dir": "auto"},
        ),
        rx.el.div(
            _day("from", by_kind(lambda kind: kind.began), view.began),
            _day("to", by_kind(lambda kind: kind.ended), view.ended),
            class_name="grid gap-5 md:grid-cols-2 max-w-reading",
        ),
        rx.el.div(
            checkbox("ongoing", _("It goes on"), default_checked=view.ongoing),
            class_name="-mt-3 group-has-[option[value=qualification]:checked]/kind:hidden",
        ),
        text_field(
            "place",
            by_kind(lambda kind: kind.place),
            hint=_("(optional)"),
            default_value=view.place,
            error=field_error("place"),
            max_length=160,
            custom_attrs={"dir": "auto"},
        ),
    )


def _day(name: str, legend: rx.Component, chosen: Any) -> rx.Component:
    """A day, of which the month and the year will do."""
    first = f"{name}_year"

    def number(part: str, label: str, value: Any, width: str) -> rx.Component:
        field_id = f"{name}_{part}"
        described = {"aria-describedby": f"{name}-help {first}-error"} if part == "year" else {}
        return rx.el.div(
            rx.el.label(label, html_for=field_id, class_name="block text-sm mb-1"),
            rx.el.input(
                name=field_id,
                type="text",
                input_mode="numeric",
                max_length=4 if part == "year" else 2,
                default_value=value,
                class_name="field-control",
                custom_attrs={"id": field_id, "autoComplete": "off"} | described,
            ),
            class_name=width,
        )

    months = [Choice("", "–"), *(Choice(str(n), month) for n, month in enumerate(month_names(), 1))]
    return rx.el.fieldset(
        rx.el.legend(
            legend,
            " ",
            rx.el.span(_("(optional)"), class_name="font-normal text-muted"),
            class_name="mb-1 font-semibold",
        ),
        rx.el.div(
            number("day", _("Day"), chosen.day, "w-16"),
            rx.el.div(
                rx.el.label(_("Month"), html_for=f"{name}_month", class_name="block text-sm mb-1"),
                rx.el.select(
                    *(rx.el.option(one.label, value=one.value) for one in months),
                    name=f"{name}_month",
                    default_value=chosen.month,
                    key=chosen.month,
                    class_name="field-control",
                    custom_attrs={"id": f"{name}_month"},
                ),
                class_name="flex-1 min-w-28",
            ),
            number("year", _("Year"), chosen.year, "w-20"),
            class_name="flex gap-2",
        ),
        rx.el.p(_("The year will do."), id=f"{name}-help", class_name="mt-1 text-sm text-muted"),
        error_place(first, field_error(first)),
        class_name="min-w-0",
    )


def looking_back(view: Any) -> tuple[rx.Component, ...]:
    """What happened, and the way of looking back that the writer chooses."""
    return (
        text_area(
            "happened",
            by_kind(lambda kind: kind.asks),
            help=_("Who, where, when. Two sentences are enough."),
            default_value=view.happened,
            error=field_error("happened"),
        ),
        rx.el.div(
            radio_cards(
                "scaffold",
                _("How do you want to look back?"),
                [
                    Choice(
                        Scaffold.QUESTIONS, _("With questions"), _("What you noticed, what you learned, what is next.")
                    ),
                    Choice(Scaffold.DIALS, _("With the career buttons"), _("Where you stood between two words.")),
                ],
                help=_("You can use both. What you wrote in one stays when you choose the other."),
                default_value=view.scaffold,
                beside=True,
            ),
            class_name="max-w-reading",
        ),
        _only_for(
            Scaffold.QUESTIONS,
            text_area(
                "noticed",
                _("What did you notice?"),
                help=_("About yourself, about others, about the work."),
                default_value=view.noticed,
                error=field_error("noticed"),
            ),
            text_area("learned", _("What did you learn?"), default_value=view.learned, error=field_error("learned")),
            text_area(
                "try_next", _("What will you try next?"), default_value=view.try_next, error=field_error("try_next")
            ),
        ),
        _only_for(
            Scaffold.DIALS,
            text.muted(_("Choose those that fit. Neither end is better than the other.")),
            rx.foreach(view.dials, _dial),
        ),
    )


def _only_for(scaffold: Scaffold, *parts: Any) -> rx.Component:
    shown = {
        Scaffold.QUESTIONS: "group-has-[input[value=questions]:checked]/kind:flex",
        Scaffold.DIALS: "group-has-[input[value=dials]:checked]/kind:flex",
    }
    return rx.el.div(*parts, class_name=f"flex flex-col gap-5 {_WHERE_HAS_WORKS}:hidden {shown[scaffold]}")


def _dial(dial: Any) -> rx.Component:
    """One dial: its two words with five places between them, a way to leave it out, and a line on why."""
    name, words = "dial:" + dial.code, "dial-words:" + dial.code

    def place(one: Any) -> rx.Component:
        return rx.el.label(
            rx.el.input(
                type="radio",
                name=name,
                value=one.value,
                default_checked=one.chosen,
                key=key_of(one.chosen),
                class_name="choice-mark",
                aria_label=one.label,
            ),
            class_name="choice inline-flex items-center justify-center size-11 cursor-pointer",
        )

    none = rx.el.label(
        rx.el.input(
            type="radio",
            name=name,
            value="",
            default_checked=dial.step == 0,
            key=key_of(dial.step == 0),
            class_name="choice-mark",
        ),
        rx.el.span(_("Leave it out")),
        class_name="choice inline-flex items-center gap-3 min-h-11 cursor-pointer",
    )
    return rx.el.fieldset(
        rx.el.legend(dial.name, class_name="font-semibold"),
        text.muted(dial.meaning),
        rx.el.div(
            rx.el.div(
                rx.el.span(dial.first),
                rx.el.span(dial.second, class_name="text-end"),
                class_name="flex justify-between gap-4 text-sm",
                aria_hidden="true",
            ),
            rx.el.div(rx.foreach(dial.places, place), class_name="flex justify-between"),
            class_name="mt-2 max-w-96",
        ),
        none,
        rx.el.label(_("Why there?"), html_for=words, class_name="block text-sm mb-1"),
        rx.el.input(
            name=words,
            default_value=dial.words,
            max_length=1000,
            class_name="field-control",
            custom_attrs={"id": words, "dir": "auto"},
        ),
        class_name="min-w-0 max-w-reading",
        key=dial.code,
    )
