"""A forged certificate is found out, a genuine one is called none, and nothing makes the checking fall over."""

import copy
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio_app.portfolio.credentials.answers import Check, Outcome, with_known_issuers
from portfolio_app.portfolio.credentials.canonical import Uncovered, canonical
from portfolio_app.portfolio.credentials.checking import check, check_text
from portfolio_app.portfolio.credentials.keys import did_of
from portfolio_app.portfolio.credentials.proofs import signed
from tests.portfolio.credentials.samples import (
    CHEATS,
    KEY,
    LATER,
    MOMENT,
    NAMES,
    OTHER_KEY,
    SCHOOL,
    Document,
    a_credential,
    anew,
    as_bytes,
    changed,
    without_proof,
)

SHARED = Path("/work/shared/data/credentials")
GOOD = a_credential()


def outcome(document: Document, moment: datetime = LATER) -> Outcome:
    """The answer for a document as a file has it."""
    return check_text(as_bytes(document), moment).outcome


def checks(document: Document, moment: datetime = LATER) -> set[Check]:
    """What was found."""
    return {one.check for one in check_text(as_bytes(document), moment).findings}


@pytest.mark.parametrize("name", NAMES)
def test_what_a_school_signs_is_valid_with_any_name_and_trusted_where_the_school_is_known(name: str) -> None:
    answer = check_text(as_bytes(a_credential(name)), LATER)
    assert answer.outcome is Outcome.ISSUER_UNKNOWN
    assert (answer.facts.recipient, answer.facts.title, answer.facts.issuer) == (name, "Works in a team", SCHOOL)
    known = with_known_issuers(answer, {did_of(KEY.public_key()): "School 1"})
    assert known.outcome is Outcome.TRUSTED
    assert "The issuer is known here: School 1." in [one.sentence() for one in known.findings]
    assert with_known_issuers(answer, {did_of(OTHER_KEY.public_key()): "School 1"}) == answer


@pytest.mark.parametrize("cheat", CHEATS)
def test_every_way_of_cheating_is_found_out(cheat: str) -> None:
    forged = changed(CHEATS[cheat])
    answer = check_text(as_bytes(forged), LATER)
    assert answer.outcome is Outcome.NOT_VALID, cheat
    assert with_known_issuers(answer, {did_of(KEY.public_key()): "School 1"}) == answer


def test_anybody_can_give_themselves_the_name_of_a_school_and_stays_unknown() -> None:
    forged = without_proof(a_credential())
    forged["issuer"]["id"] = did_of(OTHER_KEY.public_key())
    answer = check(signed(forged, OTHER_KEY, MOMENT), LATER)
    known = with_known_issuers(answer, {did_of(KEY.public_key()): SCHOOL})
    assert known.outcome is Outcome.ISSUER_UNKNOWN
    assert f"chose the name “{SCHOOL}” themselves" in known.findings[-1].sentence()


def test_a_credential_is_valid_from_its_first_day_to_its_last_and_clocks_may_differ_a_little() -> None:
    def limits(one: Document) -> None:
        one["validUntil"] = "2024-12-01T12:00:00+02:00"

    document = anew(limits)
    assert checks(document, MOMENT - timedelta(hours=1)) >= {Check.NOT_YET}
    assert outcome(document, MOMENT - timedelta(minutes=3)) is Outcome.ISSUER_UNKNOWN
    end = datetime(2024, 12, 1, 10, tzinfo=UTC)
    assert outcome(document, end + timedelta(minutes=3)) is Outcome.ISSUER_UNKNOWN
    assert outcome(document, end + timedelta(hours=1)) is Outcome.NOT_VALID
    assert checks(document, end + timedelta(hours=1)) >= {Check.ENDED, Check.SIGNED}
    for nonsense in ("soon", 5, "2026-13-01T00:00:00Z", None, "-0001-01-01T00:00:00Z"):
        assert outcome(anew(lambda one, said=nonsense: one.update(validFrom=said))) is Outcome.NOT_VALID


