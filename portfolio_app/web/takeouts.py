"""Takeouts over HTTP: `POST /takeouts` asks for one, `GET /takeouts/<id>.zip` has it (in parts too, so that a download
that broke off goes on), `POST /takeouts/back` brings one back, `POST /takeouts/confirm` says whether it is one's own,
and `GET …/progress` says how far it is while a page waits for it."""

from collections.abc import MutableMapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from portfolio_app.accounts import sessions
from portfolio_app.accounts.actor import Actor
from portfolio_app.core.cleaned import Flaw
from portfolio_app.core.database import as_id
from portfolio_app.core.errors import DomainError, NotFound, Refused
from portfolio_app.core.languages import speaking
from portfolio_app.core.media import StorageFull
from portfolio_app.core.unusable_files import UnusableFile
from portfolio_app.core.uploads import stage_upload
from portfolio_app.portfolio.policy import may_keep_a_portfolio
from portfolio_app.portfolio.takeout import returning
from portfolio_app.portfolio.takeout.actions import ask_for_takeout, note_download, open_takeout
from portfolio_app.portfolio.takeout.queries import load_bring_back, load_takeout
from portfolio_app.portfolio.takeout.returning import take_in
from portfolio_app.settings import settings
from portfolio_app.web.cookie import key_in
from portfolio_app.web.forms import request_language
from portfolio_app.web.limits import UnderWay
from portfolio_app.web.multipart import IncomingForm
from portfolio_app.web.pdf_answers import language_of, sign_in_first
from portfolio_app.web.requests import BRING_BACK

PRIVATE = "private, no-store"
_under_way = UnderWay(1)


class Download(FileResponse):
    """The file, which notes that it went to its owner once its last byte has been sent."""

    def __init__(self, path: Path, actor: Actor, takeout_id: UUID) -> None:
        super().__init__(
            path, media_type="application/zip", filename="portfolio.zip", headers={"cache-control": PRIVATE}
        )
        self._actor, self._id = actor, takeout_id

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it, from our own hands: a server that sends files by itself does not tell whether they arrived."""
        last = arrived = False

        async def watched(message: MutableMapping[str, Any]) -> None:
            nonlocal last, arrived
            await send(message)
            if message["type"] == "http.response.start":
                last = scope["method"] == "GET" and _to_the_end(message)
            elif last and not message.get("more_body", False):
                arrived = True

        extensions = {name: one for name, one in scope.get("extensions", {}).items() if "pathsend" not in name}
        await super().__call__(dict(scope, extensions=extensions), receive, watched)
        if arrived:
            await note_download(self._actor, self._id)


def _to_the_end(start: MutableMapping[str, Any]) -> bool:
    """Whether what is sent ends where the file does: all of it, or the rest of a download that broke off."""
    headers = {name.lower(): value for name, value in start["headers"]}
    part, _slash, size = headers.get(b"content-range", b"").removeprefix(b"bytes ").partition(b"/")
    if start["status"] == 206 and part:
        return int(part.rpartition(b"-")[2]) + 1 == int(size)
    return start["status"] == 200


async def _actor(request: Request) -> Actor | None:
    actor = await sessions.actor_of(key_in(request.headers.get("cookie", "")))
    return None if actor is None or actor.must_choose else actor


async def ask(request: Request) -> Response:
    """POST language, corner → a takeout is under way, and back to the page that shows how far it is."""
    form = await request.form(max_files=0, max_fields=5, max_part_size=1000)
    language = request_language(request, form)
    actor = await _actor(request)
    if actor is None:
        return sign_in_first(language, f"/{language}/takeout")
    try:
        await ask_for_takeout(actor, language, corner=bool(form.get("corner")))
    except DomainError:
        return RedirectResponse(f"/{language}/takeout?problem=later", status_code=303)
    return RedirectResponse(f"/{language}/takeout", status_code=303)


async def download(request: Request) -> Response:
    """GET → the actor's own takeout; whoever is signed out signs in first, and 404 for anybody else's."""
    actor = await _actor(request)
    if actor is None:
        language = language_of(request, "")
        return sign_in_first(language, f"/{language}/takeout")
    takeout_id = as_id(request.path_params["takeout"])
    return Download(await open_takeout(actor, takeout_id), actor, takeout_id)


async def progress(request: Request) -> Response:
    """GET language → {"percent", "said", "done", "href"}, for the page that waits."""
    actor = await _actor(request)
    if actor is None:
        raise NotFound()
    with speaking(language_of(request, request.query_params.get("language", ""))):
        view = await load_takeout(actor)
    answer = {"percent": view.percent, "said": view.said, "done": not view.under_way, "href": view.href}
    return JSONResponse(answer, headers={"cache-control": PRIVATE})


async def bring_back(request: Request) -> Response:
    """POST language (in the address), file → the takeout waits to be brought in, or what is wrong with it is noted;
    back to the page that says so."""
    language = language_of(request, request.query_params.get("language", ""))
    actor = await _actor(request)
    if actor is None:
        return sign_in_first(language, f"/{language}/bring-back")
    problem = ""
    try:
        with _under_way.one_of(actor.person_id):
            await _received(request, actor, language)
    except Refused:
        return RedirectResponse(f"/{language}/home", status_code=303)
    except UnusableFile as unusable:
        problem = "none" if unusable.flaw is Flaw.EMPTY else "large"
    except StorageFull:
        problem = "full"
    except DomainError:
        problem = "busy"
    return RedirectResponse(f"/{language}/bring-back" + (f"?problem={problem}" if problem else ""), status_code=303)


async def _received(request: Request, actor: Actor, language: str) -> None:
    may_keep_a_portfolio(actor)
    form = IncomingForm(request.headers.get("content-type", ""), lambda _form, name: name == "file")
    chunks = form.file_chunks(request.stream())
    async with stage_upload(chunks, settings().data_dir / "uploads", most_bytes=settings().takeout_bytes) as staged:
        await take_in(actor, staged, language)


async def confirm(request: Request) -> Response:
    """POST id, mine, language → a takeout of another name is one's own, or forgotten."""
    form = await request.form(max_files=0, max_fields=5, max_part_size=1000)
    language = request_language(request, form)
    actor = await _actor(request)
    if actor is None:
        return sign_in_first(language, f"/{language}/bring-back")
    with suppress(DomainError):  # pressed twice, or in two tabs: the page says how it is
        await returning.confirm(actor, as_id(str(form.get("id", ""))), mine=bool(form.get("mine")))
    return RedirectResponse(f"/{language}/bring-back", status_code=303)


async def back_progress(request: Request) -> Response:
    """GET language → {"percent", "said", "done"}, for the page that waits."""
    actor = await _actor(request)
    if actor is None:
        raise NotFound()
    with speaking(language_of(request, request.query_params.get("language", ""))):
        view = await load_bring_back(actor)
    answer = {"percent": view.percent, "said": view.said, "done": not view.under_way}
    return JSONResponse(answer, headers={"cache-control": PRIVATE})


routes = [
    Route("/takeouts", ask, methods=["POST"]),
    Route("/takeouts/progress", progress, methods=["GET"]),
    Route(BRING_BACK, bring_back, methods=["POST"]),
    Route(f"{BRING_BACK}/progress", back_progress, methods=["GET"]),
    Route("/takeouts/confirm", confirm, methods=["POST"]),
    Route("/takeouts/{takeout}.zip", download, methods=["GET"]),
]
