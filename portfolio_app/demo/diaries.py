"""What the demo's pupils write of days at workplaces that are over or under way: diaries, how it was, notes of thanks
that wait, were sent or were given back."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from functools import cache
from random import Random
from typing import cast
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from portfolio_app.core.strict_yaml import read_yaml
from portfolio_app.demo.chance import chance_for
from portfolio_app.demo.people import DemoPupil
from portfolio_app.demo.rows import identity
from portfolio_app.demo.story import Scene
from portfolio_app.demo.words import TEXTS
from portfolio_app.marketplace.diary.models import DiaryDay, OwnEvaluation, ThanksNote, ThanksState
from portfolio_app.marketplace.models import Host, HostContact
from portfolio_app.marketplace.placements.absences import days_of
from portfolio_app.marketplace.placements.models import Placement

_THANKS = (ThanksState.SENT, ThanksState.SENT, ThanksState.WAITING, ThanksState.RETURNED)


class DiaryWords(BaseModel):
    """What is written in one language; `did` by field of work."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    first: tuple[str, ...]
    between: tuple[str, ...]
    did: Mapping[str, tuple[str, ...]]
    last: tuple[str, ...]
    proud: tuple[str, ...]
    surprised: tuple[str, ...]
    why: tuple[str, ...]
    to_next: tuple[str, ...]
    thanks: tuple[str, ...]
    returned: str


@cache
def diary_words() -> Mapping[str, DiaryWords]:
    """By language."""
    data = cast(Mapping[str, object], read_yaml((TEXTS / "diaries.yaml").read_text("utf-8")).data)
    return {language: DiaryWords.model_validate(words) for language, words in data.items()}


def add_diaries(scene: Scene, pupils: Mapping[UUID, DemoPupil]) -> None:
    """Of every placement that has begun; two who can be looked at write each day."""
    hosts = {row.id: row for row in cast(list[Host], scene.rows.of("host"))}
    contacts = {row.host_id: row for row in cast(list[HostContact], scene.rows.of("host_contact")) if row.confirmed_at}
    for placement in list(cast(list[Placement], scene.rows.of("placement"))):
        pupil = pupils[placement.person_id]
        host = hosts.get(placement.host_id) if placement.host_id else None
        if placement.approved_at is None or host is None:
            continue
        words = diary_words().get(pupil.writes) or diary_words()["en"]
        chance = chance_for("diary", placement.id)
        much = pupil.username in ("aada", "nils")
        _add_days(scene, placement, words, host.field, chance, share=1.0 if much else 0.65)
        if placement.last_day < scene.years.now.date():
            _add_evaluation(scene, placement, words, chance, share=1.0 if much else 0.6)
            _add_thanks(scene, placement, words, contacts.get(host.id), chance, waits=much)


def _evening(placement: Placement, days: int, scene: Scene) -> datetime:
    """An evening so many days after the first day, at the latest now."""
    day = placement.first_day + timedelta(days=days)
    return min(datetime.combine(day, time(16, 20), scene.years.now.tzinfo), scene.years.now)


def _add_days(
    scene: Scene, placement: Placement, words: DiaryWords, field: str, chance: Random, *, share: float
) -> None:
    days = days_of(placement)
    between, did = list(words.between), list(words.did[field])
    chance.shuffle(between)
    for number, day in enumerate(days):
        if day >= scene.years.now.date() or chance.random() > share:
            continue
        if number == 0:
            said = chance.choice(words.first)
        elif number == len(days) - 1:
            said = chance.choice(words.last)
        else:
            said = " ".join((*did[number - 1 : number], between[number % len(between)]))
        at = _evening(placement, (day - placement.first_day).days, scene)
        about = identity("diary day", placement.id, day)
        scene.rows.add(DiaryDay(id=about, placement_id=placement.id, day=day, words=said, made_at=at, changed_at=at))


def _add_evaluation(scene: Scene, placement: Placement, words: DiaryWords, chance: Random, *, share: float) -> None:
    if chance.random() > share:
        return
    at, number = _evening(placement, 8, scene), chance.randrange(len(words.why))
    scene.rows.add(
        OwnEvaluation(
            id=identity("own evaluation", placement.id),
            placement_id=placement.id,
            proud=chance.choice(words.proud),
            surprised=chance.choice(words.surprised),
            would=("yes", "no", "maybe")[number],  # as the texts stand
            why=words.why[number],
            to_next=chance.choice(words.to_next),
            made_at=at,
            changed_at=at,
        )
    )


def _add_thanks(
    scene: Scene, placement: Placement, words: DiaryWords, contact: HostContact | None, chance: Random, *, waits: bool
) -> None:
    state = ThanksState.WAITING if waits else chance.choice((*_THANKS, None, None))
    if state is None or (state is ThanksState.SENT and contact is None):
        return
    at, decided = _evening(placement, 8, scene), state in (ThanksState.SENT, ThanksState.RETURNED)
    scene.rows.add(
        ThanksNote(
            id=identity("thanks note", placement.id),
            placement_id=placement.id,
            words=chance.choice(words.thanks),
            state=state,
            why=words.returned if state is ThanksState.RETURNED else "",
            contact_id=contact.id if contact and state is ThanksState.SENT else None,
            decided_at=min(at + timedelta(days=1), scene.years.now) if decided else None,
            decided_by=placement.adult_id if decided else None,
            made_at=at,
            changed_at=at,
        )
    )
