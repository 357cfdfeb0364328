"""A portfolio as JSON Resume 1.x, which many programs that make a CV read: what of it has a place there."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from portfolio_app.core.languages import _
from portfolio_app.portfolio.cv.json_resume import SCHEMA, VERSION, sections_of
from portfolio_app.portfolio.cv.pieces import Piece
from portfolio_app.portfolio.models import EntryKind
from portfolio_app.portfolio.takeout.reading import Portfolio

Fields = dict[str, Any]


def json_resume(portfolio: Portfolio) -> Fields:
    """The document; labels in the language being spoken."""
    return {
        "$schema": SCHEMA,
        "basics": _without_nothing({"name": portfolio.name, "summary": portfolio.about_me}),
        "skills": _skills(portfolio),
        **sections_of(_piece(portfolio, entry) for entry in portfolio.entries),
        "interests": [{"name": one} for one in portfolio.pathways],
        "references": [_reference(portfolio, voice) for voice in portfolio.voices],
        "meta": {"version": VERSION, "lastModified": portfolio.made_at[:19]},
    }


def _skills(portfolio: Portfolio) -> list[Fields]:
    """Each skill with what its owner said last, and the titles of the evidence for it."""
    shown = sorted((row["capability"], row["evidence_id"]) for row in portfolio.rows("evidence_capabilities"))
    titles = {row["id"]: row["title"] for row in portfolio.rows("evidence")}
    evidence = {code: [titles[one] for _code, one in some] for code, some in groupby(shown, key=lambda pair: pair[0])}
    return [
        _without_nothing(
            {
                "name": portfolio.skill(row),
                "level": portfolio.answer(row),
                "keywords": evidence.get(row["capability"], []),
            }
        )
        for row in portfolio.assessments_now
    ]


def _piece(portfolio: Portfolio, entry: Mapping[str, Any]) -> Piece:
    """An entry as a CV sees it: what nobody said a day of began when it was written."""
    links = [one["url"] for one in portfolio.evidence_of(entry["id"]) if one["url"]]
    return Piece(
        id=entry["id"],
        kind=EntryKind(entry["kind"]),
        title=entry["title"],
        place=entry["place"],
        began=entry["began"] or str(entry["made_at"])[:10],
        ended=entry["ended"],
        ongoing=entry["ongoing"],
        text=entry["happened"],
        learned=entry["learned"],
        more=(entry["noticed"], entry["try_next"]),
        link=links[0] if links else "",
        tags=tuple(portfolio.skill(one) for one in portfolio.skills_of(entry["id"])),
    )


def _reference(portfolio: Portfolio, voice: Mapping[str, Any]) -> Fields:
    said = ": ".join(filter(None, (portfolio.skill(voice), portfolio.answer(voice))))
    name = ", ".join(filter(None, (voice["giver"] or _("A teacher"), voice["organisation"])))
    return {"name": name, "reference": ". ".join(filter(None, (said, voice["reason"])))}


def _without_nothing(fields: Fields) -> Fields:
    return {name: value for name, value in fields.items() if value}
