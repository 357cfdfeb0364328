"""What a school signs: its key, and a credential's text in the form of Open Badges 3.0."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import insert_new, table_of
from portfolio_app.core.sealed import register
from portfolio_app.core.secrets import Unsealable, seal, unseal
from portfolio_app.portfolio.credentials.canonical import CREDENTIALS, OPEN_BADGES
from portfolio_app.portfolio.credentials.keys import did_of, new_private_key, private_key
from portfolio_app.portfolio.credentials.models import CredentialKind, Issuer
from portfolio_app.portfolio.credentials.proofs import moment_text, signed
from portfolio_app.schools.models import School

logger = logging.getLogger(__name__)

PURPOSE = "credential-issuer"
_TYPES: Mapping[CredentialKind, str] = {
    CredentialKind.CAPABILITY: "Competency",
    CredentialKind.ACHIEVEMENT: "Achievement",
    CredentialKind.MODULE: "Course",
    CredentialKind.PLACEMENT: "Fieldwork",
    CredentialKind.AMBASSADOR: "CommunityService",
}
"""What Open Badges calls each kind of achievement."""


@dataclass(frozen=True)
class IssuingKey:
    """A school's key, ready to sign with, and the school's name."""

    did: str
    key: Ed25519PrivateKey
    school: str


@dataclass(frozen=True)
class Skill:
    """The capability of a framework that a credential speaks of."""

    framework: str
    framework_name: str
    code: str
    name: str
    meaning: str


@dataclass(frozen=True)
class Certified:
    """What a credential says of whom. `id` is its own; `name` stands on it as the pupil chose."""

    id: UUID
    school_id: UUID
    kind: CredentialKind
    title: str
    criteria: str
    language: str
    name: str
    skill: Skill | None = None


async def issuing_key(session: AsyncSession, school_id: UUID) -> IssuingKey:
    """The school's key, made when it has none yet, within a transaction that changes data.

    A key that cannot be unsealed (the instance's secret was lost) makes room for a new one; its name stays known.
    """
    school = (await session.execute(select(col(School.name)).where(col(School.id) == school_id))).scalar_one()
    found = await _open_issuer(session, school_id)
    if found is not None:
        try:
            return IssuingKey(found.did, private_key(unseal(PURPOSE, found.sealed_key)), school)
        except Unsealable:
            logger.warning("the key of issuer %s cannot be unsealed; a new one is made", found.did)
            await session.execute(update(Issuer).where(col(Issuer.id) == found.id).values(ended_at=now()))
            _audit(session, "credentials.end_issuer", found)
    raw = new_private_key()
    key = private_key(raw)
    made = Issuer(school_id=school_id, did=did_of(key.public_key()), sealed_key=seal(PURPOSE, raw), made_at=now())
    if await insert_new(session, made):
        _audit(session, "credentials.make_issuer", made)
        return IssuingKey(made.did, key, school)
    return await issuing_key(session, school_id)  # somebody else made one at the same time


async def _open_issuer(session: AsyncSession, school_id: UUID) -> Issuer | None:
    mine = (col(Issuer.school_id) == school_id, col(Issuer.ended_at).is_(None))
    return (await session.execute(select(Issuer).where(*mine).with_for_update())).scalar_one_or_none()


def _audit(session: AsyncSession, action: str, issuer: Issuer) -> None:
    audit(session, action, actor_id=None, school_id=issuer.school_id, thing=f"issuer:{issuer.id}")


async def known_issuers(session: AsyncSession, dids: set[str]) -> Mapping[str, str]:
    """Those of these issuers that are schools of this instance, now or formerly, with the name of each."""
    if not dids:
        return {}
    rows = await session.execute(
        select(col(Issuer.did), col(School.name))
        .join(School, col(School.id) == col(Issuer.school_id))
        .where(col(Issuer.did).in_(dids))
    )
    return {row.did: row.name for row in rows}


def signed_credential(what: Certified, by: IssuingKey, moment: datetime) -> dict[str, Any]:
    """The credential, signed."""
    return signed(_document(what, by, moment), by.key, moment)


def _document(what: Certified, by: IssuingKey, moment: datetime) -> dict[str, Any]:
    return {
        "@context": [CREDENTIALS, OPEN_BADGES],
        "id": what.id.urn,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": what.title,
        "issuer": {"id": by.did, "type": ["Profile"], "name": by.school},
        "validFrom": moment_text(moment),
        "awardedDate": moment_text(moment),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            # No id: what several credentials had in common would tie a person's papers together.
            "identifier": [
                {"type": "IdentityObject", "hashed": False, "identityHash": what.name, "identityType": "name"}
            ],
            "achievement": _achievement(what),
        },
    }


def _achievement(what: Certified) -> dict[str, Any]:
    skill = what.skill
    same = f"{what.kind} {skill.framework if skill else ''} {skill.code if skill else ''} {what.title}"
    found: dict[str, Any] = {
        "id": uuid5(what.school_id, same).urn,
        "type": ["Achievement"],
        "achievementType": _TYPES[what.kind],
        "inLanguage": what.language,
        "name": what.title,
        "description": skill.meaning if skill else what.criteria,
        "criteria": {"narrative": what.criteria},
    }
    if skill:
        found["alignment"] = [
            {
                "type": ["Alignment"],
                "targetCode": skill.code,
                "targetFramework": skill.framework_name,
                "targetName": skill.name,
                "targetUrl": f"urn:polku:framework:{skill.framework}:{skill.code}",
            }
        ]
    return found


register(table_of(Issuer), "sealed_key", PURPOSE)
