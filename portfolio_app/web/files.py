"""Files go out over HTTP: `GET /files/<media id>` and `/files/<media id>/thumbnail`, to their owner and to whoever may
see an evidence, an entry or a collection that holds them, or the wall of their school on which they are. A browser asks
each time, so that what is not shared any more is not shown.
"""

import re
from collections.abc import AsyncIterator
from urllib.parse import quote
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from portfolio_app.accounts import sessions
from portfolio_app.accounts.actor import Actor
from portfolio_app.ambassadors.wall.queries import on_the_wall
from portfolio_app.core.database import as_id, reading
from portfolio_app.core.errors import NotFound
from portfolio_app.core.media import media_store
from portfolio_app.core.models import MediaFile
from portfolio_app.portfolio.files import showing
from portfolio_app.sharing.actions import AMBASSADOR, PROFILE, seen, viewing
from portfolio_app.sharing.models import Kind
from portfolio_app.skills.policy import seen_evidence
from portfolio_app.web.cookie import key_in

ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "application/pdf": ".pdf"}
HEADERS = {
    "cache-control": "private, no-cache",
    "vary": "Cookie",
    "x-content-type-options": "nosniff",
    # Whatever a file might try when it is opened by itself, it may not.
    "content-security-policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
}


async def download(request: Request) -> Response:
    """GET → the file: pictures to look at, PDFs to keep. 404 for whoever may not see it, as for a file there is not."""
    return await whole_file(request, await _found(request))


async def whole_file(request: Request, media: MediaFile) -> Response:
    """A file that its reader may see: a picture to look at, a PDF to keep."""
    content_type = media.content_type
    name = _safe_name(media.name, ENDINGS.get(content_type, ""))
    shown = "inline" if content_type.startswith("image/") else "attachment"
    ascii_name = re.sub(r"[^A-Za-z0-9._-]+", "_", name)
    disposition = f"{shown}; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name, safe='')}"
    return await _answer(request, media.sha256, content_type, {"content-disposition": disposition})


async def thumbnail(request: Request) -> Response:
    """GET → the small picture of a photo."""
    media = await _found(request, small=True)
    if not media.thumbnail_sha256:
        raise NotFound()
    return await _answer(request, media.thumbnail_sha256, "image/jpeg", {"content-disposition": "inline"})


async def _found(request: Request, *, small: bool = False) -> MediaFile:
    """The file asked for, when the reader may see it. Others' files leave a trace: opened themselves as the thing they
    belong to, as thumbnails as a look at their owner's page."""
    actor = await sessions.actor_of(key_in(request.headers.get("cookie", "")))
    if actor is None or actor.must_choose:
        raise NotFound()
    media, thing = await _media(actor, as_id(request.path_params["media"]))
    await viewing(actor, media.person_id, PROFILE if small else thing)
    return media


async def _media(actor: Actor, media_id: UUID) -> tuple[MediaFile, str]:
    async with reading() as session:
        media = (await session.execute(select(MediaFile).where(col(MediaFile.id) == media_id))).scalar_one_or_none()
        if media is None:
            raise NotFound()
        if media.person_id == actor.person_id:
            return media, ""
        evidence = await seen_evidence(session, actor, media_id)
        if evidence is not None and evidence.person_id == media.person_id:
            return media, seen(Kind.EVIDENCE, str(evidence.id))
        if thing := await showing(session, actor, media.person_id, media_id):
            return media, thing
        if await on_the_wall(session, actor, media.person_id, media_id):
            return media, AMBASSADOR
    raise NotFound()


def _safe_name(name: str, ending: str) -> str:
    """The owner's name for a file with the ending of what it became; without what file systems do not take."""
    stem = re.sub(r"[\x00-\x1f\x7f/\\:*?\"<>|]+", " ", name.rpartition(".")[0] or name).strip(" .")
    return f"{stem[:120] or 'file'}{ending}"


async def _answer(request: Request, sha256: str, content_type: str, headers: dict[str, str]) -> Response:
    etag = f'"{sha256}"'
    headers = HEADERS | headers | {"etag": etag}
    asked = {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
    if etag in asked:
        return Response(status_code=304, headers=headers)
    store = media_store()
    size = await store.size(sha256)
    headers["content-length"] = str(size)
    chunks: AsyncIterator[bytes] = store.stream(sha256, size=size)
    return StreamingResponse(chunks, media_type=content_type, headers=headers)


routes = [
    Route("/files/{media}", download, methods=["GET"]),
    Route("/files/{media}/thumbnail", thumbnail, methods=["GET"]),
]
