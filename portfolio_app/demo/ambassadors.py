"""The demo's ambassadors: two in the middle of their term, with what they did so far; a call for the next one; and
somebody of the year before, whose term is signed and who left a note."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from portfolio_app.ambassadors.campaigns.models import CampaignCount, CampaignLink
from portfolio_app.ambassadors.models import (
    Ambassador,
    AmbassadorAction,
    AmbassadorApplication,
    AmbassadorReflection,
    AmbassadorTalk,
    AmbassadorTerm,
)
from portfolio_app.ambassadors.training.models import AmbassadorTraining
from portfolio_app.ambassadors.wall.models import SHOWN, WAITING, WallPost
from portfolio_app.core.strict_yaml import read_yaml
from portfolio_app.demo.people import FINNISH
from portfolio_app.demo.rows import identity
from portfolio_app.demo.story import Scene
from portfolio_app.demo.words import TEXTS
from portfolio_app.skills.framework import framework

WEEKS_IN = timedelta(days=38)
"""How far the two are into their term."""
LASTS = timedelta(days=63)
BEFORE, WAITS, DECLINED = "grace", "eino", "finlay"
"""Who was one last year, who has applied for the next term, and who was not chosen for this one."""


def add_ambassadors(scene: Scene) -> None:
    """All of them are of the Finnish school."""
    said: Any = read_yaml((TEXTS / "ambassadors.yaml").read_text("utf-8")).data
    today = scene.years.now.date()
    term = _term(scene, "now", said["term"], today - WEEKS_IN, places=2)
    for name, one in said["people"].items():
        row = _chosen(scene, term, name, one, "tuula")
        _train(scene, row, term, one["trained"])
        _act(scene, row, term, one["actions"])
        if "talk" in one:
            _talk(scene, row, term, one["talk"])
    for one in said["addresses"]:
        _address(scene, one)
    turned = said["not_chosen"]
    _applied(scene, term, DECLINED, turned, answer="not", words=turned["answer"])
    following = _term(scene, "next", said["next"], today + timedelta(days=40), places=4)
    _applied(scene, following, WAITS, said["applied_next"])
    before = said["before"]
    last = _term(scene, "before", before, today - timedelta(days=300), places=2)
    row = _chosen(scene, last, BEFORE, before, "petri")
    row.name_shown, row.family_told, row.family_told_on = True, "letter", last.first_day
    row.signed_at = _at(scene, last, 64)
    row.signed_by = scene.ids["petri"]
    _act(scene, row, last, before["actions"])
    _look_back(scene, row, last, before)


def _at(scene: Scene, term: AmbassadorTerm, days: int) -> datetime:
    """A moment so many days into a term, never ahead."""
    moment = datetime.combine(term.first_day + timedelta(days=days), time(11, 15), scene.years.now.tzinfo)
    return min(moment, scene.years.now - timedelta(hours=2))


def _school_day(day: date) -> date:
    """The day, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def _term(scene: Scene, key: str, said: Mapping[str, Any], first: date, *, places: int) -> AmbassadorTerm:
    about = identity("ambassador term", key)
    made = datetime.combine(first - timedelta(days=45), time(8, 40), scene.years.now.tzinfo)
    made = min(made, scene.years.now - timedelta(days=3))
    row = AmbassadorTerm(
        id=about,
        school_id=identity("school", FINNISH),
        name=said["name"],
        first_day=first,
        last_day=first + LASTS,
        apply_until=first - timedelta(days=14),
        places=places,
        words=said["words"],
        opened_by=scene.ids["tuula"],
        made_at=made,
        changed_at=made,
        request=identity("request", about),
    )
    scene.rows.add(row)
    return row


def _applied(
    scene: Scene, term: AmbassadorTerm, name: str, said: Mapping[str, Any], *, answer: str = "", words: str = ""
) -> None:
    made = min(term.made_at + timedelta(days=2), scene.years.now - timedelta(hours=30))
    answered = min(made + timedelta(days=12), scene.years.now - timedelta(hours=20)) if answer else None
    scene.rows.add(
        AmbassadorApplication(
            id=identity("ambassador application", term.id, name),
            term_id=term.id,
            person_id=scene.ids[name],
            why=said["why"],
            reaches=said["reaches"],
            reach_words=said["reach_words"],
            made_at=made,
            changed_at=made,
            answer=answer,
            answer_words=words,
            answered_at=answered,
            answered_by=scene.ids["tuula"] if answer else None,
        )
    )


