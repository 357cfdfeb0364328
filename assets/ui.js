// What must work before and without the app: the chosen colour scheme, the banner of a demo, showing a passphrase, going
// to a field with a mistake, printing. The scheme is a cookie of this device; nothing about a person is kept. A page that
// the server drew has it already (web/first_view/server.py): asking for cookies takes a while on slow devices.
(() => {
  const root = document.documentElement;
  if (!("served" in root.dataset)) {
    const chosen = document.cookie.match(/(?:^|; )scheme=(light|dark)(?:;|$)/);
    if (chosen) root.dataset.theme = chosen[1];
    if (/(?:^|; )demo=1(?:;|$)/.test(document.cookie)) root.dataset.demo = "";
  }

  const choose = (scheme) => {
    if (scheme === "light" || scheme === "dark") root.dataset.theme = scheme;
    else delete root.dataset.theme;
    const age = root.dataset.theme ? 31536000 : 0;
    document.cookie = `scheme=${scheme}; path=/; max-age=${age}; samesite=lax`;
  };

  const show = (button, shown) => {
    const field = document.getElementById(button.dataset.shows);
    if (!field) return;
    field.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
  };

  document.addEventListener("click", (event) => {
    const line = event.target instanceof Element && event.target.closest('[role="alert"] a[href^="#"]');
    const field = line && document.getElementById(line.hash.slice(1));
    if (field) {
      event.preventDefault();
      field.focus();
      return;
    }
    // A form with two buttons: its field "does" says which of them was pressed.
    const does = event.target instanceof Element && event.target.closest("button[data-does]");
    if (does?.form?.elements.does) does.form.elements.does.value = does.dataset.does;
    const pressed = event.target instanceof Element && event.target.closest("[data-shows], [data-scheme], [data-print]");
    if (!pressed) return;
    if ("print" in pressed.dataset) return window.print();
    if (pressed.dataset.scheme) choose(pressed.dataset.scheme);
    else show(pressed, pressed.getAttribute("aria-pressed") !== "true");
  });

  // A shown passphrase is hidden again before it is sent, so that the browser does not offer it as ordinary text.
  document.addEventListener("submit", (event) => {
    event.target.querySelectorAll("[data-shows]").forEach((button) => show(button, false));
  }, true);
})();
