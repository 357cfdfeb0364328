"""Measure cold and warm loads of one page in a real Chromium.

    python -m tests.bench.pageload http://127.0.0.1:8000/home --selector "main h1" \
        --steps login.json --runs 5 --out result.json

For every profile (desktop = unthrottled, chromebook = CPU 6x slower, 5/1 Mbit/s,
100 ms RTT by Chromium's own emulation, school = the same figures through slowline.py,
which slows WebSocket frames too: Chromium's emulation does not) and every run a browser
with a brand-new user-data-dir is started, the session made by the login steps is copied
in (cookies and localStorage), and then

    cold   first visit of the URL: empty HTTP cache, empty code cache
    warm   second visit in the same browser, after a detour over about:blank

are recorded. The output is JSON: all runs, plus min/median/max per metric.

Login steps are a JSON list, run once, unthrottled, in a throw-away browser:
    [["goto", "http://127.0.0.1:8000/login"], ["fill", "#user", "ann"],
     ["fill", "#pass", "secret"], ["click", "button[type=submit]"], ["wait", "#home"]]
Actions: goto URL | fill SEL TEXT | click SEL | press SEL KEY | wait SEL | sleep MS | eval JS

Metrics (ms, bytes):
  bytes      encoded bytes received over HTTP incl. headers (from-cache = 0)
  requests   HTTP requests sent to the network   (cached: served from cache)
  js_bytes   encoded bytes of scripts;  js_decoded: the same unpacked
  css_bytes, ws_bytes (WebSocket payload received, not compressed), ws_frames
  ttfb       document requested until its response headers reached the browser, with
             redirects and with the profile's delay (ttfb_net: responseStart of Navigation
             Timing, which does not contain the emulated latency)
  fcp, lcp   First / Largest Contentful Paint, cls: layout shift score
  visible    navigationStart until --selector matches an element with a size
  ready      navigationStart until --ready matches an element
  html_bytes encoded bytes of the document, headers included
  load       loadEventEnd
  tbt        sum of (long task - 50 ms) after FCP until the page settled
  long_tasks sum of all long tasks, also those before FCP
  settled    last finished HTTP request (network quiet for --quiet ms after it)
  heap       JS heap used after a forced GC;  dom_nodes
"""

import argparse
import asyncio
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
from pathlib import Path

from playwright.async_api import async_playwright

from tests.bench.bare import bare

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "chromium"
SAID = ("ttfb", "fcp", "lcp", "visible", "tbt")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PROFILES = {
    "desktop": None,
    "chromebook": {"cpu": 6, "down": 5_000_000 / 8, "up": 1_000_000 / 8, "rtt_ms": 100},
    "school": {"cpu": 6, "slowline": True},
    "cpu": {"cpu": 6},  # for a server that already stands behind slowline.py
}

# Runs in the page before its own scripts: collects paints, long tasks, selector time.
PROBE = """
(() => {
  if (window !== window.top) return;
  const p = window.__probe = {fcp: null, lcp: null, lcpEl: null, cls: 0, tasks: [], visible: null, ready: null};
  const watch = (type, fn) => { try { new PerformanceObserver(l => l.getEntries().forEach(fn))
      .observe({type, buffered: true}); } catch (e) {} };
  watch('paint', e => { if (e.name === 'first-contentful-paint') p.fcp = e.startTime; });
  watch('largest-contentful-paint', e => { p.lcp = e.startTime;
      p.lcpEl = e.element && (e.element.tagName + '.' + e.element.className).slice(0, 80); });
  watch('layout-shift', e => { if (!e.hadRecentInput) p.cls += e.value; });
  watch('longtask', e => p.tasks.push([e.startTime, e.duration]));
  const sel = %SELECTOR%;
  const look = () => {
    const el = sel && document.querySelector(sel);
    const box = el && el.getBoundingClientRect();
    if (box && box.width > 0 && box.height > 0 && getComputedStyle(el).visibility !== 'hidden')
      p.visible = performance.now();
    else requestAnimationFrame(look);
  };
  if (sel) requestAnimationFrame(look);
  const awake = %READY%;
  if (awake) new MutationObserver((_, observer) => { if (document.querySelector(awake)) {
      p.ready = performance.now(); observer.disconnect(); } })
      .observe(document, {attributes: true, childList: true, subtree: true,
        attributeFilter: ['data-hears', 'data-ready']});
})();
"""
READ = """
() => { const n = performance.getEntriesByType('navigation')[0] || {};
  return {probe: window.__probe, ttfb_net: n.responseStart, dcl: n.domContentLoadedEventEnd,
          load: n.loadEventEnd, dom_nodes: document.getElementsByTagName('*').length}; }
"""


