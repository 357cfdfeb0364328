"""How a pupil's device sees *My skills*: a slow processor on a slow line, first and second visit."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.bench.figures import Figure
from tests.bench.instance import Instance, serving
from tests.serving import free_port

RUNS = 5
PROFILE = "school"
PAGE = "/fi/skills"
LIVE = "main tbody a[href*='/capability?']"  # the skills themselves, which are nowhere before the data are
WHO, PASSPHRASE = "siiri", "polku-demo"
PAGELOAD = Path(__file__).parent / "pageload.py"

KB = 1024
FIGURES = (
    # what, unit, metric of pageload.py, divided by, most on the first visit, on the second
    ("JavaScript", "KB", "js_bytes", KB, 180, None),
    ("everything over the wire", "KB", "bytes", KB, 260, None),
    ("text visible", "s", "fcp", 1000, 0.8, None),
    ("live content", "s", "visible", 1000, 1.75, 1.05),
    ("layout shift", "", "cls", 1, 0.05, 0.05),
)


def measure(instance: Instance) -> list[Figure]:
    """Five visits each, in a browser that is new for every pair."""
    with serving(instance) as server, tempfile.TemporaryDirectory() as folder:
        steps, out = Path(folder) / "steps.json", Path(folder) / "out.json"
        steps.write_text(json.dumps(_sign_in(server.url)))
        command = [sys.executable, PAGELOAD, f"{server.url}{PAGE}", "--selector", LIVE, "--steps", steps]
        command += ["--profile", PROFILE, "--runs", str(RUNS), "--slow-port", str(free_port()), "--out", out]
        subprocess.run(command, stdout=sys.stderr, check=True, timeout=600)
        visits = json.loads(out.read_text())["profiles"][PROFILE]
    return [figure for visit in ("first", "second") for figure in _figures(visit, visits)]


def _sign_in(url: str) -> list[list[str]]:
    form = "form[action='/sign-in']:has(input[name='passphrase']:not([type='hidden']))"
    return [
        ["goto", f"{url}/fi/sign-in"],
        ["fill", f"{form} input[name='username']", WHO],
        ["fill", f"{form} input[name='passphrase']", PASSPHRASE],
        ["press", f"{form} input[name='passphrase']", "Enter"],
        ["wait", "main h1"],
        ["goto", f"{url}{PAGE}"],
        ["wait", LIVE],
    ]


def _figures(visit: str, visits: dict[str, Any]) -> list[Figure]:
    runs = visits["cold" if visit == "first" else "warm"]["runs"]
    if wrong := [run["ok"] for run in runs if run["ok"] is not True]:
        raise RuntimeError(f"{PAGE} did not show its content: {wrong[0]}")
    made = []
    for what, unit, metric, per, first, second in FIGURES:
        values = tuple(run[metric] / per for run in runs)
        made.append(Figure("My skills", f"{visit} visit: {what}", unit, values, first if visit == "first" else second))
    return made
