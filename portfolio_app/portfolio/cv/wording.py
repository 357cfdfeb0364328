"""What a document says of a CV, in the language being spoken: the same in the PDF and in the Word file."""

from dataclasses import dataclass

from portfolio_app.core.languages import N_, _
from portfolio_app.esco.searching import IN_DOCUMENTS
from portfolio_app.portfolio.cv.pieces import (
    LONGEST_LEARNED,
    LONGEST_TEXT,
    SECTIONS,
    CvContent,
    Piece,
    in_order,
    shortened,
)
from portfolio_app.portfolio.models import EntryKind
from portfolio_app.portfolio.when import when_words

HEADINGS = {
    EntryKind.WORK: N_("Work experience"),
    EntryKind.QUALIFICATION: N_("Qualifications"),
    EntryKind.ACHIEVEMENT: N_("Achievements"),
    EntryKind.PROJECT: N_("Projects"),
    EntryKind.EXPERIENCE: N_("Experience"),
    EntryKind.INFORMAL: N_("Learned outside school"),
    EntryKind.REFLECTION: N_("What I think about"),
}


@dataclass(frozen=True)
class Item:
    """An entry as a CV tells it."""

    id: str
    title: str
    detail: str
    """When and where."""
    text: str
    learned: str


@dataclass(frozen=True)
class Section:
    """Entries of one kind, the latest first."""

    heading: str
    items: tuple[Item, ...]


def title_of(content: CvContent) -> str:
    """What the document is called."""
    name = content.name.strip()
    return _("CV of {name}").format(name=name) if name else _("CV")


def sections(content: CvContent) -> tuple[Section, ...]:
    """The entries as a CV has them."""
    ordered = in_order(content.pieces)
    return tuple(
        Section(_(HEADINGS[kind]), tuple(_item(piece) for piece in ordered if piece.kind is kind))
        for kind in SECTIONS
        if any(piece.kind is kind for piece in ordered)
    )


def _item(piece: Piece) -> Item:
    when = when_words(piece.kind, piece.began, piece.ended, ongoing=piece.ongoing)
    return Item(
        id=piece.id,
        title=piece.title.strip() or _("Untitled"),
        detail=" · ".join(part for part in (piece.place, when) if part),
        text=shortened(piece.text, LONGEST_TEXT),
        learned=shortened(piece.learned, LONGEST_LEARNED),
    )


def words(content: CvContent) -> dict[str, str]:
    """What stands around what its owner wrote."""
    return {
        "contact": _("Contact"),
        "about": _("About me"),
        "school": _("School"),
        "skills": _("Skills"),
        "source": _(IN_DOCUMENTS) if content.skills else "",
        "empty": _("There is nothing in this CV yet."),
    }
