"""Files that another program put into the ZIP beside its feed: found by the address the feed names, never by a path of
ours, and only those that could be a photo or a PDF. They are cleaned as any upload is when they come in."""

import mimetypes
import posixpath
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from portfolio_app.settings import settings
from portfolio_app.skills.models import EvidenceKind

KINDS: Mapping[str, EvidenceKind] = {
    "image/jpeg": EvidenceKind.PHOTO,
    "image/png": EvidenceKind.PHOTO,
    "image/webp": EvidenceKind.PHOTO,
    "application/pdf": EvidenceKind.PDF,
}
"""What can come in, by what it says it is; what it is, is seen when it is cleaned."""


@dataclass(frozen=True)
class Beside:
    """What lies in the same ZIP as a feed: the size of each file by its name there, and the feed's own folder."""

    folder: str = ""
    sizes: Mapping[str, int] = field(default_factory=dict[str, int])

    def find(self, address: str) -> str | None:
        """The name of the file that the feed calls so; None for one that is not there, and for one that is larger than
        an upload may be. Whatever leads out of the ZIP is not there."""
        for asked in (address, unquote(address)):
            name = posixpath.normpath(posixpath.join(self.folder, asked))
            if name in self.sizes:
                return name if self.sizes[name] <= settings().upload_bytes else None
        return None


def beside(archive: zipfile.ZipFile, feed: str) -> Beside:
    """What lies beside the feed of that name."""
    sizes = {info.filename: info.file_size for info in archive.infolist() if not info.is_dir()}
    return Beside(posixpath.dirname(feed), sizes)


def kind_of(name: str, said: str) -> EvidenceKind | None:
    """What a file of that name is kept as; `said` is the type that the feed gives it. None for what is kept as nothing
    here."""
    guessed = mimetypes.guess_type(name)[0] or said.partition(";")[0].strip().lower()
    return KINDS.get(guessed)
