"""Modules over HTTP: `GET /documents/module.zip` takes one along, `POST /modules/sent` brings one in."""

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from portfolio_app.accounts import sessions
from portfolio_app.accounts.actor import Actor
from portfolio_app.core.cleaned import Flaw
from portfolio_app.core.database import as_id
from portfolio_app.core.errors import DomainError, Invalid, Refused, TooMany
from portfolio_app.core.media import StorageFull
from portfolio_app.core.unusable_files import UnusableFile
from portfolio_app.core.uploads import stage_upload
from portfolio_app.learning.own.keeping import FULL, bring_in
from portfolio_app.learning.own.own_view import ZIP
from portfolio_app.learning.own.policy import may_make_own
from portfolio_app.learning.own.taking import module_zip
from portfolio_app.settings import settings
from portfolio_app.web.cookie import key_in
from portfolio_app.web.limits import UnderWay
from portfolio_app.web.multipart import IncomingForm
from portfolio_app.web.pdf_answers import file_to_keep, for_whoever_may, language_of, sign_in_first
from portfolio_app.web.requests import MODULE_SENT, MOST_MODULE_BYTES

_under_way = UnderWay(1)


async def take_along(request: Request) -> Response:
    """GET language, name → the module's folder as a ZIP. Whoever is signed out signs in first; whoever may not have it
    is led home."""
    name = request.query_params.get("name", "")

    async def made(actor: Actor, _language: str) -> Response:
        taken = await module_zip(actor, name)
        return file_to_keep(taken.content, "application/zip", taken.name, taken.name, ending="zip")

    return await for_whoever_may(request, {"name": name}, made)


async def bring(request: Request) -> Response:
    """POST language (in the address), request, school, file → the module is the school's own, and its page; or back to
    the page that says what is wrong with it."""
    language = language_of(request, request.query_params.get("language", ""))
    back = f"/{language}/own-modules"
    actor = await sessions.actor_of(key_in(request.headers.get("cookie", "")))
    if actor is None or actor.must_choose:
        return sign_in_first(language, back)
    try:
        with _under_way.one_of(actor.person_id):
            name = await _received(request, actor)
    except Refused:
        return RedirectResponse(f"/{language}/home", status_code=303)
    except DomainError as problem:
        return RedirectResponse(f"{back}?{urlencode({'problem': _code(problem)})}", status_code=303)
    address = f"/{language}/module?{urlencode({'name': name})}" if name else f"{back}#sent"
    return RedirectResponse(address, status_code=303)


def _code(problem: DomainError) -> str:
    if isinstance(problem, StorageFull):
        return "full"
    if isinstance(problem, UnusableFile):
        return "none" if problem.flaw is Flaw.EMPTY else "large"
    if isinstance(problem, TooMany):
        return "busy"
    if isinstance(problem, Invalid) and problem.message == FULL:
        return "many"
    return "other"


async def _received(request: Request, actor: Actor) -> str:
    may_make_own(actor)
    form = IncomingForm(request.headers.get("content-type", ""), lambda _form, name: name == "file")
    chunks = form.file_chunks(request.stream())
    folder, most = settings().data_dir / "uploads", MOST_MODULE_BYTES
    async with stage_upload(chunks, folder, most_bytes=most) as staged:
        school = form.text("school")
        return await bring_in(
            actor, staged, form.file_name, as_id(school) if school else None, as_id(form.text("request"))
        )


routes = [
    Route(ZIP, take_along, methods=["GET"]),
    Route(MODULE_SENT, bring, methods=["POST"]),
]
