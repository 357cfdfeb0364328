"""Where somebody is in a lesson, for assets/lesson-step.js: over HTTP, so that it is told while the socket is down, and
so that telling it again and again holds up nothing that somebody types."""

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portfolio_app.accounts import sessions
from portfolio_app.core.database import DatabaseUnavailable
from portfolio_app.core.errors import DomainError, Refused, SignedOut, TooMany
from portfolio_app.learning.live.presence import report_step
from portfolio_app.web.cookie import key_in
from portfolio_app.web.limits import Buckets

ADDRESS = "/lessons/at"
BURST, PER_SECOND = 20, 2
"""What one person may tell: somebody who leafs through a module, in two tabs."""
STATUS = {SignedOut: 401, Refused: 403, TooMany: 429, DatabaseUnavailable: 503}

_told = Buckets(BURST, PER_SECOND)


class Step(BaseModel):
    """The body: the name of a module and the code of an activity of it, "" for its overview."""

    model_config = ConfigDict(extra="forbid", strict=True)

    module: str = Field(max_length=50)
    activity: str = Field(max_length=50)


async def at(request: Request) -> Response:
    """POST {module, activity} → 204. 401 when somebody else is signed in meanwhile, 422 for what there is none of, 429
    for too often. It is no use of the session: a page tells it by itself."""
    try:
        step = Step.model_validate_json(await request.body())
        actor = await sessions.actor_of(key_in(request.headers.get("cookie", "")), counts=False)
        # The page may still show the person before: where they were is not where the next one is.
        if actor is None or request.headers.get("x-person", "") != str(actor.person_id):
            raise SignedOut()
        if actor.must_choose:
            raise Refused()
        if not _told.take(str(actor.person_id)):
            raise TooMany()
        await report_step(actor, step.module, step.activity)
    except ValidationError:
        return Response(status_code=422)
    except DomainError as problem:
        return Response(status_code=STATUS.get(type(problem), 422))
    return Response(status_code=204, headers={"cache-control": "no-store"})


routes = [Route(ADDRESS, at, methods=["POST"])]