def _filled(probe, args):
    return probe.replace("%SELECTOR%", json.dumps(args.selector)).replace("%READY%", json.dumps(args.ready))


class Traffic:
    """Counts network traffic of one page load through CDP events."""

    def __init__(self, cdp):
        self.cdp = cdp
        self.reset()
        for name in (
            "requestWillBeSent",
            "requestServedFromCache",
            "responseReceived",
            "dataReceived",
            "loadingFinished",
            "loadingFailed",
            "webSocketFrameReceived",
        ):
            cdp.on("Network." + name, getattr(self, "_" + name))

    def reset(self):
        self.req, self.open, self.ws_bytes, self.ws_frames = {}, set(), 0, 0
        self.doc_sent = self.doc_first_byte = None
        self.last_done = time.perf_counter()

    def _requestWillBeSent(self, e):
        if not e["request"]["url"].startswith("http"):
            return
        if self.doc_sent is None and e.get("type") == "Document":
            self.doc_sent = e["timestamp"]
        if "redirectResponse" in e:  # same id is used again: keep the hop's bytes
            hop = self.req.get(e["requestId"])
            if hop:
                hop["bytes"] = e["redirectResponse"].get("encodedDataLength", 0)
                self.req[e["requestId"] + "/" + str(len(self.req))] = hop
        self.req[e["requestId"]] = {
            "url": e["request"]["url"],
            "type": e.get("type", "Other"),
            "bytes": 0,
            "decoded": 0,
            "cached": False,
            "status": 0,
        }
        self.open.add(e["requestId"])

    def _requestServedFromCache(self, e):
        if e["requestId"] in self.req:
            self.req[e["requestId"]]["cached"] = True

    def _responseReceived(self, e):
        r = self.req.get(e["requestId"])
        if r:
            r["status"] = e["response"]["status"]
            if e.get("type") == "Document" and self.doc_first_byte is None:
                self.doc_first_byte = e["timestamp"]
            r["encoding"] = {k.lower(): v for k, v in e["response"]["headers"].items()}.get("content-encoding", "")
            r["type"] = e.get("type", r["type"])
            if e["response"].get("fromDiskCache") or e["response"].get("fromServiceWorker"):
                r["cached"] = True
            if r["type"] in ("EventSource",):
                self.open.discard(e["requestId"])

    def _dataReceived(self, e):
        if e["requestId"] in self.req:
            self.req[e["requestId"]]["decoded"] += e["dataLength"]

    def _loadingFinished(self, e):
        if e["requestId"] in self.req:
            self.req[e["requestId"]]["bytes"] = e["encodedDataLength"]
            self._done(e)

    def _loadingFailed(self, e):
        if e["requestId"] in self.req:
            self.req[e["requestId"]]["failed"] = e.get("errorText", "?")
            self._done(e)

    def _done(self, e):
        self.open.discard(e["requestId"])
        self.last_done = time.perf_counter()

    def _webSocketFrameReceived(self, e):
        self.ws_frames += 1
        self.ws_bytes += len(e["response"]["payloadData"])

    async def quiet(self, quiet_s, limit_s):
        """Wait until no request is open and none has ended for quiet_s."""
        end = time.perf_counter() + limit_s
        while time.perf_counter() < end:
            if not self.open and time.perf_counter() - self.last_done > quiet_s:
                return True
            await asyncio.sleep(0.05)
        return False

    def totals(self):
        net = [r for r in self.req.values() if not r["cached"]]

        def kind(t, key):
            return sum(r[key] for r in net if r["type"] == t)

        ttfb = (self.doc_first_byte - self.doc_sent) * 1000 if self.doc_sent and self.doc_first_byte else None
        return {
            "ttfb": ttfb,
            "bytes": sum(r["bytes"] for r in net),
            "requests": len(net),
            "cached": len(self.req) - len(net),
            "html_bytes": kind("Document", "bytes"),
            "js_bytes": kind("Script", "bytes"),
            "js_decoded": kind("Script", "decoded"),
            "css_bytes": kind("Stylesheet", "bytes"),
            "js_requests": sum(r["type"] == "Script" for r in net),
            "xhr_requests": sum(r["type"] in ("XHR", "Fetch") for r in net),
            "http_errors": sum(r["status"] >= 400 or "failed" in r for r in net),
            "uncompressed_text": sum(
                r["decoded"] for r in net if not r.get("encoding") and r["type"] in ("Script", "Stylesheet", "Document")
            ),
            "ws_bytes": self.ws_bytes,
            "ws_frames": self.ws_frames,
        }


