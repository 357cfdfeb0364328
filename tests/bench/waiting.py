"""How long others wait while something heavy goes on."""

from tests.bench.figures import Figure, percentile
from tests.bench.load import Outcome

GOAL_MS = 300


def others_p95(part: str, meanwhile: str, outcome: Outcome, began: float, ended: float) -> Figure:
    """The p95 of the saves that were under way between two moments of `time.monotonic()`.

    Raises `RuntimeError` when a save failed or something of another pupil's arrived.
    """
    took = [seconds for clicked, seconds in outcome.saves if clicked < ended and clicked + seconds > began]
    if outcome.errors or outcome.foreign or not took:
        raise RuntimeError(f"others could not work: {outcome.errors[:3]}, {outcome.foreign} of others', {len(took)}")
    what = f"{meanwhile}: p95 of {len(took)} saves by others"
    return Figure(part, what, "ms", (1000 * percentile(took, 0.95),), GOAL_MS)