def test_a_proof_in_a_list_counts_and_others_may_sign_beside_the_issuer_but_not_in_their_place() -> None:
    ours, theirs = GOOD["proof"], signed(without_proof(GOOD), OTHER_KEY, MOMENT)["proof"]
    other_kind = {**ours, "cryptosuite": "ecdsa-sd-2023"}
    elsewhere = {**ours, "verificationMethod": "https://school.example/keys#1"}

    def of(*proofs: Any) -> Outcome:
        return outcome({**GOOD, "proof": list(proofs)})

    assert of(ours) is of(ours, theirs) is of(other_kind, ours) is Outcome.ISSUER_UNKNOWN
    assert of(other_kind) is of(theirs, other_kind) is Outcome.CANNOT_CHECK
    assert of(theirs) is of(theirs, elsewhere) is of(ours, {**ours, "proofValue": "z1"}) is Outcome.NOT_VALID
    assert of("a proof") is of(ours, None) is Outcome.NOT_VALID
    assert of({}) is of(*[ours] * 6) is Outcome.CANNOT_CHECK


def test_what_is_out_of_reach_is_not_called_a_forgery() -> None:
    far = {"id": "https://school.example/issuer", "type": ["Profile"], "name": "A school"}
    method = "https://school.example/issuer#key-1"
    web = {**GOOD, "issuer": far, "proof": {**GOOD["proof"], "verificationMethod": method}}
    assert checks(web) >= {Check.KEY_ELSEWHERE}
    did_web = copy.deepcopy(web)
    did_web["issuer"]["id"] = "did:web:school.example"
    did_web["proof"]["verificationMethod"] = "did:web:school.example#key-1"
    former = {**web, "@context": ["https://www.w3.org/2018/credentials/v1", *GOOD["@context"][1:]]}
    status = anew(
        lambda one: one.update(credentialStatus={"id": "https://s.example/1", "type": "BitstringStatusListEntry"})
    )
    chained = {**GOOD, "proof": {**GOOD["proof"], "previousProof": "urn:x:1"}}
    words = copy.deepcopy(GOOD)
    words["@context"].append("https://school.example/words.json")
    for one in (
        web,
        did_web,
        former,
        status,
        chained,
        words,
        {"type": "Assertion", "@context": "https://w3id.org/openbadges/v2"},
    ):
        assert outcome(one) is Outcome.CANNOT_CHECK, one


def test_a_credential_cannot_bring_its_own_meaning_of_words() -> None:
    """`{"rank": null}` in a context makes a word vanish from what is signed; another makes it mean `@index`."""
    for own in ({"rank": None}, {"rank": "@index"}, {"rank": "@nest"}, {"@vocab": "urn:x:"}):
        document = copy.deepcopy(GOOD)
        document["@context"].append(own)
        document["rank"] = "1"
        assert outcome(document) is Outcome.CANNOT_CHECK
        nested = copy.deepcopy(GOOD)
        nested["credentialSubject"] |= {"@context": own, "rank": "1"}
        assert outcome(nested) is Outcome.NOT_VALID


def test_words_in_a_language_and_whole_numbers_written_with_a_point_are_signed_as_others_sign_them() -> None:
    def with_both(one: Document) -> None:
        one["name"] = {"@value": "Työskentelee", "@language": "fi"}
        one["credentialSubject"]["creditsEarned"] = 3

    document = anew(with_both)
    assert outcome(document) is Outcome.ISSUER_UNKNOWN
    assert check_text(as_bytes(document), LATER).facts.title == "Työskentelee"
    pointed = as_bytes(document).replace(b'"creditsEarned": 3', b'"creditsEarned": 3.0')
    assert check_text(pointed, LATER).outcome is Outcome.ISSUER_UNKNOWN


def test_endorsements_within_are_said_to_be_unchecked() -> None:
    def endorsed(one: Document) -> None:
        within = {key: one[key] for key in ("@context", "issuer", "validFrom")}
        within |= {"id": "urn:x:e", "type": ["VerifiableCredential", "EndorsementCredential"], "name": "Good"}
        within["credentialSubject"] = {
            "id": "urn:x:s",
            "type": ["EndorsementSubject"],
            "endorsementComment": "Very good",
        }
        one["endorsement"] = [within]

    assert checks(anew(endorsed)) >= {Check.SIGNED, Check.WITHIN}


