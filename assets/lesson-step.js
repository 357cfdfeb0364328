// Where somebody is in a lesson: [data-lesson-at="module:activity"] (pages/learning/module.py) is told to the server when
// it changes, when the connection is back, and now and then while somebody is there. It is told over HTTP, with nothing of
// what they type; what could not be told is told again.
(() => {
  if (window.__lessonStep) return;
  window.__lessonStep = true;
  const EVERY = 20000; // ms: so often somebody who stays is told of
  const THERE = 120000; // ms: so long after a key or a touch they count as there
  let told = "";
  let toldAt = 0;
  let used = Date.now();
  let busy = false;
  const tell = async () => {
    const at = document.querySelector("[data-lesson-at]")?.dataset.lessonAt;
    const person = document.querySelector("[data-person]")?.dataset.person;
    const moved = at !== told;
    if (!at || !person || busy || (!moved && Date.now() < toldAt + EVERY)) return;
    if (!moved && (document.hidden || Date.now() > used + THERE)) return;
    busy = true;
    toldAt = Date.now();
    const [module, activity] = at.split(":");
    try {
      const answer = await fetch("/lessons/at", {
        method: "POST",
        headers: { "content-type": "application/json", "x-person": person },
        body: JSON.stringify({ module, activity }),
        signal: AbortSignal.timeout(10000),
      });
      if (answer.ok) told = at;
      else if (answer.status < 500 && answer.status !== 429) told = at; // it will not do another time either
    } catch {
      // no connection: the next look, or its return, tells it
    }
    busy = false;
  };
  const anew = () => {
    told = toldAt = 0;
    tell();
  };
  for (const kind of ["pointerdown", "keydown", "wheel"]) {
    addEventListener(kind, () => (used = Date.now()), { capture: true, passive: true });
  }
  addEventListener("online", anew);
  document.addEventListener("polku:connection", ({ detail }) => detail && anew());
  document.addEventListener("visibilitychange", tell);
  new MutationObserver(tell).observe(document.documentElement, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ["data-lesson-at", "data-person"],
  });
  setInterval(tell, 2000);
  tell();
})();
