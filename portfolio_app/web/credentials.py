"""Credentials as files (`/files/credentials/<id>.json`, `.png`), for their owner and for whoever may see them."""

import re
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portfolio_app.accounts import sessions
from portfolio_app.core.database import as_id
from portfolio_app.core.errors import NotFound
from portfolio_app.portfolio.credentials.badge import badge_png
from portfolio_app.portfolio.credentials.carriers import MEDIA_TYPE, baked
from portfolio_app.portfolio.credentials.queries import CredentialFile, load_file
from portfolio_app.sharing.actions import seen, viewing
from portfolio_app.sharing.models import Kind
from portfolio_app.web.cookie import key_in
from portfolio_app.web.files import HEADERS

NOT_IN_NAMES = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|]+")


async def as_json(request: Request) -> Response:
    """GET → the credential as it was signed."""
    return credential_json(await _found(request))


async def as_picture(request: Request) -> Response:
    """GET → its picture, with the credential inside."""
    return credential_picture(await _found(request))


def credential_json(found: CredentialFile) -> Response:
    """The credential, to keep."""
    return _to_keep(found.text.encode(), MEDIA_TYPE, found.title, "json")


def credential_picture(found: CredentialFile) -> Response:
    """Its picture with the credential inside, to keep."""
    return _to_keep(baked(badge_png(found.look), found.text), "image/png", found.title, "png")


async def _found(request: Request) -> CredentialFile:
    """404 for whoever may not see it, as for one there is not. Others leave a trace."""
    actor = await sessions.actor_of(key_in(request.headers.get("cookie", "")))
    if actor is None or actor.must_choose:
        raise NotFound()
    found = await load_file(actor, as_id(request.path_params["credential"]))
    await viewing(actor, found.owner_id, seen(Kind.CREDENTIAL, str(found.id)))
    return found


def file_name(title: str, ending: str) -> str:
    """What the file of a credential with that title is called."""
    return f"{NOT_IN_NAMES.sub(' ', title).strip(' .')[:80] or 'credential'}.{ending}"


def _to_keep(content: bytes, media_type: str, title: str, ending: str) -> Response:
    name = quote(file_name(title, ending), safe="")
    disposition = f"attachment; filename=\"credential.{ending}\"; filename*=UTF-8''{name}"
    return Response(content, headers=HEADERS | {"content-disposition": disposition}, media_type=media_type)


routes = [
    Route("/files/credentials/{credential}.json", as_json, methods=["GET"]),
    Route("/files/credentials/{credential}.png", as_picture, methods=["GET"]),
]
