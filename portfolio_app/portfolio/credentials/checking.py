"""Checks one credential, whoever issued it. What it is given is hostile: run it where time and memory are bounded."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from portfolio_app.portfolio.credentials.answers import BAD, Answer, Check, Facts, Finding, answer_of
from portfolio_app.portfolio.credentials.canonical import CREDENTIALS, Uncovered, UnknownVocabulary, listed
from portfolio_app.portfolio.credentials.keys import OtherKey, is_did_key, key_of, method_of
from portfolio_app.portfolio.credentials.proofs import KIND, PURPOSE, SUITE, is_signed

MOST_BYTES = 256 * 1024
MOST_DEPTH = 40
MOST_VALUES = 6000
MOST_PROOFS = 5
CLOCKS_DIFFER = timedelta(minutes=5)
_FORMER = "https://www.w3.org/2018/credentials/v1"
_LONGEST_FACT = 300

Document = Mapping[str, Any]


class Unreadable(ValueError):
    """Bytes that are no JSON object that two programs would read alike."""


class TooMuch(Exception):
    """More than is looked at here."""


def check_text(text: bytes, moment: datetime) -> Answer:
    """The answer for a credential as JSON, in UTF-8, at that moment."""
    try:
        document = read(text)
    except Unreadable:
        return answer_of([Finding(Check.BROKEN)])
    except TooMuch:
        return answer_of([Finding(Check.TOO_MUCH)])
    return check(document, moment)


def check(document: Document, moment: datetime) -> Answer:
    """The answer for a credential that was read, at that moment, for somebody who knows no issuer."""
    facts = _facts(document)
    findings = _structure(document)
    if not findings:
        findings = [Finding(Check.COMPLETE), *_times(document, moment), *_proofs(document, facts.issuer_id, moment)]
        if document.get("credentialStatus"):
            findings.append(Finding(Check.STATUS_ELSEWHERE))
        if _within(document):
            findings.append(Finding(Check.WITHIN))
    return answer_of(findings, facts)


def read(text: bytes) -> dict[str, Any]:
    """The JSON object in `text`. Raises `Unreadable`, also for a name that stands twice in one object: readers differ
    in which of the two they take; and `TooMuch`."""
    if len(text) > MOST_BYTES:
        raise TooMuch
    try:
        found = json.loads(text, object_pairs_hook=_object, parse_constant=_no_number, parse_float=_number)
        _bounded(found)
        json.dumps(found, ensure_ascii=False).encode()  # half a surrogate pair is no character
    except RecursionError as problem:
        raise TooMuch from problem
    except ValueError as problem:  # also what is no UTF-8, and numbers longer than Python reads
        raise Unreadable from problem
    if not isinstance(found, dict):
        raise Unreadable("no object")
    return cast("dict[str, Any]", found)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _no_number(text: str) -> Any:
    raise ValueError(text)


def _number(text: str) -> float | int:
    """A number as JavaScript has it, whose 1.0 is 1: signatures depend on it."""
    found = float(text)
    if found in (float("inf"), float("-inf")):
        raise ValueError(text)
    return int(found) if found.is_integer() and abs(found) < 1e21 else found


def _bounded(document: Any) -> None:
    values, level = 0, [document]
    for _depth in range(MOST_DEPTH):
        values += len(level)
        if values > MOST_VALUES:
            raise TooMuch
        below: list[Any] = []
        for one in level:
            if isinstance(one, dict):
                below.extend(cast("dict[str, Any]", one).values())
            elif isinstance(one, list):
                below.extend(cast("list[Any]", one))
        level = below
        if not level:
            return
    raise TooMuch


def _structure(document: Document) -> list[Finding]:
    """What keeps it from being a credential of ours: nothing, when it is one."""
    contexts, kinds = listed(document.get("@context")), listed(document.get("type"))
    found: list[Finding] = []
    if "VerifiableCredential" not in kinds:
        known = kinds and contexts
        return [Finding(Check.OTHER_KIND if known else Check.BROKEN)]
    if not _issuer(document):
        found.append(Finding(Check.NO_ISSUER))
    if not listed(document.get("proof")):
        found.append(Finding(Check.NO_SIGNATURE))
    if not contexts or contexts[0] not in (CREDENTIALS, _FORMER):
        found.append(Finding(Check.BROKEN))
    elif contexts[0] == _FORMER:
        found.append(Finding(Check.OTHER_KIND))
    if not isinstance(document.get("credentialSubject"), dict | list):
        found.append(Finding(Check.BROKEN))
    return found


def _issuer(document: Document) -> str:
    issuer = document.get("issuer")
    named = cast("dict[str, Any]", issuer).get("id") if isinstance(issuer, dict) else issuer
    return named if isinstance(named, str) else ""


def _times(document: Document, moment: datetime) -> list[Finding]:
    found: list[Finding] = []
    for name, check_of, late in (("validFrom", Check.NOT_YET, False), ("validUntil", Check.ENDED, True)):
        if name not in document:
            continue
        limit = _moment(document[name])
        if limit is None:
            found.append(Finding(Check.BROKEN))
        elif (moment - CLOCKS_DIFFER > limit) if late else (moment + CLOCKS_DIFFER < limit):
            found.append(Finding(check_of, limit.isoformat()))
    return found or [Finding(Check.IN_TIME)]


def _moment(value: Any) -> datetime | None:
    try:
        found = datetime.fromisoformat(value)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        return None


def _proofs(document: Document, issuer: str, moment: datetime) -> list[Finding]:
    """What comes of all proofs. Others than the issuer may sign beside the issuer, never in their place."""
    proofs = listed(document.get("proof"))
    if len(proofs) > MOST_PROOFS:
        return [Finding(Check.TOO_MUCH)]
    unsigned = {name: value for name, value in document.items() if name != "proof"}
    found = [_proof(unsigned, one, issuer, moment) for one in proofs]
    others, ours = _parted(found)
    if any(one.check in BAD for one in ours):
        return [one for one in ours if one.check in BAD][:1]
    if any(one.check is Check.SIGNED for one in ours):
        return [Finding(Check.SIGNED), Finding(Check.COVERED), Finding(Check.BY_ISSUER)]
    return ours[:1] or others[:1]


def _parted(found: list[Finding]) -> tuple[list[Finding], list[Finding]]:
    others = [one for one in found if one.check is Check.OTHER_SIGNER]
    return others, [one for one in found if one.check is not Check.OTHER_SIGNER]


def _proof(unsigned: Document, proof: Any, issuer: str, moment: datetime) -> Finding:
    if not isinstance(proof, dict):
        return Finding(Check.BROKEN)
    of = cast("dict[str, Any]", proof)
    method = of.get("verificationMethod")
    if not isinstance(method, str):
        return Finding(Check.OTHER_PROOF)
    signer = method.partition("#")[0]
    # Whoever's key it is signs: without this, anybody could sign as any issuer.
    if signer != issuer and (is_did_key(signer) or is_did_key(issuer)):
        return Finding(Check.OTHER_SIGNER)
    if of.get("type") != KIND or of.get("cryptosuite") != SUITE or "previousProof" in of or "@context" in of:
        return Finding(Check.OTHER_PROOF)
    if not is_did_key(signer):
        return Finding(Check.KEY_ELSEWHERE, _line(signer))
    if of.get("proofPurpose") != PURPOSE or _has_ended(of, moment):
        return Finding(Check.OTHER_PURPOSE)
    return _signature(unsigned, of, signer)


def _has_ended(proof: Document, moment: datetime) -> bool:
    """Whether a proof holds no more, or what it says of its own time cannot be read."""
    limits = [_moment(proof[name]) for name in ("created", "expires") if name in proof]
    if None in limits:
        return True
    return "expires" in proof and cast(datetime, _moment(proof["expires"])) < moment - CLOCKS_DIFFER


def _signature(unsigned: Document, proof: Document, signer: str) -> Finding:
    try:
        key = key_of(signer)
    except OtherKey:
        return Finding(Check.OTHER_PROOF)
    if proof["verificationMethod"] != method_of(signer):
        return Finding(Check.BROKEN)
    try:
        return Finding(Check.SIGNED if is_signed(unsigned, proof, key) else Check.CHANGED)
    except UnknownVocabulary as problem:
        return Finding(Check.OTHER_WORDS, _line(str(problem)))
    except Uncovered as problem:
        return Finding(Check.UNCOVERED, _line(str(problem)))


def _within(document: Document) -> bool:
    return any("endorsement" in one for one in (document, *_achievements(document)))


def _facts(document: Document) -> Facts:
    """What it says of itself, for whoever reads the answer. Only what stands where the standard puts it."""
    issuer, subjects = document.get("issuer"), _objects(document.get("credentialSubject"))
    achievements = _achievements(document)
    first = achievements[0] if achievements else {}
    criteria = first.get("criteria")
    return Facts(
        title=_line(document.get("name") or first.get("name")),
        description=_line(first.get("description") or document.get("description")),
        criteria=_line(cast("dict[str, Any]", criteria).get("narrative") if isinstance(criteria, dict) else ""),
        issuer=_line(cast("dict[str, Any]", issuer).get("name") if isinstance(issuer, dict) else ""),
        issuer_id=_issuer(document),
        recipient=_line(_recipient(subjects)),
        valid_from=_iso(document.get("validFrom")),
        valid_until=_iso(document.get("validUntil")),
    )


def _achievements(document: Document) -> list[dict[str, Any]]:
    return [
        one for subject in _objects(document.get("credentialSubject")) for one in _objects(subject.get("achievement"))
    ]


def _objects(value: Any) -> list[dict[str, Any]]:
    return [cast("dict[str, Any]", one) for one in listed(value) if isinstance(one, dict)]


def _recipient(subjects: list[dict[str, Any]]) -> Any:
    for subject in subjects:
        for identity in _objects(subject.get("identifier")):
            if identity.get("identityType") == "name" and identity.get("hashed") is False:
                return identity.get("identityHash")
        if isinstance(subject.get("name"), str):
            return subject["name"]
    return ""


def _iso(value: Any) -> str:
    found = _moment(value)
    return found.isoformat() if found else ""


def _line(value: Any) -> str:
    if isinstance(value, dict):
        value = cast("dict[str, Any]", value).get("@value")
    text = " ".join(value.split()) if isinstance(value, str) else ""
    return text if len(text) <= _LONGEST_FACT else f"{text[:_LONGEST_FACT]}…"
