// Where a click moves what was clicked to another place of the page, the keyboard goes on from there.
//
//   <button data-keep-focus="later-7">   the focus comes back to whatever has the same name, once the page has changed
(() => {
  const doc = document;
  let last = "";
  doc.addEventListener("focusin", ({ target }) => {
    last = target.closest("[data-keep-focus]")?.dataset.keepFocus ?? "";
  });
  const back = () => {
    if (!last || (doc.activeElement && doc.activeElement !== doc.body)) return;
    doc.querySelector(`[data-keep-focus="${CSS.escape(last)}"]`)?.focus({ preventScroll: false });
  };
  new MutationObserver(back).observe(doc.documentElement, { childList: true, subtree: true });
})();
