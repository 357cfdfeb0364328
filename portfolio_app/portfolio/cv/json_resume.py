"""A CV as JSON Resume (jsonresume.org, schema 1.x): where each kind of entry goes, for a CV and for a takeout.

Nothing is left out or shortened: it is read by programs. What the schema has no place for goes to `projects`, whose
`type` says of which kind it is, so that it can be told apart when it comes back.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from portfolio_app.portfolio.cv.pieces import CvContent, Piece
from portfolio_app.portfolio.models import EntryKind

SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"
VERSION = "v1.0.0"

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_LINK = re.compile(r"https?://\S+")


def resume(content: CvContent, *, last_modified: str = "") -> dict[str, Any]:
    """The document as JSON-able values; `last_modified` is a moment in ISO 8601, "" for none."""
    found = sections_of(content.pieces)
    if content.school:
        found["education"] = [_said({"institution": content.school.name, "area": content.school.class_name})]
    if content.skills:
        found["skills"] = [{"name": name} for name in content.skills]
    meta = _said({"version": VERSION, "lastModified": last_modified, "language": content.language})
    return {"$schema": SCHEMA, "basics": _basics(content), **found, "meta": meta}


def sections_of(pieces: Iterable[Piece]) -> dict[str, list[dict[str, Any]]]:
    """Entries where the schema has a place for their kind, by the name of the section, in their order."""
    found: dict[str, list[dict[str, Any]]] = {}
    for piece in pieces:
        section, item = _WHERE.get(piece.kind, _as_project)(piece)
        found.setdefault(section, []).append(item)
    return found


def _basics(content: CvContent) -> dict[str, Any]:
    contact = content.contact
    return _said(
        {
            "name": content.name,
            "summary": "\n".join(content.about),
            "email": contact.email if _EMAIL.fullmatch(contact.email) else "",
            "phone": contact.phone,
            "url": contact.link if _LINK.fullmatch(contact.link) else "",
            "location": _said({"city": contact.town}),
        }
    )


def _as_work(piece: Piece) -> tuple[str, dict[str, Any]]:
    said = {"name": piece.place, "position": piece.title, "url": piece.link, "summary": piece.text}
    return "work", _said(said | _days(piece) | _learned(piece))


def _as_award(piece: Piece) -> tuple[str, dict[str, Any]]:
    text = "\n\n".join(part for part in (piece.text, piece.learned, *piece.more) if part)
    date = piece.ended or piece.began
    return "awards", _said({"title": piece.title, "date": date, "awarder": piece.place, "summary": text})


def _as_certificate(piece: Piece) -> tuple[str, dict[str, Any]]:
    said = {"name": piece.title, "date": piece.began, "issuer": piece.place, "url": piece.link, "summary": piece.text}
    return "certificates", _said(said | {"endDate": piece.ended} | _learned(piece))


def _as_project(piece: Piece) -> tuple[str, dict[str, Any]]:
    said = {"name": piece.title, "entity": piece.place, "type": piece.kind.value, "url": piece.link}
    return "projects", _said(
        said | {"description": piece.text, "keywords": list(piece.tags)} | _days(piece) | _learned(piece)
    )


_WHERE: Mapping[EntryKind, Callable[[Piece], tuple[str, dict[str, Any]]]] = {
    EntryKind.WORK: _as_work,
    EntryKind.ACHIEVEMENT: _as_award,
    EntryKind.QUALIFICATION: _as_certificate,
}


def _days(piece: Piece) -> dict[str, Any]:
    """From when until when; without an end it goes on, so what does not ends when it began."""
    return {"startDate": piece.began, "endDate": "" if piece.ongoing else piece.ended or piece.began}


def _learned(piece: Piece) -> dict[str, Any]:
    return {"highlights": [text for text in (piece.learned, *piece.more) if text]}


def _said(item: Mapping[str, Any]) -> dict[str, Any]:
    """What was said of it: the schema takes no empty dates, addresses or names for a thing that is not there."""
    return {name: value for name, value in item.items() if value}
