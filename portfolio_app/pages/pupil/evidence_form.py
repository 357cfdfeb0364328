"""The form that adds evidence: words, a link, a photo or a PDF. It goes over HTTP (web/uploads.py), as files do."""

from typing import Any

import reflex as rx

from portfolio_app.core.languages import _, spoken
from portfolio_app.pages.drafting import draft_attributes, draft_status
from portfolio_app.skills.models import EvidenceKind, PeopleInIt
from portfolio_app.skills.origins import ORIGINS
from portfolio_app.ui import cards, text
from portfolio_app.ui.buttons import button, form_buttons, plain_form
from portfolio_app.ui.fields import Choice, file_field, radio_cards, select_field, text_area, text_field

ADDED = "evidence-added"
LONGEST_TITLE, LONGEST_WORDS, LONGEST_URL = 160, 4000, 1000
PHOTOS = "image/jpeg,image/png,image/webp"
"""What the server takes. Phones turn a picture into one of these when no other is asked for (HEIC above all)."""


def people_choices() -> list[Choice]:
    """The answers to "Is someone else in it, and did they agree?"."""
    return [
        Choice(PeopleInIt.NOBODY, _("Nobody else can be recognised")),
        Choice(PeopleInIt.AGREED, _("Somebody else, and they agreed")),
        Choice(
            PeopleInIt.NOT_ASKED,
            _("Somebody else, and I have not asked"),
            _("Then only you can see it until they agree."),
        ),
    ]


def _only_for(kind: EvidenceKind, *parts: rx.Component) -> rx.Component:
    """Shown while that kind is chosen; browsers that cannot tell show every kind's fields."""
    shown = {
        EvidenceKind.LINK: "group-has-[input[value=link]:checked]/kind:flex",
        EvidenceKind.PHOTO: "group-has-[input[value=photo]:checked]/kind:flex",
        EvidenceKind.PDF: "group-has-[input[value=pdf]:checked]/kind:flex",
    }
    return rx.el.div(*parts, class_name=f"flex flex-col gap-5 supports-[selector(:has(*))]:hidden {shown[kind]}")


def _kinds(adding: Any) -> rx.Component:
    return radio_cards(
        "kind",
        _("What do you want to add?"),
        [
            Choice(EvidenceKind.WORDS, _("Just words")),
            Choice(EvidenceKind.PHOTO, _("A photo")),
            Choice(EvidenceKind.PDF, _("A PDF")),
            Choice(EvidenceKind.LINK, _("A link")),
        ],
        default_value=adding.kind,
        beside=True,
    )


def photo_fields(*, people_in_it: Any = "", **attrs: Any) -> tuple[rx.Component, rx.Component]:
    """The photo, and the question that is asked of each; `attrs` go to every field (`form`)."""
    photo = file_field(
        "photo",
        _("Photo"),
        help=_("Place, time and camera are removed from it before it is saved."),
        accept=PHOTOS,
        **attrs,
    )
    question = _("Is someone else in it, and did they agree?")
    return photo, radio_cards("people_in_it", question, people_choices(), default_value=people_in_it, **attrs)


def origin_field(origin: Any) -> rx.Component:
    """Where it comes from; nobody has to say."""
    return select_field(
        "origin",
        _("Where does it come from?"),
        [Choice("", _("Not said")), *(Choice(one, _(words)) for one, words in ORIGINS.items())],
        help=_("Much of what shows a skill happens outside lessons."),
        hint=_("(optional)"),
        default_value=origin,
    )


def sending() -> tuple[rx.Component, rx.Component]:
    """How far a file has been sent, and what came of it."""
    return (
        rx.el.progress(value=0, max=100, hidden=True, aria_label=_("Sending"), class_name="bar max-w-reading"),
        rx.el.p(
            role="status",
            custom_attrs={"data-upload-status": ""},
            class_name="min-h-[1.45em] max-w-reading font-semibold",
        ),
    )


def when_kept(element_id: str, on_kept: Any) -> rx.Component:
    """What is pressed once a file has been kept: nobody sees it."""
    return rx.el.button(id=element_id, type="button", hidden=True, tab_index=-1, on_click=on_kept)


def _room(room: Any) -> rx.Component:
    return cards.progress_bar(_("Your space for files"), room.percent, room.said, element_id="room")


def evidence_form(code: Any, adding: Any, room: Any, most_bytes: Any, too_large: Any, on_added: Any) -> rx.Component:
    """The form for the capability `code`; `adding` is a `NewEvidence`, `room` a `RoomView`. A file of more than
    `most_bytes` is not sent, and `too_large` says so.

    `on_added` is the handler that loads the page's view anew once the evidence is kept.
    """
    about = draft_attributes(adding.draft, adding.draft_version) | upload_attributes(ADDED, most_bytes, too_large)
    fields = plain_form(
        f"/files/evidence?language={spoken()}",
        "post",
        rx.el.input(type="hidden", name="request", default_value=adding.request),
        rx.el.input(type="hidden", name="capability", default_value=code),
        _kinds(adding),
        text_field(
            "title",
            _("Name"),
            help=_("Keep it short, so that you can find it again."),
            default_value=adding.title,
            max_length=LONGEST_TITLE,
        ),
        _only_for(EvidenceKind.PHOTO, *photo_fields(people_in_it=adding.people_in_it)),
        _only_for(EvidenceKind.PDF, file_field("pdf", _("PDF"), accept="application/pdf")),
        _only_for(
            EvidenceKind.LINK,
            text_field(
                "url",
                _("Address of the page"),
                help=_("For example a film, a song or a page that you made."),
                default_value=adding.url,
                input_mode="url",
                max_length=LONGEST_URL,
                auto_complete="off",
                spell_check=False,
            ),
        ),
        text_area(
            "words",
            _("What does it show?"),
            help=_("What did you do, and how does it show this skill?"),
            default_value=adding.words,
            max_length=LONGEST_WORDS,
        ),
        origin_field(adding.origin),
        rx.el.div(draft_status(), *sending()),
        form_buttons(button(_("Add evidence"), type="submit", full=True)),
        upload=True,
        class_name="group/kind flex flex-col gap-5",
        custom_attrs=about,
        key=adding.request,
    )
    return text.stack(
        fields,
        when_kept(ADDED, on_added),
        _room(room),
        gap="gap-6",
    )


def upload_attributes(kept: str, most_bytes: Any, too_large: Any) -> dict[str, Any]:
    """What assets/polku.js reads of a form that sends a file: what to say meanwhile, and the id of the button
    (`when_kept`) that it presses in the end."""
    return {
        "data-upload": f"#{kept}",
        "data-upload-most": most_bytes,
        "data-upload-too-large": too_large,
        "data-upload-sending": _("Sending… {percent} %"),
        "data-upload-done": _("Saved."),
        "data-upload-failed": _("This could not be sent. What you typed is still here; try again."),
    }
