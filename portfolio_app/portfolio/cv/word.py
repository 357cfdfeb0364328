"""A CV as a Word file (DOCX), to go on writing in: real headings and styles, its language set, no text in pictures.

It has one column, whatever layout the PDF has: columns made of tables are read in the wrong order aloud.
"""

import io
import unicodedata
from datetime import date, datetime, time
from typing import Any, cast

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement  # pyright: ignore[reportUnknownVariableType]
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from portfolio_app.core.languages import speaking
from portfolio_app.core.typesetting import right_to_left
from portfolio_app.portfolio.cv.pieces import CvContent
from portfolio_app.portfolio.cv.wording import Item, sections, title_of, words

FONT = "Arial"
"""On every computer; ours is on none."""
TAGS = {"en": "en-GB", "fi": "fi-FI", "nb": "nb-NO", "nl": "nl-NL"}
INK, QUIET, ACCENT = RGBColor(0x1C, 0x24, 0x30), RGBColor(0x5A, 0x64, 0x72), RGBColor(0x1F, 0x5F, 0xA8)
DETAIL = "CV detail"
_NO_XML = "\ufffe\uffff"


def cv_docx(content: CvContent, made_on: date) -> bytes:
    """The CV as a DOCX file. The same content gives the same text; anything that somebody typed can stand in it."""
    document = docx.Document()
    with speaking(content.language):
        _prepare(document, content, made_on)
        _write(document, content)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _prepare(document: Document, content: CvContent, made_on: date) -> None:
    """Paper, styles, and what the file says of itself."""
    paper = document.sections[0]
    paper.page_width, paper.page_height = Mm(210), Mm(297)
    paper.left_margin = paper.right_margin = Mm(20)
    paper.top_margin = paper.bottom_margin = Mm(18)
    styles: Any = document.styles
    for name, size, colour in (
        ("Normal", 10.5, INK),
        ("Title", 24, INK),
        ("Heading 1", 13, ACCENT),
        ("Heading 2", 11, INK),
    ):
        font = styles[name].font
        font.name, font.size, font.color.rgb = FONT, Pt(size), colour
        fonts = styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
            fonts.attrib.pop(qn(attribute), None)
        fonts.set(qn("w:cs"), FONT)
    styles["Normal"].paragraph_format.space_after = Pt(3)
    styles["Heading 2"].paragraph_format.space_before = Pt(8)
    detail = styles.add_style(DETAIL, 1)
    detail.base_style = styles["Normal"]
    detail.font.color.rgb = QUIET
    detail.paragraph_format.keep_with_next = True
    _say_language(styles, TAGS.get(content.language, content.language))
    about = document.core_properties
    about.title, about.author = _plain(title_of(content))[:250], _plain(content.name)[:250]
    about.language = TAGS.get(content.language, content.language)
    about.comments = about.last_modified_by = ""
    about.created = about.modified = datetime.combine(made_on, time())


def _say_language(styles: Any, tag: str) -> None:
    """The language of all text, for whoever has it read aloud or spelt."""
    for properties in styles.element.iter(qn("w:rPrDefault")):
        for known in list(properties.iter(qn("w:lang"))):
            known.getparent().remove(known)
        language = _element("w:lang")
        language.set(qn("w:val"), tag)
        properties.find(qn("w:rPr")).append(language)


def _write(document: Document, content: CvContent) -> None:
    said = words(content)
    _add(document, content.name.strip() or title_of(content), "Title")
    if content.contact.lines:
        _add(document, " · ".join(content.contact.lines), DETAIL)
    if content.about:
        _add(document, said["about"], "Heading 1")
        for line in content.about:
            _add(document, line)
    if content.skills:
        _add(document, said["skills"], "Heading 1")
        _add(document, " · ".join(content.skills))
    if content.school:
        _add(document, said["school"], "Heading 1")
        _add(document, " · ".join(part for part in (content.school.name, content.school.class_name) if part))
    for section in sections(content):
        _add(document, section.heading, "Heading 1")
        for item in section.items:
            _item(document, item)
    if not content.pieces:
        _add(document, said["empty"], DETAIL)
    if said["source"]:
        _add(document, said["source"], DETAIL)


def _item(document: Document, item: Item) -> None:
    _add(document, item.title, "Heading 2")
    if item.detail:
        _add(document, item.detail, DETAIL)
    for text in (item.text, item.learned):
        if text:
            _add(document, text)


def _add(document: Document, text: str, style: str = "Normal") -> Paragraph:
    plain = _plain(text)
    paragraph = document.add_paragraph(style=style)
    run = paragraph.add_run(plain)
    if right_to_left(plain):
        properties: Any = paragraph.paragraph_format.element  # python-docx has no word for a paragraph's direction
        properties.get_or_add_pPr().append(_element("w:bidi"))
        run.font.rtl = True
        paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT  # which is the right-hand side there
    return paragraph


def _element(name: str) -> Any:
    """A new element of the file's XML, for what python-docx has no word for."""
    return cast(Any, OxmlElement)(name)


def _plain(text: str) -> str:
    """`text` without what no XML file can hold."""
    line = " ".join(text.split())
    return "".join(char for char in line if unicodedata.category(char) not in ("Cc", "Cs") and char not in _NO_XML)
