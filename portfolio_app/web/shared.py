"""What a pupil shows by a link: a page of plain HTML at `/shared/<secret>`, without a script and without an account.

The secret is all that is asked for, and a code word where its owner chose one, so it stands in no log of ours. Looking
counts one look and changes nothing else: programs that make previews look too. A link that has ended, run out or never
was gets one and the same answer. Its owner sees the same page at `/shared-preview/<link>`, and no look is counted.
"""

from secrets import compare_digest

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from portfolio_app.accounts import sessions
from portfolio_app.core.database import as_id, reading
from portfolio_app.core.errors import NotFound, TooMany
from portfolio_app.core.languages import N_, _, being_in, best_language, speaking
from portfolio_app.portfolio.credentials.queries import CredentialFile
from portfolio_app.portfolio.public import PDF, public_credential, public_file, public_thing
from portfolio_app.portfolio.public_document import public_pdf
from portfolio_app.schools.places import zone_of_person
from portfolio_app.sharing.links import (
    LONGEST_KEY,
    OpenLink,
    code_fits,
    count_look,
    link_key,
    open_link,
    own_open_link,
    pass_for,
    path_of,
)
from portfolio_app.web.compressed import compressed
from portfolio_app.web.cookie import key_in
from portfolio_app.web.credentials import credential_json, credential_picture
from portfolio_app.web.files import whole_file
from portfolio_app.web.limits import Buckets, SecretAddresses
from portfolio_app.web.pdf_answers import documents_under_way, pdf_to_keep
from portfolio_app.web.public_page import asking_page, gone_page, thing_page
from portfolio_app.web.written_styles import style_source

_pages = SecretAddresses(each=Buckets(burst=60, per_second=1), place=Buckets(burst=120, per_second=2))
_files = SecretAddresses(each=Buckets(burst=300, per_second=10), place=Buckets(burst=600, per_second=20))
_documents = SecretAddresses(each=Buckets(burst=10, per_second=0.1), place=Buckets(burst=30, per_second=0.5))
PASS = "link-pass"  # noqa: S105 - the name of a cookie
HEADERS = {
    "cache-control": "private, no-store",
    "x-robots-tag": "noindex, nofollow, noarchive",
    "content-security-policy": f"default-src 'none'; style-src {style_source()}; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
}
WRONG = N_("This is not the code word. Look at its spelling, or ask whoever gave you the link.")
WAIT = N_("Too many wrong tries. Wait a minute, then try again.")


async def show(request: Request) -> Response:
    """GET → the page, the question for its code word, or that there is nothing here (any more)."""
    key = _take(request)
    link = await _link(key)
    if link is None:
        return _gone(request)
    if not _let_in(request, link):
        return _ask(request, link, status=200)
    answer = await _page(request, link, key)
    if answer is None:
        return _gone(request)
    if request.method == "GET" and "prefetch" not in request.headers.get("sec-purpose", ""):
        await count_look(link)
    return answer


async def say_code(request: Request) -> Response:
    """POST code → to the page, or the question again with what was wrong."""
    key = _take(request)
    link = await _link(key)
    if link is None or not link.code_hash:
        return _gone(request) if link is None else RedirectResponse(path_of(key), 303, HEADERS)
    sent = await request.form(max_files=0, max_fields=3, max_part_size=4096)
    try:
        fits = await code_fits(link, str(sent.get("code", "")))
    except TooMany:
        return _ask(request, link, WAIT, status=429)
    if not fits:
        return _ask(request, link, WRONG, status=422)
    return _with_pass(request, RedirectResponse(path_of(key), 303, HEADERS), link, key)


async def file(request: Request) -> Response:
    """GET → a photo or file that the link shows."""
    link = await _opened(request, _files)
    async with reading() as session:
        media = await public_file(session, link, as_id(request.path_params["media"]))
    return _unkept(await whole_file(request, media))


async def document(request: Request) -> Response:
    """GET → what the page shows, as a PDF; it counts as a look, for it shows as much."""
    link = await _opened(request, _documents)
    with documents_under_way.one_of(link.id):
        async with reading() as session:
            zone = await zone_of_person(session, link.owner_id)
        with speaking(link.language), being_in(zone):
            title, pdf = await public_pdf(link)
    if request.method == "GET":
        await count_look(link)
    return _unkept(pdf_to_keep(pdf, "page", title))


