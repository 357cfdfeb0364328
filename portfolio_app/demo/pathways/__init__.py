"""The occupations and study routes of the demo, written for it: what can be learnt in Finland in 2026; and who keeps
which of them in a plan."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from portfolio_app.demo.chance import chance_for
from portfolio_app.demo.rows import identity
from portfolio_app.demo.story import Scene, Story
from portfolio_app.pathways.actions import fields_of
from portfolio_app.pathways.models import KeptPathway, Pathway, PathwayLink
from portfolio_app.pathways.reading import read_pathways

FILES = tuple(Path(__file__).parent / f"{name}.json" for name in ("occupations", "routes"))

SIIRI = (
    # what she keeps, when, and how many days ago she took it out again
    ("r-media-vocational", ("since", 86), None),
    ("o-electrician", ("since", 87), None),
    ("o-class-teacher", ("since", 87), None),
    ("o-doctor", ("since", 88), 4),
)


def add_pathways(scene: Scene) -> None:
    """The catalogue, and which route leads where."""
    read = read_pathways(FILES, date.max)
    moment = scene.years.now
    for one in read:
        fields: dict[str, Any] = fields_of(one)
        fields["checked_on"] = min(one.checked, moment.date())  # also where the clock is slow
        scene.rows.add(Pathway(id=identity("pathway", one.code), **fields, imported_at=moment))
    for route, to in sorted({link for one in read for link in one.links()}):
        link = PathwayLink(
            id=identity("pathway link", route, to),
            route_id=identity("pathway", route),
            occupation_id=identity("pathway", to),
        )
        scene.rows.add(link)


def siiris_pathways(story: Story) -> None:
    """What Siiri keeps, and what she has thought better of."""
    years = story.scene.years
    for code, (period, percent), days in SIIRI:
        gone = None if days is None else years.now - timedelta(days=days)
        moment = years.moment(period, percent, story.chance)
        _keep(story, code, min(moment, gone - timedelta(hours=1)) if gone else moment, gone)


def drawn_pathways(story: Story) -> None:
    """A third of those who have begun anything keep one to four, whichever it may be."""
    chance = chance_for("pathways", story.pupil.username)
    if story.last is None or chance.random() < 0.66:
        return
    codes = sorted(one.code for one in story.scene.rows.of("pathway") if isinstance(one, Pathway))
    for code in chance.sample(codes, chance.choice((1, 2, 2, 3, 4))):
        _keep(story, code, story.last - timedelta(minutes=chance.randrange(1, 20)), None)


def _keep(story: Story, code: str, moment: datetime, gone: datetime | None) -> None:
    story.scene.rows.add(
        KeptPathway(
            id=identity("kept", story.person_id, code),
            person_id=story.person_id,
            pathway_id=identity("pathway", code),
            made_at=moment,
            deleted_at=gone,
        )
    )