async def open_browser(pw, folder):
    return await pw.chromium.launch_persistent_context(
        folder, executable_path=CHROMIUM, headless=True, args=FLAGS, viewport={"width": 1366, "height": 768}
    )


async def log_in(pw, steps):
    """Run the login steps; return the storage state they leave."""
    if not steps:
        return {"cookies": [], "origins": []}
    folder = tempfile.mkdtemp(prefix="pageload-")
    ctx = await open_browser(pw, folder)
    try:
        page = ctx.pages[0] if ctx.pages else await ctx.new_page()
        for action, *a in steps:
            if action == "goto":
                await page.goto(a[0], wait_until="load")
            elif action == "fill":
                await page.fill(a[0], a[1])
            elif action == "click":
                await page.click(a[0])
            elif action == "press":
                await page.press(a[0], a[1])
            elif action == "wait":
                await page.wait_for_selector(a[0], timeout=30_000)
            elif action == "sleep":
                await page.wait_for_timeout(float(a[0]))
            elif action == "eval":
                await page.evaluate(a[0])
            else:
                raise SystemExit(f"unknown login step {action!r}")
        return await ctx.storage_state()
    finally:
        await ctx.close()
        shutil.rmtree(folder, ignore_errors=True)


async def seen_by_probe(cdp, limit_s):
    """Wait until the probe has seen the content. Playwright's own waiting compiles and runs a large script of its own
    in the page, 0.1 s of a slowed processor in the middle of what is measured."""
    end = time.perf_counter() + limit_s
    while time.perf_counter() < end:
        answer = await cdp.send("Runtime.evaluate", {"expression": "!!(window.__probe && window.__probe.visible)"})
        if answer["result"].get("value"):
            return
        await asyncio.sleep(0.1)
    raise TimeoutError("the content was not seen")


async def visit(page, cdp, traffic, url, args):
    """One load of url; returns its metrics."""
    await page.goto("about:blank")
    await asyncio.sleep(0.2)
    traffic.reset()
    t0 = time.perf_counter()
    try:
        await page.goto(url, wait_until="commit", timeout=args.timeout * 1000)
        ok = True
        if args.selector:
            await seen_by_probe(cdp, args.timeout)
    except Exception as exc:  # a page that never shows its content is a result too
        ok = repr(exc)[:200]
    quiet = await traffic.quiet(args.quiet / 1000, args.timeout)
    settled = (traffic.last_done - t0) * 1000
    await asyncio.sleep(0.5)  # let a last paint or long task be reported
    seen = await page.evaluate(READ)
    for _ in range(20):  # asked for afterwards, and not waited for: that would take part of the processor meanwhile
        if not args.ready or (seen["probe"] or {}).get("ready"):
            break
        await asyncio.sleep(0.5)
        seen = await page.evaluate(READ)
    probe = seen.pop("probe") or {"tasks": []}
    heap_raw = (await cdp.send("Runtime.getHeapUsage"))["usedSize"]
    await cdp.send("HeapProfiler.collectGarbage")
    heap = (await cdp.send("Runtime.getHeapUsage"))["usedSize"]
    fcp = probe.get("fcp") or 0
    return {
        **traffic.totals(),
        **seen,
        "fcp": probe.get("fcp"),
        "lcp": probe.get("lcp"),
        "cls": probe.get("cls"),
        "visible": probe.get("visible"),
        "ready": probe.get("ready"),
        "tbt": sum(max(0, d - 50) for s, d in probe["tasks"] if s + d > fcp),
        "long_tasks": sum(d for _, d in probe["tasks"]),
        "settled": settled,
        "heap": heap,
        "heap_before_gc": heap_raw,
        "ok": ok,
        "went_quiet": quiet,
        "final_url": page.url,
        "lcp_element": probe.get("lcpEl"),
    }


