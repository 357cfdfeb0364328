// Before React is there the page can be read and typed into. What is clicked, sent and typed until then is kept, and done
// when it is awake (first_view.js). Forms with an address of their own, links and the buttons of ui.js need no React.
document.fonts?.load('1em "Atkinson Hyperlegible Next"').catch(() => {}); // there when words are laid out first
{
  const early = (window.__early = { done: [], typed: new Map(), heard: false });
  const awake = () => window.__early !== early;
  const keep = (type, target, event) => {
    if (!target || early.heard) return;
    event.preventDefault();
    event.stopPropagation();
    if (!early.done.some((one) => one.type === type && one.target === target)) {
      early.done.push({ type, target, submitter: event.submitter });
    }
  };
  const button = "button:not([type=submit], [data-shows], [data-scheme], [data-print]), [role=button]";
  addEventListener("click", (event) => keep("click", event.target.closest?.(button), event), true);
  addEventListener("submit", (event) => event.target.hasAttribute("action") || keep("submit", event.target, event), true);
  addEventListener(
    "input",
    ({ target }) => awake() || early.typed.set(target, target.type === "checkbox" || target.type === "radio" ? target.checked : target.value),
    true,
  );
}
// Whoever comes to a place far down finds it only where all above it is as tall as it is (polku.css).
try {
  const key = history.state?.key; // whoever comes anew has none; asking the storage takes a slow device a while
  const left = key ? JSON.parse(sessionStorage.getItem("react-router-scroll-positions") ?? "{}") : {};
  if (location.hash || left[key] > 0) document.documentElement.dataset.exact = "";
} catch {} // without storage nothing is remembered
