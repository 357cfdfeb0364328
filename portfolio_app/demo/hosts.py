"""Hosts of the two regions of the demo, as their coordinators have gathered them: most approved, some that wait, one
paused, one that ended, one that is there twice. Firms, people and addresses are invented."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from portfolio_app.core.places import find_places
from portfolio_app.core.strict_yaml import read_yaml
from portfolio_app.core.wording import folded
from portfolio_app.demo.chance import chance_for
from portfolio_app.demo.holidays import school_days_from
from portfolio_app.demo.people import FINNISH, NORWEGIAN
from portfolio_app.demo.places import SCHOOLS
from portfolio_app.demo.rows import identity
from portfolio_app.demo.story import Scene
from portfolio_app.demo.words import TEXTS
from portfolio_app.marketplace.findable import describe
from portfolio_app.marketplace.models import Host, HostContact, Offer, OfferDate, Town
from portfolio_app.marketplace.safety.keeping import LASTS
from portfolio_app.marketplace.safety.models import SafetyPack
from portfolio_app.marketplace.weeks import USUAL

CARETAKERS = {FINNISH: "sirpa", NORWEGIAN: "randi"}
"""Who coordinates the region of each school."""
SPOKEN = {
    "fi": ("suomi", "suomi, svenska", "suomi, English", "suomi, English, русский", "svenska, suomi"),
    "nb": ("norsk", "norsk, English", "norsk, polski", "norsk, English, Deutsch", "norsk, українська"),
}
"""What is spoken at hosts, by the language of their region."""
LOOKED_UP_AS = {"Fjordvik": "Naustdal"}
"""As what towns were placed that no map knows."""


@dataclass(frozen=True)
class DemoHost:
    """A host: what it is, where, what they do there, and whom to write to ("" for nobody yet)."""

    name: str
    kind: str
    field: str
    town: str
    words: str = ""
    contact: str = ""
    paused: str = ""
    ended: bool = False


def demo_hosts() -> dict[str, tuple[DemoHost, ...]]:
    """The hosts in the region of each school: those of the story, and more that are made of trades, names and towns."""
    data: Any = read_yaml((TEXTS / "hosts.yaml").read_text("utf-8")).data
    more: Any = read_yaml((TEXTS / "hosts-more.yaml").read_text("utf-8")).data
    return {
        school: (*(DemoHost(**one) for one in listed), *_made_of(school, more[school]))
        for school, listed in data.items()
    }


def _made_of(school: str, parts: dict[str, Any]) -> Iterator[DemoHost]:
    chance = chance_for("more hosts", school)
    for trade in parts["trades"]:
        lasts = chance.sample(parts["lasts"], k=trade["each"])
        towns = chance.sample(sorted(set(parts["towns"])), k=trade["each"])
        for last, other in zip(lasts, towns, strict=True):
            town = other if "{town}" in trade["name"] else chance.choice(parts["towns"])
            yield DemoHost(
                trade["name"].format(last=last, town=town),
                trade["kind"],
                trade["field"],
                town,
                trade["words"],
                f"{chance.choice(parts['firsts'])} {last}",
            )


def add_hosts(scene: Scene) -> None:
    """All of them, with their contacts."""
    for school, listed in demo_hosts().items():
        _add(scene, school, CARETAKERS[school], listed)
        _add_towns(scene, school, {one.town for one in listed})


def _add_towns(scene: Scene, school: str, towns: Iterable[str]) -> None:
    """Where they lie. One of them is invented, and a coordinator has said which place is near it; of one there are
    three, and nobody has said yet which it is."""
    region = SCHOOLS[school].region
    for name in towns:
        looked_up = LOOKED_UP_AS.get(name, "")
        found = find_places(region.country, looked_up or name)
        place = found[0] if len(found) == 1 else None
        scene.rows.add(
            Town(
                id=identity("town", region.name, name),
                region_id=identity("region", region.name),
                name=name,
                key=folded(name),
                place=looked_up,
                latitude=place.latitude if place else None,
                longitude=place.longitude if place else None,
            )
        )


def _add(scene: Scene, school: str, by: str, listed: Sequence[DemoHost]) -> None:
    region = SCHOOLS[school].region
    now = scene.years.now
    for one in listed:
        chance = chance_for("host", one.name)
        about = identity("host", one.name)
        made = now - timedelta(days=chance.randrange(40, 700))
        number = _number(region.country, chance.randrange(10**9)) if one.contact else ""
        approved = bool(one.contact) and chance.random() < 0.85
        host = Host(
            id=about,
            region_id=identity("region", region.name),
            name=one.name,
            sort_name=folded(one.name),
            register_number=number,
            register_key="".join(char for char in number if char.isalnum()),
            kind=one.kind,
            field=one.field,
            town=one.town,
            words=one.words,
            searched=folded(f"{one.name} {one.town} {number}"),
            approved_until=(now + timedelta(days=chance.randrange(20, 640))).date() if approved else None,
            approved_by=scene.ids[by] if approved else None,
            paused_at=now - timedelta(days=9) if one.paused else None,
            paused_by=scene.ids[by] if one.paused else None,
            pause_reason=one.paused,
            ended_at=now - timedelta(days=6) if one.ended else None,
            made_at=made,
            made_by=scene.ids[by],
            changed_at=made,
            request=identity("request", about),
        )
        scene.rows.add(host)
        if one.contact:
            _add_contact(scene, one, region.country, confirmed=approved)
        if approved and chance.random() < 0.7:
            _add_safety(scene, one, host, "fi" if region.country == "FI" else "nb")
        if approved and not ended_or_paused(one):
            _add_offers(scene, one, host, "fi" if region.country == "FI" else "nb")


def _add_safety(scene: Scene, host: DemoHost, row: Host, language: str) -> None:
    """What it says of safety; of some it has counted long enough."""
    chance = chance_for("safety", host.name)
    said_on = (scene.years.now - timedelta(days=chance.randrange(3, 400))).date()
    data: Any = read_yaml((TEXTS / "safety.yaml").read_text("utf-8")).data
    words = data[language]
    scene.rows.add(
        SafetyPack(
            id=identity("safety pack", host.name),
            host_id=row.id,
            risks=words["risks"].get(host.field, words["risks"]["else"]),
            not_allowed=words["not_allowed"],
            insurance=words["insurance"],
            contact=host.contact,
            phone="+358 50 000 0000" if language == "fi" else "+47 400 00 000",
            said_by=host.contact,
            said_on=said_on,
            until=said_on + LASTS,
            changed_at=scene.years.now,
        )
    )


def _number(country: str, drawn: int) -> str:
    """Looks like one of the country's register; none of its check digits is right, so that it is nobody's."""
    figures = f"{drawn:09d}"
    return f"{figures[:7]}-X" if country == "FI" else f"{figures[:3]} {figures[3:6]} {figures[6:8]}X"


def _add_contact(scene: Scene, host: DemoHost, country: str, *, confirmed: bool) -> None:
    first, _blank, last = host.contact.partition(" ")
    mail = f"{folded(first)}.{folded(last).replace(' ', '.')}@example.org"
    about = identity("host contact", host.name)
    asked = scene.years.now - timedelta(days=12)
    scene.rows.add(
        HostContact(
            id=about,
            host_id=identity("host", host.name),
            name=host.contact,
            mail=mail,
            mail_key=mail,
            phone="+358 50 000 0000" if country == "FI" else "+47 400 00 000",
            language="fi" if country == "FI" else "nb",
            asked_at=None if confirmed else asked,
            confirmed_at=scene.years.now - timedelta(days=30) if confirmed else None,
            made_at=asked,
            request=identity("request", about),
        )
    )


def ended_or_paused(host: DemoHost) -> bool:
    """Whether schools do not see it, although it was approved."""
    return host.ended or bool(host.paused)


def _add_offers(scene: Scene, host: DemoHost, row: Host, language: str) -> None:
    """Two to four offers, each on days of the next months; a few that nobody has confirmed for more than a year."""
    chance = chance_for("offers", host.name)
    data: Any = read_yaml((TEXTS / "offers.yaml").read_text("utf-8")).data
    for each in chance.sample(data[language], k=chance.randint(2, 4)):
        about = identity("offer", host.name, each["kind"])
        made = scene.years.now - timedelta(days=chance.randrange(5, 300))
        faded = chance.random() < 0.08
        words = each["words"]
        title = each["title"].format(host=host.name)
        offer = Offer(
            id=about,
            host_id=identity("host", host.name),
            kind=each["kind"],
            title=title,
            words=words,
            ages_from=each["ages"][0],
            ages_to=each["ages"][1],
            responsible=host.contact,
            languages=chance.choice(SPOKEN[language]),
            access=each.get("access", ""),
            clothing=each.get("clothing", ""),
            lunch=each.get("lunch", ""),
            week=list(USUAL) if each["kind"] == "week" and chance_for("week", host.name).random() < 0.6 else [],
            confirmed_on=(scene.years.now - timedelta(days=420)).date() if faded else made.date(),
            made_at=made,
            changed_at=made,
            request=identity("request", about),
        )
        describe(offer, row)
        scene.rows.add(offer)
        monday = (scene.years.now + timedelta(weeks=chance.randrange(2, 30))).date()
        first = monday - timedelta(days=monday.weekday())
        if each["days"] == 1:
            first += timedelta(days=chance.randrange(5))
        often = chance.randint(1, 2)
        for number in range(often):
            first = school_days_from(first + timedelta(weeks=1 if number else 0), each["days"])
            offer.last_day = first + timedelta(days=each["days"] - 1)
            scene.rows.add(
                OfferDate(
                    id=identity("offer date", about, number),
                    offer_id=about,
                    first_day=first,
                    last_day=offer.last_day,
                    begins=each["hours"][0],
                    ends=each["hours"][1],
                    seats=each["seats"],
                )
            )
