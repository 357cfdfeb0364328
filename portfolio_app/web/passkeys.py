"""Passkeys over HTTP: what `assets/passkeys.js` asks for and sends. JSON in, JSON out; a problem is a sentence."""

import json
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from portfolio_app.accounts import passkeys, sessions
from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.passkeys import LONGEST_ANSWER, Site
from portfolio_app.core.errors import DomainError, SignedOut, TooMany
from portfolio_app.core.languages import languages, speaking
from portfolio_app.web.cookie import key_in, set_key
from portfolio_app.web.forms import device_of, first_page, request_language, safe_next, seen_from
from portfolio_app.web.origin import own_origin

NO_STORE = {"cache-control": "no-store"}
MOST_BYTES = LONGEST_ANSWER * 2


def _site(request: Request) -> Site:
    origin = own_origin(request.scope)
    return Site(urlsplit(origin).hostname or "", origin)


async def _sent(request: Request) -> dict[str, str]:
    """The fields of a JSON object, as text; what is no such object, or too long, has none."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            return {}
    try:
        read = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    fields = read.items() if isinstance(read, dict) else ()
    return {str(name): value if isinstance(value, str) else json.dumps(value) for name, value in fields}


async def _actor(request: Request) -> Actor:
    actor = await sessions.actor_of(key_in(request.headers.get("cookie", "")))
    if actor is None or actor.must_choose:
        raise SignedOut()
    return actor


def _problem(problem: DomainError) -> Response:
    status = 401 if isinstance(problem, SignedOut) else 429 if isinstance(problem, TooMany) else 422
    return JSONResponse({"problem": problem.sentence(), "field": problem.field}, status, NO_STORE)


def _language(request: Request) -> str:
    named = request.query_params.get("language", "")
    return named if named in languages() else request_language(request)


async def begin_adding(request: Request) -> Response:
    """POST {passphrase} → what the browser needs to make a passkey."""
    with speaking(_language(request)):
        try:
            sent = await _sent(request)
            actor = await _actor(request)
            options = await passkeys.begin_adding(actor, sent.get("passphrase", ""), _site(request))
        except DomainError as problem:
            return _problem(problem)
    return Response(options, media_type="application/json", headers=NO_STORE)


async def add(request: Request) -> Response:
    """POST {answer, name} → the passkey is kept."""
    with speaking(_language(request)):
        try:
            sent = await _sent(request)
            actor = await _actor(request)
            await passkeys.add_passkey(actor, sent.get("answer", ""), sent.get("name", ""), _site(request))
        except DomainError as problem:
            return _problem(problem)
    return JSONResponse({"go": f"/{_language(request)}/ways-in?done=passkey"}, headers=NO_STORE)


async def begin_signing_in(request: Request) -> Response:
    """POST → what the browser needs to look for a passkey of this site."""
    return Response(passkeys.begin_signing_in(_site(request)), media_type="application/json", headers=NO_STORE)


async def sign_in(request: Request) -> Response:
    """POST {answer, own_device, next} → a session cookie, and where to go."""
    language = _language(request)
    with speaking(language):
        try:
            sent = await _sent(request)
            opened = await passkeys.sign_in_with_passkey(
                sent.get("answer", ""),
                _site(request),
                own_device=bool(sent.get("own_device", "")),
                device=device_of(request.headers.get("user-agent", "")),
                address=seen_from(request),
            )
        except DomainError as problem:
            return _problem(problem)
    go = await first_page(opened, language, safe_next(sent.get("next", "")))
    response = JSONResponse({"go": go}, headers=NO_STORE)
    set_key(response, opened.key, own_device=opened.own_device)
    return response


routes = [
    Route("/passkeys/begin", begin_adding, methods=["POST"]),
    Route("/passkeys", add, methods=["POST"]),
    Route("/sign-in/passkey/begin", begin_signing_in, methods=["POST"]),
    Route("/sign-in/passkey", sign_in, methods=["POST"]),
]
