"""The process in which uploaded files are opened, apart from the server: `python -m` and the name of this module.

A file made to crash a decoder, to fill the memory or to hang takes this process down and nothing else. It is niced,
may write no file, and has a bounded address space. Requests come as JSON lines on standard input, answers go out as a
JSON line and the bytes it announces: nothing that the server would have to unpickle from a process that may have been
taken over. Ends when its input does, and by itself when a file takes too long and nobody is left to end it.
"""

import json
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from portfolio_app.core.cleaned import Flaw, FlawedFile
from portfolio_app.core.confinement import confine
from portfolio_app.core.pictures import clean_picture

# What the largest picture taken in needs (a WebP of 30 million pixels, measured: 540 MB) and some room.
MEMORY_BYTES = 640 * 1024 * 1024


def answer(request: Mapping[str, object]) -> tuple[dict[str, object], tuple[bytes, ...]]:
    """What to send back for `{"path": …, "kind": "picture" | "pdf"}`: a header, and the bytes that follow it.

    The header has `sizes`, the lengths of the pieces, with `width` and `height` of a picture; or a `flaw`.
    """
    path = Path(str(request["path"]))
    try:
        if request["kind"] == "picture":
            picture = clean_picture(path)
            pieces = (picture.data, picture.thumbnail)
            return {"sizes": [len(piece) for piece in pieces], "width": picture.width, "height": picture.height}, pieces
        from portfolio_app.core.pdf_cleaning import clean_pdf  # not before: most workers only ever see photos

        document = clean_pdf(path)
        return {"sizes": [len(document)]}, (document,)
    except FlawedFile as error:
        return {"flaw": error.flaw.value}, ()
    except MemoryError:
        return {"flaw": (Flaw.TOO_MANY_PIXELS if request["kind"] == "picture" else Flaw.TOO_COMPLEX_PDF).value}, ()


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answers requests one by one until there are no more."""
    for line in requests:
        request = json.loads(line)
        signal.alarm(int(request["seconds"]) + 5)  # unhandled, so it ends the process even inside a decoder
        header, pieces = answer(request)
        signal.alarm(0)
        answers.write(json.dumps(header).encode() + b"\n")
        answers.writelines(pieces)
        answers.flush()


def main() -> None:
    """Keeps the way out to itself (a library that prints would garble it), then serves."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the server ends us in its own time
    confine(MEMORY_BYTES)
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
