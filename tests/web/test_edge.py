"""The edge of a served instance over HTTP: who is let in, what browsers are told, what is said when it goes wrong."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from portfolio_app.build import built_pages
from portfolio_app.web.headers import inline_hashes
from tests.people import PASSPHRASE, make_pupil, make_school
from tests.served import Served, serving

HTML = {"accept": "text/html", "accept-language": "fi"}


def client_files() -> Path:
    """Where the built pages lie."""
    pages = built_pages()
    assert pages is not None
    return pages.web / "build" / "client"


async def sign_in(browser: httpx.AsyncClient, username: str, passphrase: str) -> httpx.Response:
    """Send the sign-in form."""
    form = {"username": username, "passphrase": passphrase, "language": "en"}
    return await browser.post("/sign-in", data=form)


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "null", "sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {},
        {"origin": "https://evil.example", "x-forwarded-host": "evil.example", "x-forwarded-proto": "https"},
    ],
)
@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/sign-out"), ("PUT", "/drafts/entry"), ("DELETE", "/drafts/entry")]
)
async def test_forms_from_another_site_do_nothing(
    served: Served, headers: dict[str, str], method: str, path: str
) -> None:
    """The cookie comes along; what the other site asks for does not happen."""
    _siiri, cookie = await served.sign_in(await make_pupil(await make_school()))
    async with httpx.AsyncClient(base_url=served.url, headers={"cookie": cookie, "accept": "text/html"}) as other:
        answer = await other.request(method, path, headers=headers)
        assert answer.status_code == 403
        assert "another site" in answer.text
        assert "set-cookie" not in answer.headers
    async with served.forms(cookie) as own:
        assert (await own.get("/drafts/entry")).status_code == 200, "still signed in"


async def test_a_browser_without_origin_header_may_send_forms(served: Served) -> None:
    """Some send only Sec-Fetch-Site."""
    async with httpx.AsyncClient(base_url=served.url) as old:
        answer = await old.post("/sign-out", headers={"sec-fetch-site": "same-origin"})
        assert answer.status_code == 303


@pytest.mark.parametrize(
    "path", ["/en/sign-in", "/healthz", "/drafts/entry", "/_event/?EIO=4&transport=polling", "/nowhere"]
)
async def test_no_other_origin_is_allowed_to_read_anything(served: Served, path: str) -> None:
    """Neither by CORS headers nor by an answer to a preflight."""
    async with httpx.AsyncClient(base_url=served.url, headers={"origin": "https://evil.example"}) as other:
        answer = await other.get(path)
        assert "access-control-allow-origin" not in answer.headers
        preflight = await other.options(path, headers={"access-control-request-method": "PUT"})
        assert "access-control-allow-origin" not in preflight.headers


@pytest.mark.parametrize("path", ["/en/sign-in", "/nowhere", "/healthz", "/polku.js", "/sign-out"])
async def test_every_answer_carries_the_security_headers(served: Served, path: str) -> None:
    """Pages, errors, files."""
    async with served.forms() as browser:
        answer = await browser.get(path, headers=HTML)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert "geolocation=()" in answer.headers["permissions-policy"]
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


def test_the_policy_covers_every_built_page() -> None:
    """Each inline script and style is known by its hash; nothing stands in attributes, where no hash helps."""
    pages = list(client_files().rglob("*.html"))
    hashes = inline_hashes(client_files())
    assert pages
    for page in pages:
        text = page.read_text("utf-8")
        place = page.relative_to(client_files())
        address = "/" + (place.parent if place.name == "index.html" else place).as_posix().removesuffix(".html")
        scripts = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", text)
        known = hashes[address.rstrip(".")].scripts
        assert 0 < len(known) <= len(scripts) <= 20, page
        assert not re.search(r"<[a-z]+\s[^>]*\s(on[a-z]+|style)=\"", re.sub(r"(?s)<script.*?</script>", "", text)), page
        assert "http://" not in re.sub(r"(?s)<script.*?</script>|xmlns=\"[^\"]*\"", "", text), page


async def test_a_page_brings_the_hashes_of_its_own_scripts_alone(served: Served) -> None:
    """A policy with those of all pages would weigh more than the page."""
    async with served.forms() as browser:
        answer = await browser.get("/en/sign-in")
    policy = answer.headers["content-security-policy"]
    assert 0 < policy.count("sha256-") <= 20
    assert all(source in policy for source in inline_hashes(client_files())["/en/sign-in"].scripts)


async def test_files_with_a_hash_are_kept_for_ever_and_pages_never(served: Served) -> None:
    """And what is neither is asked for again, which costs one short answer."""
    async with served.forms() as browser:
        page = await browser.get("/en/sign-in")
        assert "no-store" in page.headers["cache-control"]
        hashed = re.findall(r'"(/assets/[^"]+\.js)"', page.text)
        versioned = re.findall(r'"(/polku\.js\?v=[^"]+)"', page.text)
        assert hashed
        assert versioned
        for address in (hashed[0], versioned[0]):
            assert "immutable" in (await browser.get(address)).headers["cache-control"]
        plain = await browser.get("/polku.js")
        assert plain.headers["cache-control"] == "no-cache"
        again = await browser.get("/polku.js", headers={"if-none-match": plain.headers["etag"]})
        assert again.status_code == 304
        missing = await browser.get("/assets/nothing-12345678.js")
        assert "no-store" in missing.headers["cache-control"]


async def test_text_comes_compressed(served: Served) -> None:
    """Brotli where the browser takes it."""
    async with served.forms() as browser:
        for path in ("/en/sign-in", "/polku.js", "/polku.css"):
            answer = await browser.get(path, headers={"accept-encoding": "gzip, deflate, br"})
            assert answer.headers["content-encoding"] == "br"


def test_the_client_script_is_small() -> None:
    """6 KB over the wire."""
    assert (client_files() / "polku.js.br").stat().st_size <= 6 * 1024


async def test_an_unknown_address_is_answered_in_the_readers_language(served: Served) -> None:
    """With a way home, for people; in a word, for scripts."""
    async with served.forms() as browser:
        page = await browser.get("/fi/ei-ole", headers=HTML)
        assert page.status_code == 404
        assert '<html lang="fi">' in page.text
        assert 'href="/fi/home"' in page.text
        told = await browser.get("/drafts/entry/x", headers={"accept": "application/json"})
        assert told.status_code == 404
        assert told.json()["problem"]


@pytest.mark.parametrize(
    ("path", "size", "status"),
    [("/sign-in", 70_000, 413), ("/drafts/entry", 200_000, 413), ("/sign-in?" + "x" * 5000, 1, 414)],
)
async def test_what_is_too_large_is_not_read(served: Served, path: str, size: int, status: int) -> None:
    """Whether its length is said beforehand or not."""

    async def in_pieces() -> AsyncIterator[bytes]:
        for _number in range(size // 1000 + 1):
            yield b"x" * 1000

    _siiri, cookie = await served.sign_in(await make_pupil(await make_school()))
    method = "PUT" if path.startswith("/drafts") else "POST"
    kind = {"content-type": "application/x-www-form-urlencoded"}
    async with served.forms(cookie) as browser:
        declared = await browser.request(method, path, content=b"x" * size, headers=kind)
        assert declared.status_code == status
        streamed = await browser.request(method, path, content=in_pieces(), headers=kind)
        assert streamed.status_code == status


async def test_the_instance_says_that_it_is_well(served: Served) -> None:
    """For a supervisor and a load balancer."""
    async with served.forms() as browser:
        assert (await browser.get("/healthz")).status_code == 200
        ready = (await browser.get("/readyz")).json()
    ways, outbox = ready.pop("first_view"), ready.pop("outbox")
    assert set(outbox) == {"waiting", "late", "given_up"}
    assert ready == {"status": "ready", "database": "good", "schema": "good", "media": "good"}
    assert set(ways) == {"drawn", "data", "static", "redirected"}


async def test_each_request_is_one_line_of_the_log_without_anybodys_data(served: Served) -> None:
    """Its number is in the answer; query, cookie and address are not in the log."""
    _siiri, cookie = await served.sign_in(await make_pupil(await make_school()))
    async with served.forms(cookie) as browser:
        answer = await browser.get("/en/home?secret=pineapple")
    await asyncio.sleep(0.2)
    lines = [line for line in served.logged() if line.get("request") == answer.headers["x-request-id"]]
    assert [(line["method"], line["path"], line["status"]) for line in lines] == [("GET", "/en/home", 200)]
    text = json.dumps(lines)
    assert "pineapple" not in text
    assert cookie.partition("=")[2] not in text
    assert "127.0.0.1" not in text


async def test_a_whole_school_signs_in_within_a_minute(served: Served) -> None:
    """240 good and 60 mistyped sign-ins from one address: nobody is turned away."""
    school = await make_school()
    names = [f"pupil-{number}" for number in range(240)]
    for name in names:
        await make_pupil(school, username=name, passphrase=PASSPHRASE)
    async with served.forms() as browser:
        turn = asyncio.Semaphore(12)

        async def try_one(name: str, passphrase: str) -> httpx.Response:
            async with turn:
                return await sign_in(browser, name, passphrase)

        wrong = await asyncio.gather(*(try_one(name, "three green cattle") for name in names[:60]))
        good = await asyncio.gather(*(try_one(name, PASSPHRASE) for name in names))
    assert all("problem=wrong" in answer.headers["location"] for answer in wrong)
    assert all(answer.headers["location"] == "/en/home" for answer in good)


async def test_guessing_at_one_account_is_slowed_and_tells_nothing(served: Served) -> None:
    """The same answers for a name that exists and one that does not."""
    await make_pupil(await make_school(), username="aino.guessed", passphrase=PASSPHRASE)
    async with served.forms() as browser:
        told = {
            name: [(await sign_in(browser, name, f"guess {number}")).headers["location"] for number in range(8)]
            for name in ("aino.guessed", "nobody.at-all")
        }
        assert told["aino.guessed"] == told["nobody.at-all"]
        assert "problem=wrong" in told["aino.guessed"][0]
        assert "problem=wait" in told["aino.guessed"][-1]
        right = await sign_in(browser, "aino.guessed", PASSPHRASE)
        assert "problem=wait" in right.headers["location"]


async def test_a_forged_forwarded_address_does_not_help_guessing(served: Served) -> None:
    """Nobody gets a fresh count by claiming to come from elsewhere; nor https by claiming that."""
    await make_pupil(await make_school(), username="eino.guessed", passphrase=PASSPHRASE)
    told = ""
    async with served.forms() as browser:
        for number in range(8):
            forged = {"x-forwarded-for": f"203.0.113.{number}", "forwarded": f"for=203.0.113.{number}"}
            answer = await browser.post(
                "/sign-in", data={"username": "eino.guessed", "passphrase": "x", "language": "en"}, headers=forged
            )
            told = answer.headers["location"]
    assert "problem=wait" in told


def test_behind_a_proxy_plain_http_is_refused_and_https_is_not(tmp_path: Path) -> None:
    """With one trusted hop, what the proxy says counts; what stands left of it does not."""
    with serving(tmp_path, trusted_proxy_hops=1, public_url="https://polku.example.org") as instance:
        secure = {"x-forwarded-for": "6.6.6.6, 198.51.100.7", "x-forwarded-proto": "https", "host": "polku.example.org"}
        assert httpx.get(f"{instance.url}/en/sign-in", headers=secure).status_code == 200
        plain = secure | {"x-forwarded-proto": "http"}
        led = httpx.get(f"{instance.url}/en/sign-in?x=1", headers=plain)
        assert (led.status_code, led.headers["location"]) == (308, "https://polku.example.org/en/sign-in?x=1")
        form = {"username": "x", "passphrase": "y", "language": "en"}
        own = {"origin": "https://polku.example.org"}
        assert httpx.post(f"{instance.url}/sign-in", data=form, headers=plain | own).status_code == 403
        assert httpx.post(f"{instance.url}/sign-in", data=form, headers=secure | own).status_code == 303
        other = {"origin": "http://localhost"}
        assert httpx.post(f"{instance.url}/sign-in", data=form, headers=secure | other).status_code == 403
        assert httpx.get(f"{instance.url}/healthz", headers=plain).status_code == 200
