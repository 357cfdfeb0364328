"""Skills of ESCO as somebody types, for assets/combobox.js: over HTTP, so that an answer that is late or lost holds up
nothing else, and the next letter's question can take its place."""

import json

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portfolio_app.accounts import sessions
from portfolio_app.core.database import DatabaseUnavailable
from portfolio_app.core.errors import DomainError, Refused, SignedOut, TooMany
from portfolio_app.core.languages import languages, speaking, spoken
from portfolio_app.esco.offering import offer, said
from portfolio_app.web.cookie import key_in
from portfolio_app.web.limits import Buckets

ADDRESS = "/esco/skills"
BURST, PER_SECOND = 40, 6
"""Questions of one person: as fast as anybody types, with the pauses that the script makes."""
STATUS = {SignedOut: 401, Refused: 403, TooMany: 429, DatabaseUnavailable: 503}

_asked = Buckets(BURST, PER_SECOND)


async def search(request: Request) -> Response:
    """GET ?search=…&language=… → {"skills": [{"id", "name", "detail", "language"}, …], "said": "3 skills found."}; what
    cannot be answered is {"problem": a sentence}. For pupils, as all that tags something."""
    actor = await sessions.actor_of(key_in(request.headers.get("cookie", "")))
    language = request.query_params.get("language", "")
    with speaking(language if language in languages() else actor.language if actor else ""):
        try:
            if actor is None:
                raise SignedOut()
            if actor.must_choose:
                raise Refused()
            if not _asked.take(str(actor.person_id)):
                raise TooMany()
            found = await offer(actor, request.query_params.get("search", ""))
        except DomainError as problem:
            return _answer(STATUS.get(type(problem), 422), problem=problem.sentence())
        skills = [
            {"id": one.id, "name": one.name, "detail": one.detail, "language": one.language or spoken()}
            for one in found
        ]
        return _answer(200, skills=skills, said=said(len(found)))


def _answer(status: int, **content: object) -> Response:
    headers = {"cache-control": "private, no-store", "vary": "Cookie"}
    return Response(json.dumps(content, ensure_ascii=False), status, headers, "application/json")


routes = [Route(ADDRESS, search, methods=["GET"])]
