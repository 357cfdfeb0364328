"""Data Integrity proofs of the kind `eddsa-rdfc-2022`: https://www.w3.org/TR/vc-di-eddsa/."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from portfolio_app.portfolio.credentials.canonical import canonical
from portfolio_app.portfolio.credentials.keys import did_of, method_of, signature_of, written

KIND = "DataIntegrityProof"
SUITE = "eddsa-rdfc-2022"
PURPOSE = "assertionMethod"


def moment_text(moment: datetime) -> str:
    """An aware moment in UTC as proofs and credentials spell it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def signed(document: Mapping[str, Any], key: Ed25519PrivateKey, moment: datetime) -> dict[str, Any]:
    """The document with a proof by that key. Raises what `canonical` raises for a document that it does not cover."""
    proof = {
        "type": KIND,
        "created": moment_text(moment),
        "verificationMethod": method_of(did_of(key.public_key())),
        "cryptosuite": SUITE,
        "proofPurpose": PURPOSE,
    }
    proof["proofValue"] = written(key.sign(_what_is_signed(document, proof)))
    return {**document, "proof": proof}


def is_signed(document: Mapping[str, Any], proof: Mapping[str, Any], key: Ed25519PublicKey) -> bool:
    """Whether `proof` is by that key and of that document (without its proofs). Raises what `canonical` raises."""
    try:
        key.verify(signature_of(str(proof.get("proofValue"))), _what_is_signed(document, proof))
    except (InvalidSignature, ValueError):
        return False
    return True


def _what_is_signed(document: Mapping[str, Any], proof: Mapping[str, Any]) -> bytes:
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    options["@context"] = document["@context"]
    return _hash(options) + _hash(document)


def _hash(document: Mapping[str, Any]) -> bytes:
    return hashlib.sha256(canonical(document)).digest()
