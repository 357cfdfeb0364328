// Has the browser read a page aloud (ui/rich.py, read_aloud): a button with [data-reads-aloud="fi"] is shown where there is
// a voice of that language on this device; what is read stands in [data-read-aloud]. Nothing leaves the device: voices that
// would send the text elsewhere are left alone.
(() => {
  if (window.__readAloud || !("speechSynthesis" in window)) return;
  window.__readAloud = true;
  const speech = window.speechSynthesis;
  const voiceOf = (language) =>
    speech.getVoices().find((one) => one.localService && one.lang.toLowerCase().startsWith(language.toLowerCase()));
  const button = () => document.querySelector("[data-reads-aloud]");
  const offer = () => {
    const one = button();
    if (one) one.hidden = !voiceOf(one.dataset.readsAloud);
  };
  const say = (one) => {
    const text = [...document.querySelectorAll("[data-read-aloud]")].map((part) => part.innerText.trim()).join("\n");
    const voice = voiceOf(one.dataset.readsAloud);
    // A paragraph at a time: long texts are cut off by some browsers.
    for (const piece of text.split(/\n+/).filter(Boolean)) {
      const words = new SpeechSynthesisUtterance(piece);
      words.voice = voice;
      words.lang = voice.lang;
      speech.speak(words);
    }
    const last = new SpeechSynthesisUtterance("");
    last.onend = () => told(one, false);
    speech.speak(last);
  };
  const told = (one, speaking) => {
    one.textContent = speaking ? one.dataset.stop : one.dataset.start;
    one.setAttribute("aria-pressed", String(speaking));
  };
  document.addEventListener("click", (event) => {
    const one = event.target instanceof Element && event.target.closest("[data-reads-aloud]");
    if (!one) return;
    const speaking = speech.speaking;
    speech.cancel();
    if (!speaking) say(one);
    told(one, !speaking);
  });
  addEventListener("pagehide", () => speech.cancel());
  addEventListener("popstate", () => speech.cancel());
  speech.addEventListener?.("voiceschanged", offer);
  new MutationObserver(offer).observe(document.documentElement, { childList: true, subtree: true });
  offer();
})();
