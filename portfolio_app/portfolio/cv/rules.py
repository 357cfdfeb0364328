"""What to look at before a CV is sent, and what would make a profile better: plain rules, each with what to do.

They run here and on nothing but what the CV holds. There is no score and no order of importance beyond this one: what
should not be in it, what is missing, what is cut.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from portfolio_app.core.languages import N_, _, spoken
from portfolio_app.core.typesetting import settable
from portfolio_app.portfolio.cv.personal_data import Personal, found_in
from portfolio_app.portfolio.cv.pieces import CvContent, Piece, is_cut
from portfolio_app.portfolio.models import EntryKind

DATED = (EntryKind.WORK, EntryKind.QUALIFICATION, EntryKind.ACHIEVEMENT, EntryKind.PROJECT)
PLACED = {
    EntryKind.WORK: N_("“{title}” does not say where you worked."),
    EntryKind.QUALIFICATION: N_("“{title}” does not say who gave it to you."),
}
"""Kinds that say little without a place, and what is said then."""
PROVED = (EntryKind.QUALIFICATION, EntryKind.ACHIEVEMENT)
"""Kinds that are a claim by themselves."""

OF_THE_PAPER = frozenset({"no-contact", "long", "characters"})
"""Findings that concern the document, not what it is made of."""
PERSONAL = {
    Personal.ID_NUMBER: N_("{where} seems to hold an identity number. No employer needs it before you are hired."),
    Personal.BIRTH_DATE: N_("{where} seems to hold a date of birth. A CV does without."),
    Personal.ADDRESS: N_("{where} seems to hold a street address. The town is enough."),
    Personal.PHONE: N_("{where} seems to hold a phone number. Other people’s numbers are theirs to give."),
    Personal.EMAIL: N_("{where} seems to hold an e-mail address. Yours belongs to the contact lines."),
}


@dataclass(frozen=True)
class Finding:
    """Something to look at: what it is, what to do, and where; `href` is an address or a place on the CV's own page."""

    code: str = ""
    what: str = ""
    do: str = ""
    href: str = ""


def findings(content: CvContent, today: date) -> tuple[Finding, ...]:
    """All that the rules say of a CV, in their order. Entries in their own order within each rule."""
    return tuple(findings_in_turn(content, today))


def findings_in_turn(content: CvContent, today: date) -> Iterator[Finding]:
    """The same, each looked for when it is asked for."""
    return (found for rule in _RULES for found in rule(content, today))


def _page(path: str, **query: str) -> str:
    return f"/{spoken()}{path}" + (f"?{urlencode(query)}" if query else "")


def _change(piece: Piece) -> str:
    return _page("/entry-form", id=piece.id)


def _personal(content: CvContent, today: date) -> Iterator[Finding]:
    """Personal data in what goes from hand to hand. An address or a number among the contact lines is meant."""
    for piece in content.pieces:
        where = _("“{title}”").format(title=piece.title)
        text = "\n".join((piece.title, piece.place, piece.text, piece.learned))
        for kind in found_in(text, today):
            yield Finding(kind.value, _(PERSONAL[kind]).format(where=where), _("Change the entry"), _change(piece))
    for kind in found_in("\n".join(content.about), today):
        said = _(PERSONAL[kind]).format(where=_("What you say about yourself"))
        yield Finding(kind.value, said, _("Change your lines"), _page("/about-me"))
    for kind in found_in("\n".join((content.contact.town, content.contact.link)), today):
        if kind in (Personal.ID_NUMBER, Personal.BIRTH_DATE, Personal.ADDRESS):
            said = _(PERSONAL[kind]).format(where=_("A contact line"))
            yield Finding(kind.value, said, _("Change the contact lines"), "#town")


def _empty(content: CvContent, _today: date) -> Iterator[Finding]:
    if not content.pieces:
        what = _("No entry is in your CV yet.")
        yield Finding("no-entries", what, _("Write an entry"), _page("/entry-form"))
    if not content.contact.email and not content.contact.phone:
        what = _("Nobody who reads your CV can reach you: there is no e-mail address and no phone number.")
        yield Finding("no-contact", what, _("Add a contact line"), "#email")
    if not content.about:
        what = _("Nothing says who you are yet. Up to three lines of your own will do.")
        yield Finding("no-about", what, _("Write about yourself"), _page("/about-me"))


def _without_evidence(content: CvContent, _today: date) -> Iterator[Finding]:
    for piece in content.pieces:
        if not piece.evidence and (piece.claims or piece.kind in PROVED):
            what = _("“{title}” says what you can do, and nothing shows it yet. A photo, a file or a link would.")
            yield Finding("no-evidence", what.format(title=piece.title), _("Add evidence"), _change(piece))


def _without_days(content: CvContent, _today: date) -> Iterator[Finding]:
    for piece in content.pieces:
        if piece.kind in DATED and not (piece.began or piece.ended):
            what = _("“{title}” does not say when it was. The year will do.")
            yield Finding("no-dates", what.format(title=piece.title), _("Say when it was"), _change(piece))


def _without_place(content: CvContent, _today: date) -> Iterator[Finding]:
    for piece in content.pieces:
        if piece.kind in PLACED and not piece.place:
            what = _(PLACED[piece.kind]).format(title=piece.title)
            yield Finding("no-place", what, _("Say where it was"), _change(piece))


def _without_words(content: CvContent, _today: date) -> Iterator[Finding]:
    for piece in content.pieces:
        if not piece.text and not piece.learned:
            what = _("“{title}” has a title and no text. Two sentences help whoever does not know it.")
            yield Finding("no-text", what.format(title=piece.title), _("Write two sentences"), _change(piece))


def _cut(content: CvContent, _today: date) -> Iterator[Finding]:
    for piece in content.pieces:
        if is_cut(piece):
            what = _("“{title}” is long: the CV has its first sentences alone. Put what matters most first.")
            yield Finding("long", what.format(title=piece.title), _("Look at the entry"), _change(piece))


def _without_skills(content: CvContent, _today: date) -> Iterator[Finding]:
    if content.pieces and not content.skills and content.skills_are_esco:
        what = _("No skill is named yet. You can look for the skills in what you have done.")
        yield Finding("no-skills", what, _("Find skills"), _page("/tagging", entry=content.pieces[0].id))


def _not_settable(content: CvContent, _today: date) -> Iterator[Finding]:
    text = "".join((content.name, *content.about, *(p.title + p.place + p.text + p.learned for p in content.pieces)))
    if missing := settable(text)[1]:
        what = _("The PDF cannot show these characters and has a box instead: {characters}")
        shown = " ".join(sorted(missing)[:20])
        yield Finding("characters", what.format(characters=shown), _("Open my portfolio"), _page("/portfolio"))


_RULES: tuple[Callable[[CvContent, date], Iterator[Finding]], ...] = (
    _personal,
    _empty,
    _without_evidence,
    _without_days,
    _without_place,
    _without_words,
    _cut,
    _without_skills,
    _not_settable,
)
