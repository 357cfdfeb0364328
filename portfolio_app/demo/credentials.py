"""Credentials of the demo: Siiri has one and is offered another, and some of her class accepted theirs."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from portfolio_app.core.secrets import seal
from portfolio_app.demo.people import FINNISH, pupils
from portfolio_app.demo.places import SCHOOLS
from portfolio_app.demo.rows import Rows, identity
from portfolio_app.demo.story import Scene
from portfolio_app.notices.kinds import CREDENTIAL_OFFERED
from portfolio_app.notices.models import Notice
from portfolio_app.portfolio.credentials.issuing import PURPOSE, Certified, IssuingKey, Skill, signed_credential
from portfolio_app.portfolio.credentials.keys import did_of, private_key
from portfolio_app.portfolio.credentials.models import Credential, CredentialKind, Issuer
from portfolio_app.portfolio.credentials.offering import OFFER
from portfolio_app.skills.framework import DEFAULT, framework

TEACHER = "tuula"
_KEY = hashlib.sha256(b"the demo's school, whose key everybody may know").digest()


@dataclass(frozen=True)
class _Offered:
    """What was offered how many days ago, to whom, and who of them accepted it how many days later."""

    days: int
    to: tuple[str, ...]
    criteria: str
    title: str = ""
    capability: str = ""
    accepted: tuple[str, ...] = ()


_OFFERED = (
    _Offered(
        41,
        ("siiri", "venla"),
        "Suunnitteli koulun kahvilan vuorot ja hoiti kassaa koko lukukauden ajan.",
        title="Koulun kahvilan pitäminen",
        accepted=("siiri", "venla"),
    ),
    _Offered(
        12,
        ("venla",),
        "Neuvoi nuorempia kevätjuhlan rakentamisessa ja sai ryhmän toimimaan yhdessä.",
        capability="N1",
        accepted=("venla",),
    ),
    _Offered(
        2,
        ("siiri",),
        "Ajoi kevätjuhlan valot ja piti päänsä kylmänä, kun yksi kanava lakkasi toimimasta.",
        capability="S3",
    ),
)


def credential_id(number: int, username: str) -> UUID:
    """The id of what was offered as that number to somebody."""
    return identity("credential", number, username)


def issuing_key() -> IssuingKey:
    """With which the demo's Finnish school signs."""
    key = private_key(_KEY)
    return IssuingKey(did_of(key.public_key()), key, SCHOOLS[FINNISH].name)


def add_credentials(scene: Scene) -> None:
    """The school's key, and what was offered and accepted up to now."""
    school, issuing = identity("school", FINNISH), issuing_key()
    began = scene.years.now - timedelta(days=max(one.days for one in _OFFERED))
    scene.rows.add(
        Issuer(
            id=identity("issuer", FINNISH),
            school_id=school,
            did=issuing.did,
            sealed_key="",
            made_at=began,
        )
    )
    for number, one in enumerate(_OFFERED):
        for username in one.to:
            _add(scene, number, one, username, issuing)


def seal_key(rows: Rows) -> None:
    """Seal the school's key for this instance: that looks different each time."""
    for issuer in cast(list[Issuer], rows.of("credential_issuer")):
        issuer.sealed_key = seal(PURPOSE, _KEY)


def _add(scene: Scene, number: int, one: _Offered, username: str, issuing: IssuingKey) -> None:
    offered_at = scene.years.now - timedelta(days=one.days, hours=3)
    accepted_at = scene.years.after(offered_at, 1) if username in one.accepted else None
    kind = CredentialKind.CAPABILITY if one.capability else CredentialKind.ACHIEVEMENT
    row = Credential(
        id=credential_id(number, username),
        person_id=scene.ids[username],
        school_id=identity("school", FINNISH),
        by_id=scene.ids[TEACHER],
        kind=kind,
        framework=DEFAULT if one.capability else "",
        capability=one.capability,
        title=one.title or _skill(one.capability).name,
        criteria=one.criteria,
        language="fi",
        offered_at=offered_at,
        accepted_at=accepted_at,
        request=identity("request", "credential", number),
    )
    scene.rows.add(row)
    if accepted_at is None:
        _tell(scene, row, offered_at)
        return
    name = next(pupil.name for pupil in pupils() if pupil.username == username)
    skill = _skill(one.capability) if one.capability else None
    what = Certified(row.id, identity("school", FINNISH), kind, row.title, row.criteria, "fi", name, skill)
    row.document = signed_credential(what, issuing, accepted_at)


def _skill(code: str) -> Skill:
    used = framework(DEFAULT)
    known = used.capability(code)
    return Skill(
        used.code, used.text(used.name, "fi"), code, used.text(known.name, "fi"), used.text(known.meaning, "fi")
    )


def _tell(scene: Scene, row: Credential, moment: datetime) -> None:
    once = f"{OFFER}:{row.id}"
    scene.rows.add(
        Notice(
            id=identity("notice", once),
            person_id=row.person_id,
            kind=CREDENTIAL_OFFERED.code,
            by_id=row.by_id,
            owner_id=row.person_id,
            thing_kind=OFFER,
            thing=str(row.id),
            once=once,
            made_at=moment,
        )
    )