def _chosen(scene: Scene, term: AmbassadorTerm, name: str, said: Mapping[str, Any], by: str) -> Ambassador:
    _applied(scene, term, name, said, answer="chosen")
    chosen = term.made_at + timedelta(days=14)
    told = said.get("family", "")
    row = Ambassador(
        id=identity("ambassador", term.id, name),
        term_id=term.id,
        school_id=term.school_id,
        person_id=scene.ids[name],
        chosen_at=chosen,
        chosen_by=scene.ids[by],
        family_told=told,
        family_told_on=(chosen + timedelta(days=3)).date() if told else None,
        name_shown=said.get("name_shown", False),
    )
    scene.rows.add(row)
    return row


def _train(scene: Scene, row: Ambassador, term: AmbassadorTerm, modules: Mapping[str, int]) -> None:
    """What of the training is passed, with how often each was answered."""
    for number, (module, tries) in enumerate(modules.items()):
        about = identity("ambassador training", row.id, module)
        scene.rows.add(
            AmbassadorTraining(
                id=about,
                ambassador_id=row.id,
                module=module,
                version=1,
                passed_at=_at(scene, term, 1 + 2 * number),
                tries=tries,
                request=identity("request", about),
            )
        )


def _act(scene: Scene, row: Ambassador, term: AmbassadorTerm, actions: list[Mapping[str, Any]]) -> None:
    for number, said in enumerate(actions):
        about: UUID = identity("ambassador action", row.id, number)
        made = _at(scene, term, 2)
        logged = "minutes" in said
        scene.rows.add(
            AmbassadorAction(
                id=about,
                ambassador_id=row.id,
                kind=said["kind"],
                day=_school_day(term.first_day + timedelta(days=said["at"])),
                partner=said.get("partner", ""),
                place=said["place"],
                words=said["words"],
                minutes=said.get("minutes"),
                heads=said.get("heads"),
                learned=said.get("learned", ""),
                logged_at=_at(scene, term, said["at"] + 1) if logged else None,
                made_at=made,
                changed_at=_at(scene, term, said["at"] + 1) if logged else made,
                version=2 if logged else 1,
                request=identity("request", about),
            )
        )
        if "wall" in said:
            _show(scene, about, said, _at(scene, term, said["at"] + 2))


def _address(scene: Scene, said: Mapping[str, Any]) -> None:
    """A short address, and how many came by it on the days after it was made."""
    about = identity("campaign", said["name"])
    made = scene.years.now - timedelta(days=said["made"])
    scene.rows.add(
        CampaignLink(
            id=about,
            school_id=identity("school", FINNISH),
            code=f"{about.hex[:3]}-{about.hex[3:6]}",
            name=said["name"],
            goal=said.get("goal"),
            made_by=scene.ids["aada"],
            made_at=made,
            request=identity("request", about),
        )
    )
    for number, (scans, starts) in enumerate(zip(said["scans"], said["starts"], strict=True)):
        scene.rows.add(
            CampaignCount(
                id=identity("campaign count", about, number),
                link_id=about,
                day=(made + timedelta(days=number)).date(),
                scans=scans,
                starts=starts,
            )
        )


def _show(scene: Scene, action: UUID, said: Mapping[str, Any], moment: datetime) -> None:
    """A post on the wall, or one that waits to be read."""
    waits = said.get("waits", False)
    scene.rows.add(
        WallPost(
            id=identity("wall post", action),
            action_id=action,
            words=said["wall"],
            state=WAITING if waits else SHOWN,
            decided_at=None if waits else moment,
            decided_by=None if waits else scene.ids["petri"],
            made_at=moment,
            changed_at=moment,
        )
    )


def _talk(scene: Scene, row: Ambassador, term: AmbassadorTerm, said: Mapping[str, Any]) -> None:
    moment = _at(scene, term, said["at"])
    scene.rows.add(
        AmbassadorTalk(
            id=identity("ambassador talk", row.id),
            ambassador_id=row.id,
            happened=said["happened"],
            noticed=said["noticed"],
            meaning=said["meaning"],
            try_next=said["try_next"],
            talked_on=moment.date(),
            agreed=said["agreed"],
            talked_by=scene.ids["petri"],
            made_at=_at(scene, term, said["at"] - 2),
            changed_at=moment,
        )
    )


def _look_back(scene: Scene, row: Ambassador, term: AmbassadorTerm, said: Mapping[str, Any]) -> None:
    moment = _at(scene, term, 62)
    used = framework()
    scene.rows.add(
        AmbassadorReflection(
            id=identity("ambassador reflection", row.id),
            ambassador_id=row.id,
            words=said["reflection"],
            framework=used.code,
            capabilities=[code for code in said["capabilities"] if code in used.codes],
            hand_over=said["hand_over"],
            made_at=moment,
            changed_at=moment,
            version=2,
        )
    )
