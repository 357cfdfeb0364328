// Puts words into a field (pages/phrase_list.py): a button [data-insert="the words"] with the id of the field in data-into.
// They stand where the cursor was last in it, at its end before anybody was there; what is typed stays.
(() => {
  if (window.__insert) return;
  window.__insert = true;
  let last; // the field somebody was in, so that a first click puts words at the end
  document.addEventListener("focusin", (event) => {
    if (event.target.matches?.("textarea, input[type=text]")) last = event.target;
  });
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("[data-insert]");
    const field = button && document.getElementById(button.dataset.into);
    if (!field) return;
    const at = last === field ? field.selectionEnd : field.value.length;
    const gap = at && !/\s$/.test(field.value.slice(0, at)) ? " " : "";
    field.focus();
    field.setRangeText(gap + button.dataset.insert, at, at, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
})();
