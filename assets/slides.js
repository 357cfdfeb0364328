// Slides of an event kit: keys and buttons that go to the next one, to the whole screen, and to paper.
(() => {
  const slides = [...document.querySelectorAll(".slide")];
  const said = document.querySelector("[data-at]");
  const full = document.querySelector("[data-full]");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");

  // The one that takes most of the screen.
  const at = () => {
    const middle = innerHeight / 2;
    const found = slides.findIndex((one) => one.getBoundingClientRect().bottom > middle);
    return found < 0 ? slides.length - 1 : found;
  };
  const tell = () => {
    const words = slides[at()].dataset.said;
    if (said.textContent !== words) said.textContent = words;
  };
  const go = (number) => {
    const slide = slides[Math.min(Math.max(number, 0), slides.length - 1)];
    slide.scrollIntoView({ behavior: calm.matches ? "instant" : "smooth" });
    slide.querySelector("h1, h2").focus({ preventScroll: true });
  };

  const keys = {
    ArrowRight: () => go(at() + 1),
    PageDown: () => go(at() + 1),
    ArrowLeft: () => go(at() - 1),
    PageUp: () => go(at() - 1),
    Home: () => go(0),
    End: () => go(slides.length - 1),
  };
  addEventListener("keydown", (event) => {
    const asked = keys[event.key];
    if (!asked || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    asked();
  });
  addEventListener("scroll", tell, { passive: true });

  document.querySelectorAll("[data-go]").forEach((one) =>
    one.addEventListener("click", () => go(at() + Number(one.dataset.go))),
  );
  document.querySelector("[data-print-slides]").addEventListener("click", () => print());
  full.hidden = !document.fullscreenEnabled;
  full.addEventListener("click", () =>
    document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen(),
  );
  tell();
})();
