"""`python -m tests.bench [--only PART] [--out FILE] [--page FILE]`: measures, prints, and keeps what it measured.

Exit code 1 when a goal is missed or a part could not be measured. Run it on a machine that does nothing else.
"""

import argparse
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil

from tests.bench import (
    ambassadors,
    class_picture,
    connected,
    credentials,
    esco,
    event_kits,
    first_view,
    grid,
    ledger,
    live,
    marketplace,
    pages,
    pdf,
    photo,
    placements,
    public_page,
    sign_in,
    takeout,
    voices,
)
from tests.bench.figures import Figure, table
from tests.bench.instance import Instance, make_instance

ROOT = Path(__file__).parent.parent.parent
PARTS: dict[str, Callable[[Instance], list[Figure]]] = {
    "pages": pages.measure,
    "first-view": first_view.measure,
    "connected": connected.measure,
    "sign-in": sign_in.measure,
    "photo": photo.measure,
    "pdf": pdf.measure,
    "credentials": credentials.measure,
    "grid": grid.measure,
    "class-picture": class_picture.measure,
    "ledger": ledger.measure,
    "live": live.measure,
    "marketplace": marketplace.measure,
    "placements": placements.measure,
    "ambassadors": ambassadors.measure,
    "esco": esco.measure,
    "voices": voices.measure,
    "public-page": public_page.measure,
    "event-kits": event_kits.measure,
    "takeout": takeout.measure,
}
NUMBERS = re.compile(r"(<!-- numbers -->\n).*?(<!-- end of numbers -->)", re.S)


def machine() -> dict[str, Any]:
    """Where and when this was measured."""
    model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    return {
        "at": datetime.now(UTC).isoformat(timespec="minutes"),
        "commit": commit.stdout.strip(),
        "processor": model[1] if model else platform.processor(),
        "cores": os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 1024**3),
        "system": platform.freedesktop_os_release().get("PRETTY_NAME", platform.system()),
        "python": platform.python_version(),
        "busy_before": round(os.getloadavg()[0], 2),
    }


def said(where: dict[str, Any], figures: list[Figure]) -> str:
    """The Markdown that is printed and kept."""
    line = (
        f"Measured {where['at']} at {where['commit']}: {where['processor']}, {where['cores']} cores, "
        f"{where['memory_gb']} GB, {where['system']}, Python {where['python']}; load before: {where['busy_before']}."
    )
    return f"{line}\n\n{table(figures)}\n"


def main() -> int:
    """Measure the parts asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--only", choices=PARTS, action="append", help="this part alone; can be given more than once")
    parser.add_argument("--out", type=Path, help="keep the numbers in this JSON file")
    parser.add_argument("--page", type=Path, help="put the tables between the marks of this Markdown file")
    asked = parser.parse_args()
    where, figures, failed = machine(), list[Figure](), False
    with tempfile.TemporaryDirectory(prefix="polku-bench-") as folder:
        print("Making the instance", file=sys.stderr)
        instance = make_instance(Path(folder) / "data")
        for part in asked.only or PARTS:
            print(f"Measuring: {part}", file=sys.stderr)
            try:
                figures += PARTS[part](instance)
            except RuntimeError as problem:  # the other parts are worth having
                print(f"{part} could not be measured: {problem}", file=sys.stderr)
                failed = True
    text = said(where, figures)
    print(text)
    if asked.out:
        kept = {**where, "figures": [figure.kept() for figure in figures]}
        asked.out.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n")
    if asked.page:
        asked.page.write_text(NUMBERS.sub(lambda mark: f"{mark[1]}\n{text}\n{mark[2]}", asked.page.read_text()))
    return 0 if not failed and all(figure.met for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
