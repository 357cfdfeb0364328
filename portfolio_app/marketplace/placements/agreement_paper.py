"""An agreement as a PDF in two languages side by side: filled from what is agreed, with fields for whoever still has to
sign; or empty, with a field for everything, to print or to fill in on a screen.

ReportLab makes the fields. It sets letters one by one, so that scripts whose letters join (Arabic) or whose lines run
from the right are not set as they are written; names in them stand on the screen as they should.
"""

from asyncio import to_thread
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from io import BytesIO
from itertools import groupby
from typing import Any, TypeVar
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table
from sqlalchemy import select
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.core.audit import audit
from portfolio_app.core.database import writing
from portfolio_app.core.errors import Refused
from portfolio_app.core.fonts import FACES, coverage
from portfolio_app.core.languages import N_, _, format_date, speaking
from portfolio_app.marketplace.placements import policy
from portfolio_app.marketplace.placements.agreement_view import PARTY_NAMES, TERM_NAMES, WAY_NAMES, Said, terms_said
from portfolio_app.marketplace.placements.agreements import newest, terms_of
from portfolio_app.marketplace.placements.models import Party, Signature
from portfolio_app.schools.models import School

INK, QUIET, RULE = HexColor("#1d2430"), HexColor("#565e6b"), HexColor("#8a8578")
MARGIN = 48
COLUMN = (A4[0] - 2 * MARGIN) / 2
"""Points: two languages share a page of 210 by 297 mm."""
Made = TypeVar("Made")
TALL = frozenset({"tasks", "way_there"})
"""What is written about in several lines."""


@dataclass(frozen=True)
class Line:
    """A row of the paper: what it is about and what is said, in each of two languages; a field where it is `open`."""

    name: str
    labels: tuple[str, str]
    words: tuple[str, str] = ("", "")
    open: bool = False


class _Field(Flowable):
    """A field to fill in, as wide as its cell."""

    def __init__(self, name: str, tooltip: str, *, high: int) -> None:
        super().__init__()
        self.name, self.tooltip, self.high = name, tooltip, high

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        self.wide = aW
        return aW, self.high + 4

    def draw(self) -> None:
        form: Any = self.canv.acroForm  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownVariableType]
        form.textfield(
            name=self.name,
            tooltip=self.tooltip,
            width=self.wide,
            height=self.high,
            fontName="Helvetica",
            fontSize=10,
            borderWidth=0.5,
            borderColor=RULE,
            fillColor=HexColor("#ffffff"),
            textColor=INK,
            forceBorder=True,
            relative=True,
            fieldFlags="multiline" if self.high > 30 else "",
            maxlen=1500,
        )


async def agreement_paper(actor: Actor, placement_id: str, languages: tuple[str, str]) -> bytes:
    """The newest version of an agreement that the actor looks after, or what would be written down before there is one;
    with who has signed. Raises `NotFound`."""
    async with writing() as session:
        row = await policy.check_guides(session, actor, placement_id)
        latest = await newest(session, row.id)
        signed: dict[str, Signature] = {}
        if latest is not None:
            rows = await session.execute(select(Signature).where(col(Signature.agreement_id) == latest.id))
            signed = {one.party: one for one in rows.scalars()}
        pupil = (await session.get_one(Person, row.person_id)).name
        school = (await session.get_one(School, row.school_id)).name
        terms = latest.terms if latest else terms_of(row)
        audit(
            session,
            "marketplace.take_agreement",
            actor_id=actor.person_id,
            about_id=row.person_id,
            school_id=row.school_id,
            thing=f"placement:{row.id}",
        )

    def lines() -> list[Said]:
        return [Said(_("Pupil"), pupil), Said(_("School"), school), *terms_said(terms)]

    def version() -> str:
        if latest is None:
            return _("Not written down yet")
        written = _("Version {n}, written on {day}").format(n=latest.version, day=format_date(latest.made_at))
        kept = _("It is kept until {day}.").format(day=format_date(latest.keep_until))
        return f"{written}. {kept}"

    said = list(zip(*_both(languages, lines), strict=True))
    rows_of_terms = [
        Line(f"term-{number}", (one.what, other.what), (one.words, other.words))
        for number, (one, other) in enumerate(said)
    ]
    parties = [_party(party, signed.get(party), languages) for party in Party]
    return await to_thread(_paper, languages, rows_of_terms, parties, _both(languages, version))


async def empty_agreement(actor: Actor, languages: tuple[str, str]) -> bytes:
    """The same with nothing in it, for adults who book places. Raises `Refused`."""
    if not actor.has(*policy.GUIDES):
        raise Refused()
    names = {"pupil": N_("Pupil"), "school": N_("School"), **TERM_NAMES}
    lines = [Line(name, _both(languages, partial(_, what)), open=True) for name, what in names.items()]
    parties = [_party(party, None, languages) for party in Party]
    return await to_thread(_paper, languages, lines, parties, ("", ""))