@pytest.mark.parametrize(
    "text",
    [
        b'{"type": "VerifiableCredential", "type": "x"}',
        b'{"validFrom": NaN}',
        b'{"a": 1e999}',
        b'{"a": ' + b"9" * 5000 + b"}",
        b'{"name": "\\ud800"}',
        b"[]",
        b"null",
        b'{"cut',
        b"\xff\xfe",
        b"",
    ],
)
def test_what_two_programs_would_read_differently_is_no_credential(text: bytes) -> None:
    assert check_text(text, LATER).outcome is Outcome.NOT_VALID


def test_too_deep_too_many_and_too_long_are_too_much() -> None:
    for text in (
        b'{"a":' * 500 + b"1" + b"}" * 500,
        b"[" * 100_000,
        b'{"a":[' + b"1," * 9000 + b"1]}",
        b"{" + b" " * 300_000,
    ):
        assert [one.check for one in check_text(text, LATER).findings] == [Check.TOO_MUCH]


def test_a_vocabulary_is_never_fetched_and_a_part_without_one_is_never_left_out() -> None:
    with pytest.raises(Uncovered):
        canonical({"@context": GOOD["@context"], "id": "urn:x:1", "nobodyDefines": "this"})


def paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every single value."""
    if isinstance(value, dict):
        return [found for key, one in value.items() for found in paths(one, (*path, key))]
    if isinstance(value, list):
        return [found for number, one in enumerate(value) for found in paths(one, (*path, number))]
    return [path]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(paths(GOOD)), anything)
def test_any_claim_that_is_changed_makes_it_not_valid(path: tuple[Any, ...], value: Any) -> None:
    document = copy.deepcopy(GOOD)
    *way, last = path
    place: Any = document
    for step in way:
        place = place[step]
    if place[last] == value or json.dumps(place[last]) == json.dumps(value):
        return
    place[last] = value
    answer = check_text(as_bytes(document), LATER)
    # A change that puts the key, the kind of proof or the vocabulary out of reach leaves nothing that could be trusted.
    out_of_reach = path[0] in ("@context", "proof", "type")
    assert answer.outcome is Outcome.NOT_VALID or (out_of_reach and answer.outcome is Outcome.CANNOT_CHECK)


@given(
    st.sampled_from(sorted({path[:-1] for path in paths(GOOD)}, key=str)),
    st.text(min_size=1, max_size=12),
    st.text(min_size=1),
)
def test_any_claim_that_is_added_makes_it_not_valid(path: tuple[Any, ...], name: str, value: str) -> None:
    document = copy.deepcopy(GOOD)
    place: Any = document
    for step in path:
        place = place[step]
    if isinstance(place, list):
        place.append(value)
    elif name in place:
        return
    else:
        place[name] = value
    answer = check_text(as_bytes(document), LATER)
    assert answer.outcome in (Outcome.NOT_VALID, Outcome.CANNOT_CHECK)


@given(anything)
def test_any_json_gets_an_answer(value: Any) -> None:
    assert check_text(json.dumps(value).encode(), LATER).outcome in (Outcome.NOT_VALID, Outcome.CANNOT_CHECK)


EXPECTED = {
    "good-signed-by-python.json": Outcome.ISSUER_UNKNOWN,
    "good-signed-by-javascript.json": Outcome.ISSUER_UNKNOWN,
    "bad-claim-changed.json": Outcome.NOT_VALID,
    "bad-issuer-changed.json": Outcome.NOT_VALID,
    "bad-property-added.json": Outcome.NOT_VALID,
    "bad-signed-with-another-key.json": Outcome.NOT_VALID,
    # No issuer, no context of credentials, no proof, and one of the year 2040: no key could make these good today.
    "simple-err-issuer.json": Outcome.NOT_VALID,
    "simple-err-context.json": Outcome.NOT_VALID,
    "simple-noproof.json": Outcome.NOT_VALID,
    "simple-err-issued.json": Outcome.NOT_VALID,
}
"""Of the samples; all others are signed with keys that lie elsewhere."""


def test_every_sample_gets_the_right_one_of_the_four_answers() -> None:
    for file in sorted(SHARED.rglob("*.json")):
        found = check_text(file.read_bytes(), datetime(2026, 11, 26, tzinfo=UTC)).outcome
        assert found is EXPECTED.get(file.name, Outcome.CANNOT_CHECK), file.name
