"""Adding a photo while writing an entry. It goes over HTTP at once, as files do; the entry's own text waits meanwhile.

A form cannot stand inside another: its fields stand where they belong, among those of the entry, and name the form they
are sent with.
"""

from typing import Any

import reflex as rx

from portfolio_app.core.languages import _, spoken
from portfolio_app.pages.pupil.evidence_form import (
    LONGEST_TITLE,
    photo_fields,
    sending,
    upload_attributes,
    when_kept,
)
from portfolio_app.skills.models import EvidenceKind
from portfolio_app.ui import cards
from portfolio_app.ui.buttons import button, plain_form
from portfolio_app.ui.fields import select_field, text_field

FORM = "entry-photo"
KEPT = "entry-photo-kept"


def photo_form(view: Any, on_kept: Any) -> rx.Component:
    """The form itself, without a field to see. It stands before the entry's, so that its fields are sent first."""
    about = {"id": FORM} | upload_attributes(KEPT, view.upload_bytes, view.too_large)
    return rx.fragment(
        plain_form(
            f"/files/evidence?language={spoken()}",
            "post",
            rx.el.input(type="hidden", name="request", default_value=view.photo_request),
            rx.el.input(type="hidden", name="kind", default_value=EvidenceKind.PHOTO.value),
            rx.el.input(type="hidden", name="from_entry", default_value="yes"),
            upload=True,
            class_name="hidden",
            custom_attrs=about,
            key=view.photo_request,
        ),
        when_kept(KEPT, on_kept),
    )


def photo_part(view: Any) -> rx.Component:
    """Its fields, to stand in the entry's form."""
    photo, question = photo_fields(form=FORM)
    fields = rx.el.div(
        photo,
        text_field(
            "title",
            _("What is in the photo?"),
            help=_("A few words. They are read aloud to whoever cannot see it."),
            field_id="photo-title",
            max_length=LONGEST_TITLE,
            form=FORM,
        ),
        question,
        select_field("capability", _("Which skill does it show?"), view.shows, form=FORM),
        *sending(),
        rx.el.div(button(_("Add this photo"), kind="secondary", type="submit", form=FORM)),
        class_name="mt-2 flex flex-col gap-5",
        custom_attrs={"data-of": FORM},
    )
    return cards.disclosure(_("Add a photo"), fields)
