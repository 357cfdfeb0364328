"""What the page of a CV shows: its choices or a proposal, what to look at, and whether it fits."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.database import reading
from portfolio_app.core.drafts import KeptDraft, load_draft, ticked, typed_text
from portfolio_app.core.languages import NAMES, _, format_list, languages, ngettext, spoken
from portfolio_app.portfolio.cv.actions import DRAFT, LONGEST
from portfolio_app.portfolio.cv.checklist import cv_now
from portfolio_app.portfolio.cv.models import Cv, Layout
from portfolio_app.portfolio.cv.own_cv import fit_key
from portfolio_app.portfolio.cv.pieces import Piece, in_order
from portfolio_app.portfolio.cv.rules import Finding
from portfolio_app.portfolio.cv.shareable import cv_thing
from portfolio_app.portfolio.kinds import kind_name
from portfolio_app.portfolio.policy import may_keep_a_portfolio
from portfolio_app.portfolio.when import when_words
from portfolio_app.sharing.link_views import OwnLink, own_link
from portfolio_app.sharing.models import Kind
from portfolio_app.sharing.queries import WhoCanSee, who_can_see

MOST_OFFERED = 60  # entries: those that are chosen, then the newest


@dataclass(frozen=True)
class OfferedPiece:
    """An entry that can be ticked."""

    id: str = ""
    title: str = ""
    detail: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class Download:
    """The CV in one language, in its three forms."""

    language: str = ""
    name: str = ""
    pdf: str = ""
    docx: str = ""
    json: str = ""


@dataclass(frozen=True)
class CvView:
    """One's own CV. What stands in the form is a draft that was not saved, else what is saved, else a proposal."""

    saved: bool = False
    draft: str = DRAFT
    draft_version: int = 0
    version: int = 0
    offered: tuple[OfferedPiece, ...] = ()
    more: str = ""
    """How many older entries are not offered, in words; "" for none."""
    layout: str = Layout.PLAIN
    pages: str = "1"
    about: bool = True
    skills: bool = True
    school: bool = True
    email: str = ""
    phone: str = ""
    town: str = ""
    link: str = ""
    looks: tuple[Finding, ...] = ()
    fits: str = ""
    """Whether all of it fits, or what does not; "" while it was not set as it is now."""
    left_out: bool = False
    downloads: tuple[Download, ...] = ()
    who: WhoCanSee = field(default_factory=WhoCanSee)
    shown: OwnLink = field(default_factory=OwnLink)
    """The link by which it is shown, and what there is to choose for one."""
    empty: bool = False
    """Whether there is no entry yet of which a CV could be made."""
    loaded: bool = False


async def load_cv(actor: Actor) -> CvView:
    """The actor's own CV, with what its rules say of what is saved, or of the proposal."""
    may_keep_a_portfolio(actor)
    async with reading() as session:
        found = await cv_now(session, actor.person_id, actor.name)
        draft = await load_draft(session, actor.person_id, DRAFT)
        thing = cv_thing(actor.person_id)
        who = await who_can_see(session, actor.person_id, Kind.CV, [thing])
        shown = await own_link(session, actor.person_id, Kind.CV, thing)
    cv, content = found.cv, found.content
    fits, left_out = _fit(cv, content.pieces, fit_key(content, cv.layout, cv.pages)) if found.saved else ("", False)
    ticks = set(ticked(draft.fields, "entry:")) if draft else {piece.id for piece in content.pieces}
    offered = _offered(found.pieces, ticks)
    more = len(found.pieces) - len(offered)
    return CvView(
        saved=found.saved,
        draft_version=draft.version if draft else 0,
        version=cv.version if found.saved else 0,
        offered=offered,
        more=ngettext("{n} older entry is not listed here.", "{n} older entries are not listed here.", more)
        if more
        else "",
        looks=found.looks(),
        fits=fits,
        left_out=left_out,
        downloads=_downloads() if found.saved else (),
        who=who[thing],
        shown=shown,
        empty=not found.pieces,
        loaded=True,
        **_choices(cv, draft),
    )


def _choices(cv: Cv, draft: KeptDraft | None) -> dict[str, Any]:
    """What the form's other fields begin with."""
    if draft is None:
        held = {name: getattr(cv, name) for name in ("layout", "about", "skills", "school", *LONGEST)}
        return held | {"pages": str(cv.pages)}
    texts = {name: typed_text(draft, name) for name in (*LONGEST, "layout", "pages")}
    boxes = {name: bool(typed_text(draft, name)) for name in ("about", "skills", "school")}
    return texts | boxes


def _offered(pieces: tuple[Piece, ...], chosen: Collection[str]) -> tuple[OfferedPiece, ...]:
    """Those that are chosen and the newest others, as a CV sorts them."""
    others = [piece.id for piece in pieces if piece.id not in chosen]
    room = max(MOST_OFFERED - len(chosen), 0)
    there = {*chosen, *others[:room]}
    return tuple(
        OfferedPiece(piece.id, piece.title, _detail(piece), piece.id in chosen)
        for piece in in_order(tuple(piece for piece in pieces if piece.id in there))
    )


def _detail(piece: Piece) -> str:
    when = when_words(piece.kind, piece.began, piece.ended, ongoing=piece.ongoing)
    return " · ".join(part for part in (kind_name(piece.kind), when, piece.place) if part)


def _fit(cv: Cv, chosen: tuple[Piece, ...], key: str) -> tuple[str, bool]:
    """What is said of whether it fits, and whether something does not."""
    if cv.fit != key:
        return "", False
    titles: Mapping[str, str] = {piece.id: piece.title for piece in chosen}
    named = [_("“{title}”").format(title=titles[one]) for one in cv.left_out if one in titles]
    if named:
        said = _("There is no room for {entries}. Untick something, or allow two pages.")
        return said.format(entries=format_list(named)), True
    return ngettext("It fits on {n} page.", "It fits on {n} pages.", cv.pages), False


def _downloads() -> tuple[Download, ...]:
    """The language being spoken first."""
    order = sorted(languages(), key=lambda language: language != spoken())
    return tuple(
        Download(
            language,
            NAMES[language],
            *(f"/documents/cv.{form}?language={language}" for form in ("pdf", "docx", "json")),
        )
        for language in order
    )
