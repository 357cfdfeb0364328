// The browser's half of the first view. Every page imports it, so its top level runs before Reflex warms up the socket (a
// microtask after this module graph) and before React draws anything.
import { useContext, useEffect, useLayoutEffect, useRef } from "react";
import { useLocation, useNavigate } from "react-router";
import { DispatchContext, app } from "$/utils/context-registry";
import { initialState } from "$/utils/context";

/** The view that came with this document; null where the server gave none. */
function readView() {
  const node = typeof document !== "undefined" && document.getElementById("first-view");
  if (!node) return null;
  const view = JSON.parse(node.textContent);
  try {
    // The server made this token together with this page: the state behind it is the one shown here.
    sessionStorage.setItem("token", view.token);
  } catch {
    return null; // without storage Reflex itself cannot work either
  }
  // The page does not hold the built state, so a hydrate must be answered in full and not as a difference to it.
  const initialEvents = app.initialEvents;
  app.initialEvents = () => initialEvents(false);
  // The page shows this state already: start from it, so that hydration finds what it expects.
  if (view.drawn) {
    for (const [name, values] of Object.entries(view.delta)) {
      if (initialState[name]) Object.assign(initialState[name], values);
    }
  }
  return view;
}

let view = readView();

/** While React takes over, it writes into each text area what it was built with: what somebody has typed there would go,
 *  and their cursor jump. Until all of the page is awake, such writing is not heard. Gives the way back. */
function holdTexts() {
  const areas = typeof document === "undefined" ? [] : [...document.querySelectorAll("textarea")];
  for (const area of areas) {
    for (const name of ["value", "defaultValue"]) {
      const { get } = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, name);
      Object.defineProperty(area, name, { configurable: true, get, set() {} });
    }
  }
  return () => {
    for (const area of areas) {
      delete area.value;
      delete area.defaultValue;
    }
  };
}

const releaseTexts = holdTexts();

let styles = null;
let otherStyles = null; // their link; null where the page has none

/** The page came with the styles that it needs itself. Fetch those of all pages, once, for whoever goes on to another:
 *  in this one, to work out each element anew by them would take a slow device a fifth of a second for nothing. Settles
 *  when they are there. */
function fetchStyles() {
  styles ??= new Promise((there) => {
    const own = document.querySelector("style[data-all]");
    if (!own) return there();
    otherStyles = document.createElement("link");
    const [rel, href, media] = ["stylesheet", own.dataset.all, "not all"];
    Object.assign(otherStyles, { rel, href, media, onload: there, onerror: there });
    own.after(otherStyles);
    setTimeout(there, STYLES_PATIENCE);
  });
  return styles;
}

const whenIdle = globalThis.requestIdleCallback ?? ((go) => setTimeout(go, 100));

/** What is far down the page is laid out part by part, while nothing else is to be done: only then all is as far down as
 *  it says, for whoever jumps, reloads or comes back. What comes after that is laid out at once. */
function layOutRest() {
  const part = document.querySelector(".when-near:not([data-near])");
  if (!part) {
    document.documentElement.dataset.exact = "";
    return;
  }
  part.dataset.near = "";
  requestAnimationFrame(() => whenIdle(layOutRest));
}

let awake = false;
let pass = null;
const PATIENCE = 10_000; // ms, should the part that wakes last never do so
const PATIENCE_WITH_DATA = 3_000;
const STYLES_PATIENCE = 2_000; // ms; then another page may look bare for a moment

/** What wakes last must find the state it was drawn with, and React reads the state of that moment: changes that come
 *  before are held. The function that is given back makes the changes `first`, then those, in their order. */
function holdChanges(dispatch) {
  let held = [];
  for (const [name, change] of Object.entries(dispatch)) {
    dispatch[name] = (delta) => (held ? held.push(() => change(delta)) : change(delta));
  }
  return (first = {}) => {
    const made = held ?? [];
    held = null;
    for (const [name, delta] of Object.entries(first)) dispatch[name]?.(delta);
    for (const one of made) one();
  };
}

/** The frame of the page is awake: what is clicked from now on React hears. What stands in the frame wakes after it, and
 *  the part that is clicked at once, before the click arrives. Whoever was quicker waits for all of it, in their order. */
