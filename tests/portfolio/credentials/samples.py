"""Credentials to test with, made here: good ones, and each way of cheating there is."""

import copy
import json
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.database import writing
from portfolio_app.portfolio.credentials.accepting import NameOn, accept
from portfolio_app.portfolio.credentials.issuing import Certified, IssuingKey, Skill, signed_credential
from portfolio_app.portfolio.credentials.keys import did_of, method_of
from portfolio_app.portfolio.credentials.models import CredentialKind
from portfolio_app.portfolio.credentials.offering import What, offer_to
from portfolio_app.portfolio.credentials.proofs import signed
from portfolio_app.portfolio.credentials.queries import load_credentials
from portfolio_app.schools.membership import belonging

MOMENT = datetime(2024, 11, 20, 9, 30, tzinfo=UTC)
LATER = MOMENT + timedelta(days=3)
KEY, OTHER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32))), Ed25519PrivateKey.generate()
SCHOOL = "Ólafur’s «skóli» & Ŋ"
NAMES = ("Søren O'Ŋgård", "محمد علي", 'Zoë "Zo" Ångström \\ /', "Siiri 🌱 Niemi", "Þórður <b>")

Document = dict[str, Any]


def issuing(key: Ed25519PrivateKey = KEY) -> IssuingKey:
    """A school that can sign."""
    return IssuingKey(did_of(key.public_key()), key, SCHOOL)


def certified(
    name: str = "Siiri Niemi", title: str = "Works in a team", criteria: str = "Led a group of four"
) -> Certified:
    """What a teacher said of a pupil."""
    skill = Skill("scotland-cms", "Career Management Skills", "S1", title, "I can work with others.")
    kind = CredentialKind.CAPABILITY
    return Certified(uuid.uuid4(), uuid.uuid4(), kind, title, criteria, "en", name, skill)


def a_credential(name: str = "Siiri Niemi", **words: str) -> Document:
    """A good one."""
    return signed_credential(certified(name, **words), issuing(), MOMENT)


def without_proof(document: Mapping[str, Any]) -> Document:
    """What was signed."""
    return {name: copy.deepcopy(value) for name, value in document.items() if name != "proof"}


def anew(change: Callable[[Document], object]) -> Document:
    """A good credential that was changed before it was signed."""
    document = without_proof(a_credential())
    change(document)
    return signed(document, KEY, MOMENT)


def changed(change: Callable[[Document], object]) -> Document:
    """A good credential that was changed after it was signed."""
    document = copy.deepcopy(a_credential())
    change(document)
    return document


def as_bytes(document: Mapping[str, Any]) -> bytes:
    """As a file has it."""
    return json.dumps(document, ensure_ascii=False).encode()


def signed_by_another(document: Document) -> None:
    """Sign as the school, with a key of one's own."""
    document["proof"] = signed(without_proof(document), OTHER_KEY, MOMENT)["proof"]


def key_swapped(document: Document) -> None:
    """The proof names another key than the one that signed."""
    document["proof"]["verificationMethod"] = method_of(did_of(OTHER_KEY.public_key()))


CHEATS: Mapping[str, Callable[[Document], object]] = {
    "title": lambda one: one.update(name="Works alone"),
    "name on it": lambda one: one["credentialSubject"]["identifier"][0].update(identityHash="Otso Oja"),
    "level added": lambda one: one["credentialSubject"]["achievement"].update(level="expert"),
    "unknown word at the top": lambda one: one.update(rank=1),
    "known word added": lambda one: one["credentialSubject"]["achievement"].update(specialization="everything"),
    "issuer": lambda one: one["issuer"].update(id=did_of(OTHER_KEY.public_key())),
    "issuer's name": lambda one: one["issuer"].update(name="Another school"),
    "signed by another": signed_by_another,
    "key swapped": key_swapped,
    "a day later": lambda one: one.update(validFrom="2024-11-21T09:30:00Z"),
    "valid for ever": lambda one: one.update(validUntil="2099-01-01T00:00:00Z"),
    "proof's day": lambda one: one["proof"].update(created="2024-11-21T09:30:00Z"),
    "proof's purpose": lambda one: one["proof"].update(proofPurpose="authentication"),
    "word added to the proof": lambda one: one["proof"].update(nonsense="x"),
    "proof taken away": lambda one: one.pop("proof"),
    "proof emptied": lambda one: one.update(proof=[]),
    "proof of nothing": lambda one: one["proof"].update(proofValue="z"),
    "proof of too much": lambda one: one["proof"].update(proofValue="z" + "1" * 10_000),
    "proof cut": lambda one: one["proof"].update(proofValue=one["proof"]["proofValue"][:-1]),
    "kind removed": lambda one: one.update(type=["VerifiableCredential"]),
    "kind added that nobody defines": lambda one: one["type"].append("Doctorate"),
    # What JSON-LD leaves out of what is signed, in all the ways it does.
    "second achievement without an address": lambda one: one["credentialSubject"].update(
        achievement=[one["credentialSubject"]["achievement"], {"id": "phd", "type": ["Achievement"], "name": "PhD"}]
    ),
    "address that is none": lambda one: one["credentialSubject"]["achievement"].update(
        image={"id": "a b", "type": "Image"}
    ),
    "image that is no address": lambda one: one["credentialSubject"].update(image="a picture"),
    "source that is no address": lambda one: one["credentialSubject"].update(source="the king"),
    "@index": lambda one: one["credentialSubject"].update({"@index": "PhD"}),
    "@included": lambda one: one.update({"@included": [{"id": "phd", "name": "PhD"}]}),
    "@reverse": lambda one: one.update({"@reverse": {"id": "phd"}}),
    "@nest": lambda one: one.update({"@nest": {"rank": "1"}}),
    "words in a language that is none": lambda one: one["credentialSubject"]["achievement"].update(
        specialization={"@value": "x", "@language": "not a language"}
    ),
    "loose words": lambda one: one["credentialSubject"]["achievement"].update(
        {"urn:x:a": {"@list": [None], "name": "x"}}
    ),
    "endorsed by loose words": lambda one: one["credentialSubject"]["achievement"].update(endorsement=["very good"]),
    "blank name for a blank": lambda one: one["credentialSubject"].update(id="_:siiri"),
}


async def offered(pupil: Actor, by: Actor, title: str = "Café crew", request: uuid.UUID | None = None) -> uuid.UUID:
    """The id of a credential that the pupil's school offers them."""
    what = What(CredentialKind.ACHIEVEMENT, f"Was there for {title}", title=title, language="en")
    async with writing() as session:
        school = (await belonging(session, pupil.person_id)).school_id
        assert school is not None
        sent = request or uuid.uuid4()
        await offer_to(session, school, [pupil.person_id], what, by_id=by.person_id, request=sent)
    return next(uuid.UUID(one.id) for one in (await load_credentials(pupil)).offers if one.title == title)


async def accepted(pupil: Actor, by: Actor, title: str = "Café crew") -> uuid.UUID:
    """The id of a credential that the pupil has."""
    credential = await offered(pupil, by, title)
    await accept(pupil, credential, NameOn.WHOLE)
    return credential
