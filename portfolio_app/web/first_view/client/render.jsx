// Draws the body of one page with a given state, in a bare V8: no DOM, no node. Bundled by plugin.py.
import { createElement as h } from "react";
import { renderToString } from "react-dom/server";
import { Route, Routes, StaticRouter } from "react-router";
import { EmbedLayout } from "../app/root.jsx";
import { initialState } from "$/utils/context";

const built = { ...initialState };

/** What the state's store holds between two pages, as JSON: a test looks for what it must not hold. */
globalThis.heldState = () => JSON.stringify(initialState);

/** The markup of the page at `route`, whose file has been read, seen at `location`, with the JSON `text` over the state
 * it was built with. */
globalThis.renderPage = (route, location, text) => {
  const delta = JSON.parse(text);
  for (const name of Object.keys(built)) initialState[name] = { ...built[name], ...delta[name] };
  const page = h(Route, { path: `/${route}`, element: h(EmbedLayout, null, h(require(`./${route.replaceAll("/", ".")}.js`).default)) });
  const body = h("body", null, h(StaticRouter, { location }, h(Routes, null, page)));
  // A whole document, so that React puts <title> and <meta> into a head, which is dropped here.
  const html = renderToString(h("html", null, h("head"), body));
  for (const name of Object.keys(built)) initialState[name] = built[name]; // nothing of anybody stays
  return html.slice(html.indexOf("<body>") + 6, html.lastIndexOf("</body>"));
};