function hear() {
  const early = window.__early;
  if (!early || early.typed.size || early.done.length) return;
  early.heard = true; // early.js keeps no clicks any more
  document.documentElement.dataset.hears = "";
}

/** All of the page is awake. Do what was done before: put back what was typed, click and send. Then tell polku.js. */
function wake() {
  if (awake) return;
  awake = true;
  const early = window.__early;
  releaseTexts();
  if (early) early.heard = true;
  window.__early = null; // nor what is typed
  document.documentElement.dataset.hears = "";
  document.documentElement.dataset.ready = "";
  document.dispatchEvent(new CustomEvent("polku:ready"));
  setTimeout(() => {
    fetchStyles();
    layOutRest();
  }, 300); // what was clicked before comes first
  if (!early) return;
  for (const [field, value] of early.typed) {
    if (!field.isConnected) continue;
    if (typeof value === "boolean") field.checked = value;
    else if (field.value !== value && field.type !== "file") field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  for (const { type, target, submitter } of early.done) {
    if (!target.isConnected) continue;
    if (type === "submit") target.requestSubmit(submitter);
    else target.click();
  }
}

// Whoever goes back within the app finds a page as far down as they left it, once it is as long again. Until then the root
// says how far, in pixels (`data-returning`), and polku.js does not scroll to the heading.
if (typeof document !== "undefined") {
  const { dataset } = document.documentElement;
  const places = new Map(); // by the history's key of the page
  addEventListener("scroll", () => places.set(history.state?.key, scrollY), { passive: true });
  addEventListener("popstate", () => {
    delete dataset.returning;
    const place = places.get(history.state?.key);
    if (place > 0) Object.assign(dataset, { returning: place, exact: "" });
  });
  for (const touch of ["wheel", "touchstart", "keydown", "pointerdown"]) {
    addEventListener(touch, () => delete dataset.returning, { passive: true });
  }
}

/** Another page has come, whose data may not be here yet. */
function goBackDown(until = Date.now() + PATIENCE_WITH_DATA) {
  const root = document.documentElement;
  const place = Number(root.dataset.returning ?? 0);
  if (!place) return;
  if (root.scrollHeight - innerHeight < place && Date.now() < until) {
    requestAnimationFrame(() => goBackDown(until));
    return;
  }
  scrollTo({ top: place, behavior: "instant" });
  delete root.dataset.returning;
}

/** The language that an address begins with. A page knows the pages of its own language alone (starting.py). */
const languageOf = (path) => path.split("/")[1];

/** Where a click leads within the app; "" when it is no plain click on the link of a page (ui/links.py). */
function pageOf(event) {
  const modified = event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
  const link = !event.defaultPrevented && !modified && event.target.closest?.("a[data-page]");
  if (!link) return "";
  const { pathname, search, hash } = new URL(link.getAttribute("href"), location.href);
  return languageOf(pathname) === languageOf(location.pathname) ? pathname + search + hash : "";
}

/** Stands around the app, inside the store of its state. */
export function FirstView({ children }) {
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const shown = useRef(pathname);
  const dispatch = useContext(DispatchContext);
  pass ??= holdChanges(dispatch);
  useEffect(() => {
    const follow = (event) => {
      const page = pageOf(event);
      if (!page) return;
      event.preventDefault();
      const replace = page === location.pathname + location.search + location.hash;
      fetchStyles().then(() => navigate(page, { replace }));
    };
    document.addEventListener("click", follow); // after React's own, which may prevent it
    return () => document.removeEventListener("click", follow);
  }, [navigate]);
  useLayoutEffect(() => {
    if (pathname === shown.current) return;
    shown.current = pathname;
    fetchStyles(); // where the app goes on by itself before it was time
    if (otherStyles) otherStyles.media = "all";
    requestAnimationFrame(() => goBackDown());
  }, [pathname]);
  // After the effects of every component, so after Reflex takes events; but before React goes on with what wakes later.
  useEffect(() => {
    queueMicrotask(hear);
    setTimeout(() => pass(), PATIENCE);
  }, []);
  return children;
}

/** Stands at the end of the part of each page that wakes last (browser.py). */
export function Woken() {
  useLayoutEffect(() => {
    // Where the server could not draw the page, its data are put in before the next paint.
    pass(view && !view.drawn ? view.delta : {});
    view = null;
  }, []);
  useEffect(() => {
    setTimeout(wake);
  }, []);
  return null;
}
