"""What the two regions of the demo say of themselves, a key with which a town's website reads their offers, and
workplaces that pupils have found."""

from datetime import timedelta
from typing import Any

from portfolio_app.core.strict_yaml import read_yaml
from portfolio_app.demo.hosts import CARETAKERS
from portfolio_app.demo.people import FINNISH
from portfolio_app.demo.places import SCHOOLS
from portfolio_app.demo.rows import identity
from portfolio_app.demo.story import Scene
from portfolio_app.demo.words import TEXTS
from portfolio_app.marketplace.regions.models import ReadingKey, RegionPage, RegionPartner
from portfolio_app.marketplace.suggesting.models import FoundPlace

FOUND = (
    ("siiri", FINNISH, "Kahvila Lumme", "Aura", "Sari", "Ottavat yhden oppilaan keväällä, jos koulusta soitetaan.", ""),
    ("aada", FINNISH, "Kukkakauppa Vuokko", "Aura", "Vuokko Heino", "", ""),
    (
        "siiri",
        FINNISH,
        "Rantakioski",
        "Turku",
        "",
        "Olin siellä kesällä.",
        "Kioski on kiinni maaliskuussa. Kokeile kahvilaa, jossa on samaa.",
    ),
)
"""Workplaces that pupils found: who, where, with whom they talked, what was said, and why it is not invited ("" while
nobody has answered)."""


def add_found_places(scene: Scene) -> None:
    """What pupils have found themselves."""
    for number, (pupil, school, place, town, contact, words, why) in enumerate(FOUND):
        about = identity("found place", place)
        made = scene.years.now - timedelta(days=3 + number * 9)
        scene.rows.add(
            FoundPlace(
                id=about,
                person_id=scene.ids[pupil],
                school_id=identity("school", school),
                place=place,
                town=town,
                contact=contact,
                words=words,
                made_at=made,
                answer="not" if why else "",
                answer_words=why,
                answered_at=made + timedelta(days=1) if why else None,
                answered_by=scene.ids["petri"] if why else None,
                request=identity("request", about),
            )
        )


def add_regions(scene: Scene) -> None:
    """Their pages and partners; no key has the digest that stands there."""
    now = scene.years.now
    data: Any = read_yaml((TEXTS / "regions.yaml").read_text("utf-8")).data
    for number, (school, said) in enumerate(data.items()):
        name, by = SCHOOLS[school].region.name, scene.ids[CARETAKERS[school]]
        region = identity("region", name)
        scene.rows.add(
            RegionPage(
                id=identity("region page", name),
                region_id=region,
                words=said["words"],
                goals="\n".join(said["goals"]),
                changed_at=now - timedelta(days=33),
                changed_by=by,
            ),
            ReadingKey(
                id=identity("reading key", name),
                region_id=region,
                name=name,
                digest=f"{number:064d}",
                made_at=now - timedelta(days=80),
                made_by=by,
                used_on=(now - timedelta(days=1)).date(),
                request=identity("request", "reading key", name),
            ),
        )
        for one in said["partners"]:
            about = identity("region partner", name, one["name"])
            scene.rows.add(
                RegionPartner(
                    id=about,
                    region_id=region,
                    name=one["name"],
                    does=one["does"],
                    website=one.get("website", ""),
                    made_at=now - timedelta(days=200),
                    request=identity("request", about),
                )
            )
