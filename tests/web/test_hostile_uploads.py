"""Files made to break whatever opens them, sent as pupils send photos: a sentence or a clean file, never more."""

import io
from collections.abc import Callable, Mapping
from uuid import uuid4

import httpx
import pytest
from PIL import Image

from portfolio_app.core.models import MediaFile
from portfolio_app.settings import Settings
from portfolio_app.skills.models import Evidence
from portfolio_app.web import files, uploads
from tests.core import samples
from tests.web.http import browser
from tests.web.test_uploads import JSON, _workers_end, a_photo, a_pupil, fields, files_left, kept

__all__ = ["_workers_end"]


async def wrong_with(client: httpx.AsyncClient, kind: str, name: str, content: bytes) -> str:
    """Send it; returns what is wrong with the answer, or with what the server has afterwards."""
    had = len(await kept(Evidence)), len(await kept(MediaFile)), len(files_left())
    form = fields(kind=kind, title=name, people_in_it="nobody" if kind == "photo" else "", request=str(uuid4()))
    answer = await client.post("/files/evidence", data=form, files={kind: (name, content)}, headers=JSON)
    if answer.status_code == 422:
        has = len(await kept(Evidence)), len(await kept(MediaFile)), len(files_left())
        sentence = answer.json()["problem"]
        if has != had:
            return f"refused, and something of it is kept: {had} {has}"
        return "" if sentence.endswith(".") and answer.json()["field"] == "file" else f"says {sentence}"
    if answer.status_code != 201:
        return f"answers {answer.status_code}"
    if kind == "pdf":
        return ""
    (newest,) = [one for one in await kept(Evidence) if str(one.id) == answer.json()["id"]]
    shown = await client.get(f"/files/{newest.media_id}")
    picture = Image.open(io.BytesIO(shown.content), formats=["JPEG"])
    return "" if shown.headers["content-type"] == "image/jpeg" and not picture.getexif() else "shows something else"


@pytest.mark.parametrize("empty", ["sqlite"], indirect=True)
@pytest.mark.parametrize("group", [samples.hostile_files, samples.shared_pictures])
async def test_hostile_files_are_kept_clean_or_refused_in_a_sentence(
    database: Settings, group: Callable[[], Mapping[str, bytes]]
) -> None:
    """Each as a photo, documents also as such; a photo like any other is taken afterwards."""
    wrong: list[str] = []
    async with browser([*uploads.routes, *files.routes], await a_pupil()) as client:
        for name, content in group().items():
            for kind in ("photo", "pdf") if name.endswith(".pdf") else ("photo",):
                if problem := await wrong_with(client, kind, name, content):
                    wrong.append(f"{name} as {kind}: {problem}")
        assert not await wrong_with(client, "photo", "lake.jpg", a_photo())
    assert not wrong, "\n".join(wrong)
