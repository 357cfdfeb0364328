"""The page of entitlements: a stage of them, with a card for each role and the modules that serve it."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import NAMES, _, spoken
from portfolio_app.learning import policy
from portfolio_app.learning.entitlements import Card, Entitlements, Stage, entitlements
from portfolio_app.learning.module_view import Asked as AskedModule
from portfolio_app.learning.modules import shelf


@dataclass(frozen=True)
class StageLink:
    """A stage to choose."""

    title: str = ""
    href: str = ""
    here: bool = False


@dataclass(frozen=True)
class WordsLink:
    """A link whose words are in a language of their own."""

    title: str = ""
    language: str = ""
    href: str = ""


@dataclass(frozen=True)
class ThemeLines:
    """What a pupil can say at the end of the stage, under a theme, and where that is worked at."""

    title: str = ""
    lines: tuple[str, ...] = ()
    modules: tuple[WordsLink, ...] = ()


@dataclass(frozen=True)
class RoleCard:
    """A card to hand out."""

    code: str = ""
    title: str = ""
    stage: str = ""
    expect_head: str = ""
    expect: tuple[str, ...] = ()
    do_head: str = ""
    do: tuple[str, ...] = ()


@dataclass(frozen=True)
class EntitlementsView:
    """A stage. Words of the file are in `language`; `other` says so where that is not the one of the page."""

    loaded: bool = False
    language: str = ""
    other: str = ""
    title: str = ""
    summary: str = ""
    stages: tuple[StageLink, ...] = ()
    stage: str = ""
    stage_summary: str = ""
    themes: tuple[ThemeLines, ...] = ()
    cards: tuple[RoleCard, ...] = ()
    source: str = ""


def entitlements_href(found: Entitlements, stage: str = "") -> str:
    """The address of entitlements, of a stage of them."""
    query = {"of": found.about.country} | ({"stage": stage} if stage else {})
    return f"/{spoken()}/entitlements?{urlencode(query)}"


def link_to(found: Entitlements) -> WordsLink:
    """The page of entitlements, by its name."""
    words = found.text(spoken())
    return WordsLink(words.title, words.language, entitlements_href(found))


async def load_entitlements(actor: Actor, query: Mapping[str, str]) -> EntitlementsView:
    """The stage that an address asks for, the first where it asks for none there is. Raises `Refused`, and `NotFound`
    where this installation has no entitlements of that country."""
    policy.may_read(actor)
    wanted = query.get("of", "")
    every = entitlements()
    found = next((one for one in every if one.about.country == wanted), None)
    if found is None and not wanted:
        found = next(iter(every), None)
    if found is None:
        raise NotFound()
    words = found.text(spoken())
    stage = next((one for one in words.stages if one.code == query.get("stage")), words.stages[0])
    served = next(one.modules for one in found.about.stages if one.code == stage.code)
    return EntitlementsView(
        loaded=True,
        language=words.language,
        other=_("This is not written in your language yet. Here it is in another: {language}.").format(
            language=NAMES[words.language]
        )
        if words.language != spoken()
        else "",
        title=words.title,
        summary=words.summary,
        stages=tuple(
            StageLink(one.title, entitlements_href(found, one.code), one.code == stage.code) for one in words.stages
        ),
        stage=stage.title,
        stage_summary=stage.summary,
        themes=tuple(
            ThemeLines(one.title, one.lines, tuple(_modules(served.get(one.code, ())))) for one in stage.themes
        ),
        cards=tuple(_card(one, stage) for one in stage.cards),
        source=found.about.source,
    )


def _modules(names: tuple[str, ...]) -> list[WordsLink]:
    there = shelf().modules
    known = [there[name] for name in names if name in there]
    return [WordsLink(one.title(spoken()), one.language_for(spoken()), AskedModule(one.name).href(0)) for one in known]


def _card(one: Card, stage: Stage) -> RoleCard:
    return RoleCard(one.code, one.title, stage.title, one.expect_head, one.expect, one.do_head, one.do)
