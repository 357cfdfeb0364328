"""The demo's files on their way into the media store, cleaned as if somebody had uploaded them."""

import asyncio
import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from portfolio_app.core.cleaned import CleanPicture
from portfolio_app.core.media import media_store
from portfolio_app.core.pictures import clean_picture
from portfolio_app.demo.papers import paper
from portfolio_app.demo.photos import MOTIFS, VARIATIONS, photo
from portfolio_app.skills.files import KeptFile

_CAMERA_QUALITY = 90  # of the JPEG before it is cleaned, as phones make them


class Media:
    """Photos and papers: photos are drawn and stored first, papers as stories need them, and stored at the end."""

    photos = len(MOTIFS) * VARIATIONS

    def __init__(self) -> None:
        self._photos: dict[tuple[str, int], KeptFile] = {}
        self._papers: dict[tuple[str, str, str], KeptFile] = {}
        self._waiting: dict[str, bytes] = {}

    def __len__(self) -> int:
        return len(self._photos) + len(self._papers)

    async def store_photos(self, stored: Callable[[], None]) -> None:
        """Draw, clean and store every photo there is; `stored` is told of each. As many at once as there are cores."""
        turns = asyncio.Semaphore(os.cpu_count() or 1)

        async def store(motif: str, variation: int) -> None:
            async with turns:
                cleaned = await asyncio.to_thread(_taken, motif, variation)
                sha256, thumbnail = await media_store().put(cleaned.data), await media_store().put(cleaned.thumbnail)
            size = len(cleaned.data) + len(cleaned.thumbnail)
            name = f"IMG_{2041 + 97 * len(motif) + variation}.jpg"
            self._photos[motif, variation] = KeptFile(
                "picture", cleaned.content_type, sha256, size, name, thumbnail, cleaned.width, cleaned.height
            )
            stored()

        async with asyncio.TaskGroup() as group:
            for motif in MOTIFS:
                for variation in range(VARIATIONS):
                    group.create_task(store(motif, variation))

    async def store_papers(self) -> None:
        """Store the papers that stories asked for."""
        for data in self._waiting.values():
            await media_store().put(data)
        self._waiting.clear()

    def photo(self, motif: str, variation: int) -> KeptFile:
        """A stored photo."""
        return self._photos[motif, variation % VARIATIONS]

    def paper(self, kind: str, language: str, name: str) -> KeptFile:
        """A PDF about somebody, to be stored later."""
        key = (kind, language, name)
        if key not in self._papers:
            data = paper(*key)
            sha256 = hashlib.sha256(data).hexdigest()
            self._waiting[sha256] = data
            self._papers[key] = KeptFile("pdf", "application/pdf", sha256, len(data), f"{kind}.pdf")
        return self._papers[key]


def _taken(motif: str, variation: int) -> CleanPicture:
    with tempfile.NamedTemporaryFile(suffix=".jpg") as file:
        photo(motif, variation).save(file, "JPEG", quality=_CAMERA_QUALITY)
        file.flush()
        return clean_picture(Path(file.name))
