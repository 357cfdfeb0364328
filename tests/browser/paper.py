"""What a downloaded PDF says."""

import asyncio
import subprocess
from pathlib import Path


async def said_in(pdf: Path, *, raw: bool = False) -> str:
    """The text of a PDF as `pdftotext` reads it: laid out as on paper, or `raw`, in the order of its content."""
    command = ["pdftotext", "-raw" if raw else "-layout", str(pdf), "-"]
    finished = await asyncio.to_thread(subprocess.run, command, check=True, capture_output=True, text=True)
    return finished.stdout