TIMES = ("fcp", "visible", "ready")
GLANCE = """
(() => {
  if (window !== window.top) return;
  const p = window.__probe = {fcp: null, visible: null, ready: null};
  new PerformanceObserver(l => l.getEntries().forEach(
      e => { if (e.name === 'first-contentful-paint') p.fcp = e.startTime; })).observe({type: 'paint', buffered: true});
  const sel = %SELECTOR%, awake = %READY%;
  const look = () => {
    const box = document.querySelector(sel)?.getBoundingClientRect();
    if (box && box.width > 0 && box.height > 0) p.visible = performance.now();
    else requestAnimationFrame(look);
  };
  if (sel) requestAnimationFrame(look);
  if (awake) new MutationObserver((_, observer) => { if (document.querySelector(awake)) {
      p.ready = performance.now(); observer.disconnect(); } }).observe(
      document, {attributes: true, subtree: true, attributeFilter: ['data-hears', 'data-ready']});
})();
"""


async def glance(url, profile, state, args):
    """The times of a first and a second visit to which nobody listens: no events of the network, no tasks, no scripts
    (bare.py). Listening took half a second of the slowed processor of a visit."""
    script, slower = _filled(GLANCE, args), profile["cpu"] if profile else 1
    async with bare(CHROMIUM, FLAGS, state["cookies"], script, slower) as browser:
        seen, times = [], {}
        for _visit in range(2):
            await browser.go("about:blank")
            await asyncio.sleep(0.3)
            async with asyncio.timeout(args.timeout):
                await browser.go(url)
            for _wait in range(20):
                await asyncio.sleep(3)
                times = await browser.ask("window.__probe ?? {}")
                if times.get("visible") and (times.get("ready") or not args.ready):
                    break
            seen.append({name: times.get(name) for name in TIMES})
        return seen


async def one_run(pw, url, profile, state, args, shot=None, detail=None):
    folder = tempfile.mkdtemp(prefix="pageload-")
    ctx = await open_browser(pw, folder)
    try:
        if state["cookies"]:
            await ctx.add_cookies(state["cookies"])
        for origin in state["origins"]:
            await ctx.add_init_script(
                f"if (location.origin === {json.dumps(origin['origin'])}) "
                f"for (const {{name, value}} of {json.dumps(origin['localStorage'])}) "
                "if (localStorage.getItem(name) === null) localStorage.setItem(name, value);"
            )
        await ctx.add_init_script(_filled(PROBE, args))
        page = ctx.pages[0] if ctx.pages else await ctx.new_page()
        cdp = await ctx.new_cdp_session(page)
        await cdp.send("Network.enable")
        traffic = Traffic(cdp)
        if profile:
            await cdp.send("Emulation.setCPUThrottlingRate", {"rate": profile["cpu"]})
        if profile and "down" in profile:
            await cdp.send(
                "Network.emulateNetworkConditions",
                {
                    "offline": False,
                    "latency": profile["rtt_ms"],
                    "downloadThroughput": profile["down"],
                    "uploadThroughput": profile["up"],
                },
            )
        cold = await visit(page, cdp, traffic, url, args)
        if detail:
            requests = sorted(traffic.req.values(), key=lambda r: -r["bytes"])
            Path(detail).write_text(json.dumps(requests, indent=1))
        if shot:
            await page.screenshot(path=shot)
        warm = await visit(page, cdp, traffic, url, args)
        return cold, warm
    finally:
        await ctx.close()
        shutil.rmtree(folder, ignore_errors=True)


