"""Evidence comes in over HTTP: `POST /files/evidence`, a form with or without a file. Files are cleaned before anything
of them is kept, and what cannot be used leaves nothing behind.
"""

import asyncio
from contextlib import AsyncExitStack, suppress
from pathlib import Path

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from portfolio_app.accounts import sessions
from portfolio_app.accounts.actor import Actor
from portfolio_app.core.cleaning import Cleaning, Kind
from portfolio_app.core.database import as_id
from portfolio_app.core.errors import Conflict, DomainError, Invalid, Refused, SignedOut, TooMany
from portfolio_app.core.languages import N_, languages, speaking
from portfolio_app.core.unusable_files import UnusableFile
from portfolio_app.core.uploads import stage_upload
from portfolio_app.marketplace.diary.days import add_photo, check_photo
from portfolio_app.settings import settings
from portfolio_app.skills import actions, policy
from portfolio_app.skills.actions import EvidenceForm
from portfolio_app.skills.files import KeptFile, keep_file
from portfolio_app.skills.models import EvidenceKind
from portfolio_app.web.cookie import key_in
from portfolio_app.web.errors import READ_ON_BYTES, READ_ON_SECONDS, error_answer, language_for
from portfolio_app.web.limits import UnderWay
from portfolio_app.web.multipart import IncomingForm

KINDS = {EvidenceKind.PHOTO: Kind.PICTURE, EvidenceKind.PDF: Kind.PDF}
STATUS = {SignedOut: 401, Refused: 403, Conflict: 409, TooMany: 429}  # of an answer; 422 for anything else
CHOOSE_KIND = N_("Choose what you want to add.")
MOST_UNDER_WAY = 2
"""Uploads of one person at the same time: each may hold a file's bytes and a cleaning worker."""

_under_way = UnderWay(
    MOST_UNDER_WAY,
    N_("Two files of yours are still on their way. Wait until one has arrived, then send this one again."),
)
_cleanings: dict[asyncio.AbstractEventLoop, Cleaning] = {}


def cleaning() -> Cleaning:
    """The cleaning workers of the running loop; they start with the first file."""
    return _cleanings.setdefault(asyncio.get_running_loop(), Cleaning())


async def close_cleaning() -> None:
    """End the workers of the running loop. For the end of the process."""
    opened = _cleanings.pop(asyncio.get_running_loop(), None)
    if opened:
        await opened.close()


async def add_evidence(request: Request) -> Response:
    """POST kind, title, words, url, people_in_it, capability…, file, request, language → the evidence is kept; with
    placement and day, as a photo of that day of a diary, where such are allowed.

    For `Accept: application/json` answers 201 {"id"}, or 4xx {"problem", "field"} with a sentence for the reader;
    otherwise leads to the capability's page, or shows the sentence on a page of its own.
    """
    language = request.query_params.get("language", "")
    language = language if language in languages() else language_for(request.scope)
    with speaking(language):
        try:
            actor = await sessions.actor_of(key_in(request.headers.get("cookie", "")))
            if actor is None or actor.must_choose:
                raise SignedOut()
            policy.may_keep_skills(actor)
            with _under_way.one_of(actor.person_id):
                form, evidence_id = await _received(request, actor)
        except TooMany as problem:
            await _read_on(request)
            return _told(request, problem)
        except DomainError as problem:
            return _told(request, problem)
    if _wants_json(request):
        return JSONResponse({"id": evidence_id}, 201, {"cache-control": "no-store"})
    if placement := form.text("placement"):
        return RedirectResponse(f"/{language}/diary?id={as_id(placement)}", 303)
    return RedirectResponse(f"/{language}/capability?code={form.text('capability')}#evidence", 303)


async def _received(request: Request, actor: Actor) -> tuple[IncomingForm, str]:
    form = IncomingForm(request.headers.get("content-type", ""), _is_the_file)
    async with AsyncExitStack() as stack:
        staged: Path | None = None
        folder, most = settings().data_dir / "uploads", settings().upload_bytes
        try:
            chunks = form.file_chunks(request.stream())
            staged = await stack.enter_async_context(stage_upload(chunks, folder, most_bytes=most))
        except UnusableFile:
            if form.has_file:
                raise
        # Without a file the words and fields are all there is to check.
        kind, written = _written(form)
        request_id = as_id(form.text("request"))
        diary = (form.text("placement"), form.text("day")) if form.text("placement") else None
        if diary:
            if kind is not EvidenceKind.PHOTO:
                raise Invalid(CHOOSE_KIND, field="kind")
            await check_photo(actor, *diary)
        file = await _cleaned(actor, kind, staged, form.file_name) if kind in KINDS and staged else None
    evidence_id = await actions.add_evidence(
        actor, kind, written, request_id, file, from_entry=bool(form.text("from_entry"))
    )
    if diary:
        await add_photo(actor, *diary, evidence_id)
    return form, str(evidence_id)


async def _read_on(request: Request) -> None:
    """Read a little of what is refused: a browser still sending when the connection closes does not hear why."""
    left = READ_ON_BYTES
    with suppress(TimeoutError, ClientDisconnect):
        async with asyncio.timeout(READ_ON_SECONDS):
            async for chunk in request.stream():
                left -= len(chunk)
                if left <= 0:
                    return


def _is_the_file(form: IncomingForm, name: str) -> bool:
    """The page's form has a file field for each kind that has a file, named like it; only the chosen one counts."""
    return name in ("file", form.text("kind"))


def _written(form: IncomingForm) -> tuple[EvidenceKind, EvidenceForm]:
    """What the fields say, checked before a file is cleaned for nothing."""
    try:
        kind = EvidenceKind(form.text("kind"))
    except ValueError as problem:
        raise Invalid(CHOOSE_KIND, field="kind") from problem
    written = EvidenceForm(
        title=form.text("title"),
        words=form.text("words"),
        url=form.text("url"),
        people_in_it=form.text("people_in_it"),
        origin=form.text("origin"),
        capabilities=tuple(dict.fromkeys(code for code in form.fields.get("capability", []) if code)),
    )
    if kind in KINDS and not form.has_file:
        raise Invalid(actions.FILE_MISSING[kind], field="file")
    actions.checked(kind, written)
    return kind, written


async def _cleaned(actor: Actor, kind: EvidenceKind, staged: Path, name: str) -> KeptFile:
    return await keep_file(actor, await cleaning().clean(staged, KINDS[kind]), name)


def _wants_json(request: Request) -> bool:
    return "json" in request.headers.get("accept", "")


def _told(request: Request, problem: DomainError) -> Response:
    status = next((status for kind, status in STATUS.items() if isinstance(problem, kind)), 422)
    sentence = problem.sentence()
    if _wants_json(request):
        told = {"problem": sentence, "field": problem.field}
        return JSONResponse(told, status, {"cache-control": "no-store"})
    return error_answer(request.scope, status, sentence)


routes = [Route("/files/evidence", add_evidence, methods=["POST"])]
