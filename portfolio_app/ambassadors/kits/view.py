"""The page on which somebody puts a kit together: the event, when and where, and what comes out of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from portfolio_app.accounts.actor import Actor
from portfolio_app.ambassadors.kits.asking import KitAsked, document_href, kit_asked
from portfolio_app.ambassadors.kits.documents import HANDOUT, POSTER, SCRIPT, SLIDES, coming_said
from portfolio_app.ambassadors.kits.facts import load_kit
from portfolio_app.ambassadors.models import ACTIONS
from portfolio_app.ambassadors.terms.kinds import ACTION_NAMES
from portfolio_app.ambassadors.training.view import training_href
from portfolio_app.core.languages import NAMES, _, format_list, languages, speaking


@dataclass(frozen=True)
class KitOption:
    """Something to choose in the form."""

    value: str = ""
    label: str = ""


@dataclass(frozen=True)
class KitDocument:
    """Something the kit is made of."""

    title: str = ""
    detail: str = ""
    href: str = ""


@dataclass(frozen=True)
class EventKitView:
    """The form as it is filled, and what it makes. `coming` is what stands on it about the school, `named` the
    ambassadors who agreed to be on it; `training_href` is "" once the reader has done theirs."""

    loaded: bool = False
    school: str = ""
    event: str = ""
    text: str = ""
    day: str = ""
    at: str = ""
    place: str = ""
    contact: str = ""
    link: str = ""
    action: str = ""
    events: tuple[KitOption, ...] = ()
    languages: tuple[KitOption, ...] = ()
    links: tuple[KitOption, ...] = ()
    documents: tuple[KitDocument, ...] = ()
    slides_href: str = ""
    coming: tuple[str, ...] = ()
    named: str = ""
    training_href: str = ""
    key: str = ""


async def load_event_kit(actor: Actor, query: Mapping[str, str]) -> EventKitView:
    """The kit that an address asks for. Raises `NotFound` as `facts.load_kit` does."""
    kit = await load_kit(actor, kit_asked(query))
    asked = kit.asked
    with speaking(asked.text):
        coming = coming_said(kit)
    return EventKitView(
        loaded=True,
        school=kit.school,
        event=asked.event,
        text=asked.text,
        day=asked.query.get("day", ""),
        at=asked.query.get("at", ""),
        place=asked.place,
        contact=kit.contact,
        link=asked.link,
        action=asked.action,
        events=tuple(KitOption(code, _(ACTION_NAMES[code])) for code in ACTIONS),
        languages=tuple(KitOption(code, NAMES[code]) for code in languages()),
        links=(KitOption("", _("The page where people sign in")), *(KitOption(*one) for one in kit.links)),
        documents=tuple(_documents(asked)),
        slides_href=document_href("event-slides", asked),
        coming=coming,
        named=format_list(kit.names),
        training_href="" if kit.trained else training_href(),
        key=" ".join(asked.query.values()),
    )


def _documents(asked: KitAsked) -> list[KitDocument]:
    def pdf(name: str, title: str, detail: str, **more: str) -> KitDocument:
        return KitDocument(title, detail, document_href(f"documents/event-{name}.pdf", asked, **more))

    return [
        pdf(POSTER, _("Poster, A4"), _("For a door or a board"), size="a4"),
        pdf(POSTER, _("Poster, A3"), _("For a corridor: the code is read from two metres away"), size="a3"),
        pdf(SLIDES, _("Slides"), _("To show without a network, or to print")),
        pdf(HANDOUT, _("Handout"), _("Two on a sheet of A4, to cut")),
        pdf(SCRIPT, _("Script"), _("What you do and say, minute by minute")),
    ]