def slow_line(url, port):
    """Start slowline.py in front of url's server; return its process and the url through it."""
    parts = urllib.parse.urlsplit(url)
    script = Path(__file__).resolve().parent / "slowline.py"
    proc = subprocess.Popen(
        [sys.executable, script, "--to", f"127.0.0.1:{parts.port}", "--port", str(port)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert proc.stdout
    proc.stdout.readline()
    return proc, parts._replace(netloc=f"{parts.hostname}:{port}").geturl()


def through(state, old, new):
    """The storage state with its origins moved from one address to another."""

    def origin(u):
        return "{0.scheme}://{0.netloc}".format(urllib.parse.urlsplit(u))

    return {
        **state,
        "origins": [{**o, "origin": origin(new)} if o["origin"] == origin(old) else o for o in state["origins"]],
    }


def summarise(runs):
    out = {}
    for key in runs[0]:
        vals = [r[key] for r in runs if isinstance(r[key], (int, float)) and not isinstance(r[key], bool)]
        if vals:
            out[key] = {
                "min": round(min(vals), 3),
                "median": round(statistics.median(vals), 3),
                "max": round(max(vals), 3),
            }
    return out


async def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("url")
    ap.add_argument("--selector", help="CSS selector of the main content")
    ap.add_argument("--ready", help="CSS selector that matches once clicks are heard")
    ap.add_argument("--steps", help="JSON file with login steps")
    ap.add_argument("--cookie", action="append", default=[], help="NAME=VALUE, repeatable")
    ap.add_argument("--profile", choices=[*PROFILES, "both"], default="both", help="both = desktop and school")
    ap.add_argument("--slow-port", type=int, default=9797, help="port slowline listens on")
    ap.add_argument("--runs", type=int, default=5)
    ap.add_argument("--quiet", type=float, default=800, help="ms without traffic = settled")
    ap.add_argument("--timeout", type=float, default=90, help="seconds per visit")
    ap.add_argument("--apart", action="store_true", help="take the times from visits of their own, not listened to")
    ap.add_argument("--label", default="")
    ap.add_argument("--out", help="write JSON here (default: stdout)")
    ap.add_argument("--shot", help="screenshot of the first cold load (PNG)")
    ap.add_argument("--requests", help="write the first cold load's request list here (JSON)")
    args = ap.parse_args()

    names = ["desktop", "school"] if args.profile == "both" else [args.profile]
    result = {
        "url": args.url,
        "label": args.label,
        "selector": args.selector,
        "runs": args.runs,
        "started": time.strftime("%F %T"),
        "profiles": {},
    }
    async with async_playwright() as pw:
        state = await log_in(pw, json.loads(Path(args.steps).read_text()) if args.steps else None)
        for pair in args.cookie:
            name, value = pair.split("=", 1)
            secure = name.startswith("__")  # browsers take such names with the Secure attribute only
            url = "{}://{.netloc}/".format("https" if secure else "http", urllib.parse.urlsplit(args.url))
            state["cookies"].append({"name": name, "value": value, "url": url, "secure": secure})
        for name in names:
            load0, cold, warm = os.getloadavg()[0], [], []
            line, url, session = None, args.url, state
            if (PROFILES[name] or {}).get("slowline"):
                line, url = slow_line(args.url, args.slow_port)
                session = through(state, args.url, url)
            for i in range(args.runs):
                first = i == 0 and name == names[0]
                c, w = await one_run(
                    pw,
                    url,
                    PROFILES[name],
                    session,
                    args,
                    args.shot if first else None,
                    args.requests if first else None,
                )
                if args.apart:
                    first_times, second_times = await glance(url, PROFILES[name], session, args)
                    c, w = c | first_times, w | second_times
                cold.append(c)
                warm.append(w)
            if line:
                line.terminate()
                line.wait()
            result["profiles"][name] = {
                "loadavg": [round(load0, 2), round(os.getloadavg()[0], 2)],
                "cold": {"summary": summarise(cold), "runs": cold},
                "warm": {"summary": summarise(warm), "runs": warm},
            }
    text = json.dumps(result, indent=1)
    if args.out:
        Path(args.out).write_text(text)
    else:
        print(text)
    for name, p in result["profiles"].items():
        for kind in ("cold", "warm"):
            m = {k: v["median"] for k, v in p[kind]["summary"].items()}
            f = {k: "-" if m.get(k) is None else f"{m[k]:.0f}" for k in SAID}
            bad = sum(r["ok"] is not True for r in p[kind]["runs"])
            print(
                f"{args.label or args.url} {name:10} {kind}: {m['bytes'] / 1024:.0f} KiB, "
                f"{m['requests']:.0f} req, JS {m['js_bytes'] / 1024:.0f} KiB, ttfb {f['ttfb']}, "
                f"fcp {f['fcp']}, lcp {f['lcp']}, visible {f['visible']}, tbt {f['tbt']}, "
                f"heap {m['heap'] / 2**20:.1f} MiB, load {p['loadavg']}" + (f"  {bad} FAILED" if bad else ""),
                flush=True,
            )


if __name__ == "__main__":
    asyncio.run(main())
