"""What a lesson in a box is made of: which meeting, which language, for which day."""

from typing import Any

import reflex as rx

from portfolio_app.core.languages import _, spoken
from portfolio_app.learning.teaching.box_document import PATH
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import download_form
from portfolio_app.ui.fields import checkbox, select_field, text_field


def box_form(box: Any, *, of_class: bool = False) -> rx.Component:
    """The choice, folded. `of_class`: the class may stand on it. Nothing where there is no module."""
    hidden = [("module", box.module), ("class", box.class_id), ("language", spoken())]
    return rx.cond(
        box.module != "",
        cards.disclosure(
            _("Lesson in a box (PDF)"),
            text.muted(
                _(
                    "For whoever stands in: a page to run it by, notes, texts to copy, cards to cut. It has the "
                    "answers: keep it from pupils. Nothing about any pupil is in it."
                ),
                class_name="mb-4",
            ),
            download_form(
                PATH,
                *[rx.el.input(type="hidden", name=name, default_value=value) for name, value in hidden],
                select_field(
                    "meeting",
                    _("Which meeting?"),
                    box.meetings,
                    every=_("All of it"),
                    field_id="box-meeting-" + box.key,
                ),
                select_field(
                    "text",
                    _("Language of the lesson"),
                    box.languages,
                    default_value=box.chosen_language,
                    field_id="box-text-" + box.key,
                ),
                text_field(
                    "day",
                    _("Day"),
                    type="date",
                    hint=_("(optional)"),
                    field_id="box-day-" + box.key,
                    width="max-w-56",
                ),
                *(
                    [checkbox("named", _("Name of the class on it"), field_id="box-named-" + box.key)]
                    if of_class
                    else []
                ),
                label=_("Make the PDF"),
                busy=_("Making your PDF…"),
                icon=icons.download,
                key=box.key,
            ),
        ),
        rx.fragment(),
    )
