"""A CV as a PDF, in one of two layouts, on no more pages than were asked for.

What a text takes on paper is known only once it is set. So it is set, the pages are counted, and entries that begin or
end beyond the last one are left out, from the end on; that is set again until it fits. Whoever asked is told which.
"""

import io
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf

from portfolio_app.core.languages import speaking
from portfolio_app.core.typesetting import SetDocument, one_line, right_to_left, typeset
from portfolio_app.portfolio.cv.models import Layout
from portfolio_app.portfolio.cv.pieces import CvContent, in_order
from portfolio_app.portfolio.cv.wording import Section, sections, title_of, words

TEMPLATE = Path(__file__).parent.parent / "templates" / "cv.typ"


@dataclass(frozen=True)
class FittedCv:
    """A CV that fits: the PDF, and the ids of the entries that found no room in it, in the order of the CV."""

    document: SetDocument
    left_out: tuple[str, ...] = ()


async def cv_pdf(content: CvContent, layout: Layout, pages: int, made_on: date) -> FittedCv:
    """The CV as PDF/UA-1 on at most `pages` pages of A4."""
    left_out: list[str] = []
    while True:
        made = await _set(content, layout, made_on)
        beyond, count = _beyond(made.pdf, pages)
        if count <= pages or not content.pieces:
            return FittedCv(made, tuple(left_out))
        ordered = in_order(content.pieces)
        # Those that begin beyond the last page; the last of all, where only what comes after it does.
        fits = min(len(ordered) - max(beyond, 1), len(ordered) - 1)
        left_out = [piece.id for piece in ordered[fits:]] + left_out
        content = replace(content, pieces=ordered[:fits])


async def _set(content: CvContent, layout: Layout, made_on: date) -> SetDocument:
    with speaking(content.language):
        told = _told(content) | {"layout": layout.value}
        title = title_of(content)
    return await typeset(TEMPLATE, told, language=content.language, title=title, made_on=made_on)


def _beyond(pdf: bytes, pages: int) -> tuple[int, int]:
    """How many entries begin after that many pages, and how many pages there are. Each entry is kept whole, and has a
    bookmark of the second level."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        numbers = {str(page.objgen): number for number, page in enumerate(opened.pages)}
        with opened.open_outline() as outline:
            starts = [numbers[_page_of(item)] for section in outline.root for item in section.children]
        return sum(start >= pages for start in starts), len(opened.pages)


def _page_of(item: Any) -> str:
    destination = item.destination if item.destination is not None else item.action.D
    return str(destination[0].objgen)


def _told(content: CvContent) -> dict[str, object]:
    """The CV as the template reads it."""
    school = content.school
    return {
        "owner": one_line(content.name.strip() or title_of(content), longest=20),
        "contact": [one_line(line) for line in content.contact.lines],
        "about": [one_line(line) for line in content.about],
        "school": [one_line(part) for part in (school.name, school.class_name) if part] if school else [],
        "skills": [one_line(skill) for skill in content.skills],
        "sections": [_section(section) for section in sections(content)],
        "words": words(content),
    }


def _section(section: Section) -> dict[str, object]:
    return {
        "heading": section.heading,
        "items": [
            {
                "title": one_line(item.title),
                "detail": one_line(item.detail),
                "texts": [one_line(text) | {"rtl": right_to_left(text)} for text in (item.text, item.learned) if text],
            }
            for item in section.items
        ],
    }
