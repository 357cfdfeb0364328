"""What the demo's hosts say of days that are over: some of it waits for the teacher, some was held back, some handed
on; and what pupils kept of that."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from random import Random

from portfolio_app.core.languages import speaking
from portfolio_app.demo.chance import chance_for
from portfolio_app.demo.credentials import issuing_key
from portfolio_app.demo.people import FINNISH, DemoPupil
from portfolio_app.demo.rows import identity
from portfolio_app.demo.story import Scene
from portfolio_app.marketplace.evaluations.aspects import Aspect, capability_for
from portfolio_app.marketplace.evaluations.models import HostEvaluation, Stands
from portfolio_app.marketplace.evaluations.taking import DECLINED, KEPT, certified, voice_reason
from portfolio_app.marketplace.models import HostContact
from portfolio_app.marketplace.placements.absences import days_of
from portfolio_app.marketplace.placements.models import Placement
from portfolio_app.portfolio.credentials.issuing import Certified, signed_credential
from portfolio_app.portfolio.credentials.models import Credential
from portfolio_app.schools.membership import DEFAULT_FRAMEWORK
from portfolio_app.skills.framework import framework
from portfolio_app.skills.models import GivenVoice, Voice

MAIN = "aada"
"""Whose evaluation is handed on, with one thing kept and the rest to decide."""
WELL = (
    "Tervehti asiakkaita oma-aloitteisesti ja kysyi, jos ei tiennyt.",
    "Jäi auttamaan, kun perjantaina tuli kiire.",
    "Järjesti varaston niin, että löydämme kaiken.",
    "Oli rauhallinen ja ystävällinen lasten kanssa.",
    "Mittasi kaikki kahdesti, ja palat sopivat kerralla.",
    "Oppi kassan kahdessa päivässä.",
)
NEXT = (
    "Soita, jos bussi on myöhässä.",
    "Kysy rohkeammin, mitä voi tehdä seuraavaksi.",
    "Puhu vähän kovempaa, jotta kaikki kuulevat.",
    "",
    "Pidä taukosi, vaikka työ olisi kesken.",
    "Katso työohje läpi ennen kuin aloitat.",
)
HELD = "Voitteko sanoa saman kertomalla, mitä hän teki? Hän lukee tämän itse."


def add_evaluations(scene: Scene, everybody: Sequence[DemoPupil]) -> None:
    """For placements that are over and were approved."""
    contacts = {row.host_id: row for row in scene.rows.of("host_contact") if isinstance(row, HostContact)}
    today = scene.years.now.date()
    names = {scene.ids[pupil.username]: pupil.name for pupil in everybody}
    for row in [row for row in scene.rows.of("placement") if isinstance(row, Placement)]:
        if row.approved_at is not None and row.last_day < today:
            _add(scene, row, contacts.get(row.host_id) if row.host_id else None, names[row.person_id])


def _add(scene: Scene, placement: Placement, contact: HostContact | None, name: str) -> None:
    chance = chance_for("evaluation", str(placement.id))
    mine = placement.person_id == scene.ids[MAIN]
    if not mine and chance.random() < 0.2:
        return
    state = (
        Stands.HANDED if mine else chance.choices((Stands.GIVEN, Stands.HELD, Stands.HANDED), weights=(25, 10, 65))[0]
    )
    latest = scene.years.now - timedelta(hours=1)  # a week may have ended yesterday
    given = min(
        datetime.combine(placement.last_day, time(12, 20), UTC) + timedelta(days=chance.choice((0, 0, 1, 4))), latest
    )
    handed = min(given + timedelta(days=2), latest) if state is Stands.HANDED else None
    row = HostEvaluation(
        id=identity("evaluation", placement.id),
        placement_id=placement.id,
        contact_id=contact.id if contact else None,
        state=state,
        giver_name=contact.name if contact else placement.responsible,
        organisation=placement.host_name,
        said={one.value: chance.choice((2, 3, 3, 3, 4, 4, 0)) for one in Aspect},
        went_well=chance.choice(WELL),
        practise_next=chance.choice(NEXT),
        asked_at=given,
        given_at=given,
        version=1,
        held_by=placement.adult_id if state is Stands.HELD else None,
        held_reason=HELD if state is Stands.HELD else "",
        handed_at=handed,
        handed_by=placement.adult_id if handed else None,
    )
    scene.rows.add(row)
    if handed is not None:
        _keep(scene, placement, row, handed, chance, mine=mine)
        if not mine and placement.school_id == identity("school", FINNISH) and chance.random() < 0.4:
            _certify(scene, placement, row, handed, name)


def _keep(
    scene: Scene, placement: Placement, row: HostEvaluation, handed: datetime, chance: Random, *, mine: bool
) -> None:
    answers: Mapping[Aspect, float] = {one: chance.random() for one in Aspect}
    used = framework(DEFAULT_FRAMEWORK)
    if mine:
        row.said = {"punctual": 3, "initiative": 2, "cooperation": 4, "care": 3, "learning": 3}
    for aspect, drawn in answers.items():
        capability = capability_for(used.code, aspect)
        step = row.said[aspect]
        if not capability or not step or (aspect is not Aspect.COOPERATION if mine else drawn < 0.4):
            continue
        kept = mine or drawn < 0.85
        row.answers = {**row.answers, aspect.value: KEPT if kept else DECLINED}
        if kept:
            with speaking("fi"):
                reason = voice_reason(row, aspect)
            scene.rows.add(
                GivenVoice(
                    id=identity("voice of a host", row.id, aspect),
                    person_id=placement.person_id,
                    kind=Voice.HOST,
                    giver_name=row.giver_name,
                    organisation=row.organisation,
                    framework=used.code,
                    framework_version=used.version,
                    capability=capability,
                    step=step,
                    reason=reason,
                    made_at=row.given_at or handed,
                    request=row.id,
                )
            )


def _certify(scene: Scene, placement: Placement, row: HostEvaluation, handed: datetime, name: str) -> None:
    """The pupil took the credential, with what was seen best on it."""
    best = [one for one in Aspect if row.said[one] >= 3][:2]
    with speaking("fi"):
        what = certified(row, placement, len(days_of(placement)), best)
    accepted = min(handed + timedelta(hours=5), scene.years.now - timedelta(minutes=30))
    made = Credential(
        id=identity("credential of a placement", row.id),
        person_id=placement.person_id,
        school_id=placement.school_id,
        by_id=row.handed_by,
        kind=what.kind,
        title=what.title,
        criteria=what.criteria,
        language="fi",
        offered_at=handed,
        accepted_at=accepted,
        request=identity("request", "credential of a placement", row.id),
    )
    signed = Certified(made.id, placement.school_id, what.kind, made.title, made.criteria, "fi", name)
    made.document = signed_credential(signed, issuing_key(), accepted)
    scene.rows.add(made)
    row.credential_id = made.id