async def credential_as_json(request: Request) -> Response:
    """GET → the credential that the link shows, as it was signed."""
    return _unkept(credential_json(await _credential(request)))


async def credential_as_picture(request: Request) -> Response:
    """GET → its picture, with the credential inside."""
    return _unkept(credential_picture(await _credential(request)))


async def _credential(request: Request) -> CredentialFile:
    link = await _opened(request, _files)
    async with reading() as session:
        return await public_credential(session, link)


async def _opened(request: Request, addresses: SecretAddresses) -> OpenLink:
    """The link of the address, for a file under it. Raises `NotFound` for one that does not work, and for whoever has
    not said its code word."""
    key = request.path_params["key"]
    addresses.take(key, request.client.host if request.client else "")
    link = await _link(key)
    if link is None or not _let_in(request, link):
        raise NotFound()
    return link


def _unkept(answer: Response) -> Response:
    for name in ("x-robots-tag", "cache-control"):
        answer.headers[name] = HEADERS[name]
    return answer


async def preview(request: Request) -> Response:
    """GET → what whoever has the link sees, for its owner; nothing is counted."""
    actor = await sessions.actor_of(key_in(request.headers.get("cookie", "")))
    if actor is None or actor.must_choose:
        raise NotFound()
    async with reading() as session:
        link = await own_open_link(session, actor, as_id(request.path_params["link"]))
    key = link_key(link.id) if link else ""
    if link is None or await _link(key) is None:
        raise NotFound()
    answer = await _page(request, link, key)
    if answer is None:
        raise NotFound()
    return _with_pass(request, answer, link, key)


def _take(request: Request) -> str:
    key: str = request.path_params["key"]
    _pages.take(key[:LONGEST_KEY], request.client.host if request.client else "")
    return key


async def _link(key: str) -> OpenLink | None:
    async with reading() as session:
        return await open_link(session, key)


def _let_in(request: Request, link: OpenLink) -> bool:
    return not link.code_hash or compare_digest(request.cookies.get(PASS, ""), pass_for(link))


def _with_pass(request: Request, answer: Response, link: OpenLink, key: str) -> Response:
    """`answer`, with which the browser says until it is closed that the code word was said, for this link alone."""
    if link.code_hash:
        secure = request.url.scheme == "https"
        answer.set_cookie(PASS, pass_for(link), path=path_of(key), secure=secure, httponly=True, samesite="lax")
    return answer


async def _page(request: Request, link: OpenLink, key: str) -> Response | None:
    async with reading() as session:
        with speaking(link.language), being_in(await zone_of_person(session, link.owner_id)):
            try:
                thing = await public_thing(session, link, path_of(key))
            except NotFound:
                return None
            return _answer(request, thing_page(thing, link.until), 200)


def _ask(request: Request, link: OpenLink, problem: str = "", *, status: int) -> Response:
    with speaking(link.language):
        return _answer(request, asking_page(_(problem)), status)


def _gone(request: Request) -> Response:
    with speaking(best_language(request.headers.get("accept-language", ""))):
        return _answer(request, gone_page(), 404, "Accept-Language, ")


def _answer(request: Request, page: str, status: int, varies: str = "") -> Response:
    """The page, packed: what its owner wrote stands in it, and nothing that whoever asks has said."""
    body, packed = compressed(page, request.headers.get("accept-encoding", ""))
    return HTMLResponse(body, status, HEADERS | {"vary": f"{varies}Accept-Encoding"} | packed)


routes = [
    Route("/shared/{key}", show, methods=["GET"]),
    Route("/shared/{key}", say_code, methods=["POST"]),
    Route(f"/shared/{{key}}/{PDF}", document, methods=["GET"]),
    Route("/shared/{key}/credential.json", credential_as_json, methods=["GET"]),
    Route("/shared/{key}/credential.png", credential_as_picture, methods=["GET"]),
    Route("/shared/{key}/{media}", file, methods=["GET"]),
    Route("/shared-preview/{link}", preview, methods=["GET"]),
]
