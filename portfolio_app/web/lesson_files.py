"""Pictures and recordings of lessons: `GET /lesson-files/<hash of the version>/<name>`, to whoever may read lessons.

An address names a version of a module by its hash, so a browser may keep what it got for as long as it likes.
"""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portfolio_app.accounts import sessions
from portfolio_app.core.errors import NotFound
from portfolio_app.learning.media import media_file
from portfolio_app.web.cookie import key_in
from portfolio_app.web.files import HEADERS


async def download(request: Request) -> Response:
    """GET → the file. 404 for whoever may not read lessons, as for a file there is not."""
    actor = await sessions.actor_of(key_in(request.headers.get("cookie", "")))
    if actor is None or actor.must_choose:
        raise NotFound()
    content, content_type = await media_file(actor, request.path_params["version"], request.path_params["name"])
    headers = HEADERS | {"cache-control": "private, max-age=31536000, immutable"}
    return Response(content, headers=headers, media_type=content_type)


routes = [Route("/lesson-files/{version}/{name}", download, methods=["GET"])]