def _both(languages: tuple[str, str], make: Callable[[], Made]) -> tuple[Made, Made]:
    """What `make` gives in each of the languages."""
    made: list[Made] = []
    for language in languages:
        with speaking(language):
            made.append(make())
    return made[0], made[1]


def _party(party: Party, signed: Signature | None, languages: tuple[str, str]) -> Line:
    def words() -> str:
        if signed is None:
            return ""
        return _("{name}, {day}, {way}").format(
            name=signed.name, day=format_date(signed.signed_at), way=_(WAY_NAMES[signed.way])
        )

    return Line(party, _both(languages, lambda: _(PARTY_NAMES[party])), _both(languages, words), open=signed is None)


def _paper(
    languages: tuple[str, str], lines: Sequence[Line], parties: Sequence[Line], versions: tuple[str, str]
) -> bytes:
    out = BytesIO()
    titles = _both(languages, lambda: _("Agreement about days at a workplace"))
    document: Any = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
        title=titles[0],
        author="Polku",
        subject=titles[1],
        lang=languages[0],
    )
    head = [[_text(title, "head") for title in titles]]
    if any(versions):
        head.append([_text(words, "quiet") for words in versions])
    story: list[Any] = [_table(head), Spacer(1, 10), *(_row(line) for line in lines), Spacer(1, 8)]
    promise = _both(
        languages,
        lambda: _(
            "The pupil stays a pupil: this is no employment, and nothing is paid. Other terms are a new agreement, "
            "which everybody signs anew."
        ),
    )
    sign = _both(languages, lambda: _("Signatures"))
    named, when = _both(languages, lambda: _("Name")), _both(languages, lambda: _("Day"))
    story += [_table([[_text(one, "quiet") for one in promise]]), Spacer(1, 8)]
    story += [_table([[_text(one, "head") for one in sign]])]
    story += [_signature(one, named, when) for one in parties]
    document.build(story)
    return out.getvalue()


def _row(line: Line) -> KeepTogether:
    labels = [_text(one, "label") for one in line.labels]
    if not line.open:
        return KeepTogether([_table([labels, [_text(one, "body") for one in line.words]])])
    field = _Field(line.name, " / ".join(line.labels), high=64 if line.name in TALL else 22)
    return KeepTogether([_table([labels]), field])


def _signature(line: Line, named: tuple[str, str], when: tuple[str, str]) -> KeepTogether:
    """Who has signed for a party; else where to write the name and the day, and to sign."""
    if not line.open:
        return _row(line)
    name = _Field(f"{line.name}-name", " / ".join((*line.labels, *named)), high=22)
    day = _Field(f"{line.name}-day", " / ".join((*line.labels, *when)), high=22)
    beneath = [_text(" / ".join(named), "quiet"), _text(" / ".join(when), "quiet"), ""]
    table = Table([[name, day, ""], beneath], colWidths=[COLUMN * 0.85, COLUMN * 0.45, COLUMN * 0.7])
    table.setStyle([("LINEBELOW", (2, 0), (2, 0), 0.7, RULE), ("VALIGN", (0, 0), (-1, -1), "BOTTOM")])
    return KeepTogether([_table([[_text(one, "label") for one in line.labels]]), table, Spacer(1, 6)])


def _table(rows: list[list[Any]]) -> Table:
    table = Table(rows, colWidths=[COLUMN, COLUMN])
    table.setStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (0, -1), 0),
            ("RIGHTPADDING", (1, 0), (1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 1),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
        ]
    )
    return table


def _text(words: str, kind: str) -> Paragraph:
    bold = kind in {"head", "label"}
    size = {"head": 14, "label": 9, "body": 11, "quiet": 8.5}[kind]
    style = ParagraphStyle(
        kind,
        fontName=_font(FACES[0].family, bold=bold),
        fontSize=size,
        leading=size * 1.3,
        textColor=QUIET if kind in {"quiet", "label"} else INK,
    )
    parts = groupby(words, key=_family)
    marked = "".join(
        f'<font name="{_font(family, bold=bold)}">{escape("".join(some))}</font>' for family, some in parts
    )
    return Paragraph(marked.replace("\n", "<br/>"), style)


@lru_cache
def _font(family: str, *, bold: bool) -> str:
    """The name by which ReportLab knows a font of our documents; it embeds of each what is used."""
    face = next(one for one in FACES if one.family == family)
    name = f"{family} Bold" if bold else family
    let_know: Any = pdfmetrics.registerFont  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    let_know(TTFont(name, face.bold_path if bold else face.regular_path))
    return name


def _family(char: str) -> str:
    """The first of our fonts that can show a character."""
    if char.isspace():
        return FACES[0].family
    return next((family for family, points in coverage().items() if ord(char) in points), FACES[0].family)
