"""Who signs for a pupil at home: the form, alike for the pupil and for the adults who look after them."""

from typing import Any

import reflex as rx

from portfolio_app.core.languages import _
from portfolio_app.marketplace.placements.families import FamilyForm
from portfolio_app.pages.frame import field_error
from portfolio_app.ui import text
from portfolio_app.ui.buttons import button, form, form_buttons
from portfolio_app.ui.fields import Choice, radio_cards, select_field, text_field


def family_typed(sent: dict[str, str | None]) -> FamilyForm:
    """What the form sends."""
    return FamilyForm.of(sent, prefix="family_")


def signs_at_home(
    family: Any, placement: Any, ways: list[Choice], lead: str, *, keep: Any, forget: Any
) -> rx.Component:
    """The section. `ways` are "mail", "phone" and "paper" in the words of the reader, `keep` takes what was typed."""
    optional = _("(optional)")
    fields = (
        text_field(
            "family_name",
            _("Name"),
            field_id="family_name",
            default_value=family.name,
            max_length=120,
            error=field_error("family_name"),
        ),
        select_field(
            "family_language",
            _("Language they read"),
            family.languages,
            default_value=family.language,
            error=field_error("family_language"),
        ),
        radio_cards(
            "family_way",
            _("How are they reached?"),
            ways,
            default_value=family.way,
            error=field_error("family_way"),
        ),
        text_field(
            "family_mail",
            _("E-mail address"),
            hint=optional,
            type="email",
            default_value=family.mail,
            max_length=254,
            error=field_error("family_mail"),
        ),
        text_field(
            "family_phone",
            _("Telephone"),
            hint=optional,
            type="tel",
            default_value=family.phone,
            max_length=30,
            error=field_error("family_phone"),
        ),
    )
    forgetting = rx.el.div(
        button(_("Forget this contact"), kind="secondary", on_click=forget),
        class_name="mt-3",
    )
    return rx.el.section(
        text.section_heading(_("Who signs at home")),
        text.muted(lead),
        rx.cond(family.said != "", text.muted(family.said, dir="auto"), rx.fragment()),
        form(
            rx.el.input(type="hidden", name="placement", default_value=placement),
            *fields,
            form_buttons(button(_("Save"), type="submit", kind="secondary")),
            on_submit=keep,
            key=family.name + family.language + family.way + family.mail + family.phone,
            class_name="flex flex-col gap-4 mt-3",
        ),
        rx.cond(family.known, forgetting, rx.fragment()),
        id="home",
        class_name="not-printed",
    )
