"""What can be said of a credential: one of four answers, never two, with what was checked in words.

Calling a genuine certificate *not valid* harms its owner, so what is out of reach here is an answer of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from portfolio_app.core.languages import N_, _, format_date


class Outcome(StrEnum):
    """The four answers."""

    NOT_VALID = "not_valid"
    CANNOT_CHECK = "cannot_check"
    ISSUER_UNKNOWN = "issuer_unknown"
    TRUSTED = "trusted"


class Check(StrEnum):
    """What was looked at, with what came of it."""

    COMPLETE = "complete"
    SIGNED = "signed"
    COVERED = "covered"
    BY_ISSUER = "by_issuer"
    IN_TIME = "in_time"
    KNOWN = "known"

    BROKEN = "broken"
    TWICE = "twice"
    NO_ISSUER = "no_issuer"
    NO_SIGNATURE = "no_signature"
    CHANGED = "changed"
    UNCOVERED = "uncovered"
    OTHER_SIGNER = "other_signer"
    OTHER_PURPOSE = "other_purpose"
    ENDED = "ended"
    NOT_YET = "not_yet"

    OTHER_KIND = "other_kind"
    OTHER_PROOF = "other_proof"
    OTHER_WORDS = "other_words"
    KEY_ELSEWHERE = "key_elsewhere"
    STATUS_ELSEWHERE = "status_elsewhere"
    TOO_MUCH = "too_much"

    UNKNOWN = "unknown"
    WITHIN = "within"


BAD = frozenset(
    {
        Check.BROKEN,
        Check.TWICE,
        Check.NO_ISSUER,
        Check.NO_SIGNATURE,
        Check.CHANGED,
        Check.UNCOVERED,
        Check.OTHER_SIGNER,
        Check.OTHER_PURPOSE,
        Check.ENDED,
        Check.NOT_YET,
    }
)
OUT_OF_REACH = frozenset(
    {
        Check.OTHER_KIND,
        Check.OTHER_PROOF,
        Check.OTHER_WORDS,
        Check.KEY_ELSEWHERE,
        Check.STATUS_ELSEWHERE,
        Check.TOO_MUCH,
    }
)
WORDS: Mapping[Check, str] = {
    Check.COMPLETE: N_("It can be read, and says who issued it."),
    Check.SIGNED: N_("The signature is right: nothing was changed since it was signed."),
    Check.COVERED: N_("The signature covers all that it says."),
    Check.BY_ISSUER: N_("It was signed by the issuer it names."),
    Check.IN_TIME: N_("Its dates fit today."),
    Check.KNOWN: N_("The issuer is known here: {value}."),
    Check.BROKEN: N_("It is damaged or incomplete, so it is no credential that anybody can check."),
    Check.TWICE: N_("The file has two different credentials in one place, so it is not clear which one it is."),
    Check.NO_ISSUER: N_("It does not say who issued it."),
    Check.NO_SIGNATURE: N_("There is no signature in it, so anybody could have written it."),
    Check.CHANGED: N_("The signature does not fit: something was changed after it was signed."),
    Check.UNCOVERED: N_("There is something in it that the signature does not cover, so anybody could have added it."),
    Check.OTHER_SIGNER: N_("It was signed by somebody else than the issuer it names."),
    Check.OTHER_PURPOSE: N_("The signature was made for something else, or does not hold any more."),
    Check.ENDED: N_("It was valid until {value}."),
    Check.NOT_YET: N_("It is valid from {value} on, and not before."),
    Check.OTHER_KIND: N_("It is of an older or another kind than the credentials that can be checked here."),
    Check.OTHER_PROOF: N_("Its signature is of a kind that cannot be checked here."),
    Check.OTHER_WORDS: N_("It uses a vocabulary that is not known here, so its signature cannot be checked."),
    Check.KEY_ELSEWHERE: N_("The issuer’s key lies somewhere else ({value}), and nothing is fetched from elsewhere."),
    Check.STATUS_ELSEWHERE: N_(
        "Whether it was taken back is written somewhere else, and nothing is fetched from there."
    ),
    Check.TOO_MUCH: N_("It is too large or too complicated to be checked here."),
    Check.UNKNOWN: N_("The issuer is not known here. Whoever signed it chose the name “{value}” themselves."),
    Check.WITHIN: N_("Others’ words within it have signatures of their own, which were not checked."),
}
TITLES: Mapping[Outcome, str] = {
    Outcome.NOT_VALID: N_("Not valid"),
    Outcome.CANNOT_CHECK: N_("Cannot be checked here"),
    Outcome.ISSUER_UNKNOWN: N_("Valid, but the issuer is unknown here"),
    Outcome.TRUSTED: N_("Valid, and the issuer is known here"),
}
MEANINGS: Mapping[Outcome, str] = {
    Outcome.NOT_VALID: N_("Do not rely on it. If you think it is genuine, ask for the file as it was issued."),
    Outcome.CANNOT_CHECK: N_("It may well be genuine. Ask whoever issued it."),
    Outcome.ISSUER_UNKNOWN: N_("Nobody has changed it. Whether its issuer is who they say, you have to find out."),
    Outcome.TRUSTED: N_("Nobody has changed it, and it was issued by a school that uses this service."),
}


@dataclass(frozen=True)
class Finding:
    """One thing that was checked. `value` is a name, an address or a moment (ISO)."""

    check: Check
    value: str = ""

    def sentence(self) -> str:
        """It, in the language being spoken."""
        value = self.value
        if self.check in (Check.ENDED, Check.NOT_YET):
            value = format_date(datetime.fromisoformat(value))
        return _(WORDS[self.check]).format(value=value)


@dataclass(frozen=True)
class Facts:
    """What a credential says, cut to a bearable length; "" for what it does not say. Moments are ISO."""

    title: str = ""
    description: str = ""
    criteria: str = ""
    issuer: str = ""
    issuer_id: str = ""
    recipient: str = ""
    valid_from: str = ""
    valid_until: str = ""


@dataclass(frozen=True)
class Answer:
    """What came of checking one credential."""

    outcome: Outcome
    findings: tuple[Finding, ...]
    facts: Facts = Facts()

    def as_json(self) -> dict[str, Any]:
        """For the way out of the process it was made in."""
        return asdict(self)


def answer_of(findings: Sequence[Finding], facts: Facts = Facts()) -> Answer:
    """The answer that these findings come to, for somebody who knows no issuer."""
    checks = {one.check for one in findings}
    if checks & BAD:
        outcome = Outcome.NOT_VALID
    elif checks & OUT_OF_REACH or Check.SIGNED not in checks:
        outcome = Outcome.CANNOT_CHECK
    else:
        outcome = Outcome.ISSUER_UNKNOWN
        findings = [*findings, Finding(Check.UNKNOWN, facts.issuer or facts.issuer_id)]
    return Answer(outcome, tuple(findings), facts)


def answer_from(given: Mapping[str, Any]) -> Answer:
    """An answer as `as_json` wrote it. Raises `ValueError`, `KeyError` or `TypeError` for anything else."""
    findings = tuple(Finding(Check(one["check"]), str(one["value"])) for one in given["findings"])
    facts = Facts(**{str(name): str(value) for name, value in given["facts"].items()})
    return Answer(Outcome(given["outcome"]), findings, facts)


def with_known_issuers(answer: Answer, known: Mapping[str, str]) -> Answer:
    """The answer for somebody who knows these issuers: the name of each, by their DID."""
    name = known.get(answer.facts.issuer_id)
    if answer.outcome is not Outcome.ISSUER_UNKNOWN or name is None:
        return answer
    rest = (one for one in answer.findings if one.check is not Check.UNKNOWN)
    return replace(answer, outcome=Outcome.TRUSTED, findings=(*rest, Finding(Check.KNOWN, name)))
