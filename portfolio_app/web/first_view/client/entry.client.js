// Where React begins. Its module starts beside those of the page (starting.py), and waits until they are in their place.
import { createElement, startTransition } from "react";
import { hydrateRoot } from "react-dom/client";
import { HydratedRouter } from "react-router/dom";

Promise.resolve(window.__placed).then(() => {
  startTransition(() => {
    hydrateRoot(document, createElement(HydratedRouter));
  });
});
