"""A Chromium of its own that is told its pace and where to go, and asked one thing at the end.

Playwright listens to the scripts of a page (`Runtime.enable`). A browser that is listened to notes for much that a
script does where in its source that stands, and reads the whole source once more to know: 0.3 s of a slowed processor
in the scripts of one page. Nobody who uses the page waits for that.
"""

import asyncio
import itertools
import shutil
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

PATIENCE = 30  # seconds for the browser to start
REST = 3.0  # seconds until it has nothing to do but to wait: nobody comes to a page while their browser still starts
SCREEN = {"width": 1366, "height": 768, "deviceScaleFactor": 1, "mobile": False}


class Bare:
    """The one page of such a browser."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._ids = itertools.count(1)
        self._page = ""

    async def attach(self) -> None:
        """Take the page that is open."""
        targets = (await self.call("Target.getTargets"))["targetInfos"]
        page = next(one["targetId"] for one in targets if one["type"] == "page")
        self._page = (await self.call("Target.attachToTarget", targetId=page, flatten=True))["sessionId"]

    async def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Send a command to the page, or to the browser before there is one. Raises `RuntimeError` when refused."""
        asked = next(self._ids)
        message = {"id": asked, "method": method, "params": params}
        await self._socket.send_json(message | ({"sessionId": self._page} if self._page else {}))
        while True:
            said = await self._socket.receive_json()
            if said.get("id") == asked:
                if "error" in said:
                    raise RuntimeError(f"{method}: {said['error']['message']}")
                return said["result"]

    async def go(self, address: str) -> None:
        """Go there; what is on the page may come long after this. Raises `RuntimeError` where nobody answers."""
        gone = await self.call("Page.navigate", url=address)
        if "errorText" in gone:
            raise RuntimeError(f"{address}: {gone['errorText']}")

    async def ask(self, expression: str) -> Any:
        """What a script's expression gives."""
        found = await self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        return found["result"].get("value")


@asynccontextmanager
async def bare(
    chromium: str, flags: Sequence[str], cookies: Sequence[dict[str, Any]], script: str, slower: float = 1
) -> AsyncIterator[Bare]:
    """A browser that has been nowhere, with these cookies and with `script` before those of each page; the processor is
    so many times `slower` for its pages."""
    folder = tempfile.mkdtemp(prefix="bare-")
    command = [chromium, "--headless", *flags, f"--user-data-dir={folder}", "--remote-debugging-port=0", "about:blank"]
    nothing = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(*command, stdout=nothing, stderr=nothing)
    try:
        address = await _address(Path(folder, "DevToolsActivePort"))
        async with aiohttp.ClientSession() as http, http.ws_connect(address, max_msg_size=0) as socket:
            browser = Bare(socket)
            await browser.call("Storage.setCookies", cookies=list(cookies))
            await browser.attach()
            await browser.call("Emulation.setDeviceMetricsOverride", **SCREEN)
            await browser.call("Page.enable")
            await browser.call("Page.addScriptToEvaluateOnNewDocument", source=script)
            await asyncio.sleep(REST)
            await browser.call("Emulation.setCPUThrottlingRate", rate=slower)
            yield browser
    finally:
        process.terminate()
        await process.wait()
        shutil.rmtree(folder, ignore_errors=True)


async def _address(file: Path) -> str:
    """Where the browser listens, from the file in which it says so."""
    async with asyncio.timeout(PATIENCE):
        while True:
            match file.read_text().split() if file.exists() else []:
                case [port, path]:
                    return f"ws://127.0.0.1:{port}{path}"
                case _:
                    await asyncio.sleep(0.05)
