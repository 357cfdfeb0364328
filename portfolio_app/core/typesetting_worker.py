"""The process in which Typst sets one document, apart from the server: run as a file by `core/typesetting.py`.

Typst keeps what it has once worked out: 70 MB stayed behind with each portfolio of 60 photos. With its process that
goes too, and a document that takes too long can be ended. It is niced, so that answers to others come first. The job
comes as JSON on standard input, the PDF goes out on standard output; what Typst objects to goes to standard error.
"""

import json
import os
import sys
from datetime import datetime
from pathlib import Path

import typst

NICENESS = 10


def main() -> int:
    """Reads `{"template", "root", "fonts", "data", "made_at"}`; exits with 1 when Typst refuses the template."""
    job = json.load(sys.stdin)
    os.nice(NICENESS)
    try:
        pdf = typst.compile(
            Path(job["template"]).read_bytes(),
            root=job["root"],
            font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[job["fonts"]]),
            ignore_system_fonts=True,
            package_path=job["root"],
            package_cache_path=job["root"],
            format="pdf",
            pdf_standards=["ua-1"],
            sys_inputs={"data": job["data"]},
            timestamp=datetime.fromisoformat(job["made_at"]),
        )
    except typst.TypstError as fault:
        sys.stderr.write(fault.message)
        return 1
    sys.stdout.buffer.write(pdf)
    return 0


if __name__ == "__main__":
    sys.exit(main())
