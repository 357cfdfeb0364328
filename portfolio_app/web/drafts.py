"""Drafts over HTTP, for assets/polku.js: saving must work while the socket is down, and must be confirmed."""

import json
from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portfolio_app.accounts import sessions
from portfolio_app.accounts.actor import Actor
from portfolio_app.core import drafts
from portfolio_app.core.database import DatabaseUnavailable
from portfolio_app.core.errors import Conflict, DomainError
from portfolio_app.core.languages import be_in, format_time, languages, speaking
from portfolio_app.schools.places import time_zone_of
from portfolio_app.web.cookie import key_in

MOST_SAVES = 1_000_000_000


class TypedDraft(BaseModel):
    """The body of a PUT: what is in the form, and the version it was typed on (0: there was none)."""

    model_config = ConfigDict(extra="forbid", strict=True)

    fields: dict[str, str | list[str]]
    version: Annotated[int, Field(ge=0, le=MOST_SAVES)]


def _said(status: int, **content: Any) -> Response:
    return Response(json.dumps(content), status, {"cache-control": "no-store"}, "application/json")


def _for_its_owner(answer: Callable[[Request, Actor, str], Awaitable[Response]]) -> Callable[..., Awaitable[Response]]:
    async def checked(request: Request) -> Response:
        form = request.path_params["form"]
        language = request.query_params.get("language", "")
        actor: Actor | None = None
        try:
            actor = await sessions.actor_of(key_in(request.headers.get("cookie", "")))
            # The page may still show the person before: what they typed is not the next one's draft.
            if actor is None or request.headers.get("x-person", str(actor.person_id)) != str(actor.person_id):
                return _said(401)
            if actor.must_choose:
                return _said(403)
            be_in(await time_zone_of(actor))
            with speaking(language if language in languages() else actor.language):
                return await answer(request, actor, form)
        except Conflict:
            assert actor is not None
            kept = await drafts.kept_draft(actor.person_id, form)
            return _said(409, version=kept.version if kept else 0, fields=kept.fields if kept else {})
        except DatabaseUnavailable:
            return _said(503)
        except (DomainError, ValidationError):
            return _said(422)

    return checked


@_for_its_owner
async def save(request: Request, actor: Actor, form: str) -> Response:
    """PUT {fields, version} → {version, at}: `at` is the time of day in the reader's way of writing it.

    409 with the version and fields that another tab has saved; 422 for what no form sends; 503 when nothing can be
    written now.
    """
    typed = TypedDraft.model_validate_json(await request.body())
    saved = await drafts.save_draft(actor.person_id, form, typed.fields, typed.version)
    return _said(200, version=saved.version, at=format_time(saved.at))


@_for_its_owner
async def load(_request: Request, actor: Actor, form: str) -> Response:
    """GET → {version, fields}; version 0 and no fields when there is no draft."""
    kept = await drafts.kept_draft(actor.person_id, form)
    return _said(200, version=kept.version if kept else 0, fields=kept.fields if kept else {})


@_for_its_owner
async def drop(_request: Request, actor: Actor, form: str) -> Response:
    """DELETE → 204."""
    await drafts.forget_draft(actor.person_id, form)
    return Response(status_code=204)


routes = [
    Route("/drafts/{form}", load, methods=["GET"]),
    Route("/drafts/{form}", save, methods=["PUT"]),
    Route("/drafts/{form}", drop, methods=["DELETE"]),
]
