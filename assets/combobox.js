// Fields that offer what fits while somebody types (ui/combobox.py). In [data-combobox="/where?x=y"] stand an input with
// the role of a combobox, a list and a line for what is said; what is chosen is sent by the form #combobox-choice.
// Until this script and the app are there, the field is a search form and nothing more.
(() => {
  if (window.__combobox) return;
  window.__combobox = true;
  const doc = document;
  const [PAUSE, LEAST, KEPT, PATIENCE] = [150, 2, 50, 8000]; // ms after a key, letters, answers, ms for an answer
  const AT_FOOT = 160; // px
  const answers = new Map();
  let timer;
  let asking; // what has not been answered yet
  let active = -1;

  const awake = () => "ready" in doc.documentElement.dataset;
  const fieldOf = (target) => (awake() && target.matches?.("[data-combobox] [role=combobox]") ? target : null);
  const parts = (input) => {
    const box = input.closest("[data-combobox]");
    return { box, list: box.querySelector("[role=listbox]"), line: box.querySelector("[data-combobox-status]") };
  };
  const typed = (input) => input.value.trim().replace(/\s+/g, " ");
  const isOpen = (input) => input.getAttribute("aria-expanded") === "true";

  const mark = (input, at) => {
    const options = [...parts(input).list.children];
    active = options.length ? (at + options.length) % options.length : -1;
    options.forEach((option, place) => option.setAttribute("aria-selected", String(place === active)));
    if (active < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", options[active].id);
    options[active].scrollIntoView({ block: "nearest" });
  };
  const unmark = (input) => {
    active = -1;
    input.removeAttribute("aria-activedescendant");
    for (const option of parts(input).list.children) option.setAttribute("aria-selected", "false");
  };

  const close = (input, said = "") => {
    clearTimeout(timer);
    asking?.abort();
    const { list, line } = parts(input);
    unmark(input);
    input.setAttribute("aria-expanded", "false");
    list.hidden = true;
    list.replaceChildren();
    line.textContent = said;
  };

  const show = (input, { skills = [], said = "", problem = "" }) => {
    const { box, list, line } = parts(input);
    const options = skills.map((one, place) => {
      const option = Object.assign(doc.createElement("li"), { id: `${list.id}-${place}`, lang: one.language });
      option.setAttribute("role", "option");
      option.dataset.value = one.id;
      option.append(Object.assign(doc.createElement("span"), { textContent: one.name }));
      if (one.detail) option.append(Object.assign(doc.createElement("small"), { textContent: one.detail, lang: doc.documentElement.lang }));
      return option;
    });
    list.replaceChildren(...options);
    list.hidden = !options.length;
    const opens = options.length > 0 && !isOpen(input);
    input.setAttribute("aria-expanded", String(options.length > 0));
    unmark(input);
    // What lies along the foot of a phone would hide the list.
    if (opens && list.getBoundingClientRect().bottom > innerHeight - AT_FOOT) box.scrollIntoView({ block: "start" });
    line.textContent = problem || said;
  };

  // A question that is overtaken by the next letter is given up; an answer that came is not asked for again.
  const look = async (input) => {
    clearTimeout(timer);
    asking?.abort();
    const text = typed(input);
    if (text.length < LEAST) return close(input);
    const address = `${parts(input).box.dataset.combobox}&search=${encodeURIComponent(text)}`;
    const known = answers.get(address);
    if (known) return show(input, known);
    const mine = (asking = new AbortController());
    const late = setTimeout(() => mine.abort("late"), PATIENCE);
    try {
      const response = await fetch(address, { headers: { accept: "application/json" }, signal: mine.signal });
      const answer = await response.json();
      if (mine !== asking || !input.isConnected) return;
      if (response.ok && answers.set(address, answer).size > KEPT) answers.delete(answers.keys().next().value);
      show(input, answer);
    } catch {
      // no connection: what was typed stays, and is looked for again when there is one
      if (mine === asking && (!mine.signal.aborted || mine.signal.reason === "late")) close(input, parts(input).box.dataset.unreachable);
    } finally {
      clearTimeout(late);
    }
  };

  const choose = (input, option) => {
    const form = doc.getElementById("combobox-choice");
    if (!form) return;
    form.elements.chosen.value = option.dataset.value;
    form.requestSubmit();
    input.value = "";
    close(input);
  };

  const step = (input, by) => {
    if (isOpen(input)) mark(input, active < 0 && by < 0 ? -1 : active + by);
    else look(input);
  };
  const keys = {
    ArrowDown: (input) => step(input, 1),
    ArrowUp: (input) => step(input, -1),
    Enter: (input) => active >= 0 && isOpen(input) && (choose(input, parts(input).list.children[active]), true),
    Escape: (input) => (isOpen(input) ? close(input) : (input.value = "")),
  };

  doc.addEventListener("input", ({ target }) => {
    const input = fieldOf(target);
    if (!input) return;
    unmark(input);
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE, input);
  });
  doc.addEventListener("keydown", (event) => {
    const input = fieldOf(event.target);
    if (!input || event.isComposing || event.ctrlKey || event.metaKey) return;
    if (keys[event.key] ? keys[event.key](input) !== false : false) event.preventDefault();
    else if (/^(Home|End|ArrowLeft|ArrowRight)$/.test(event.key)) unmark(input);
  });
  const optionOf = ({ target }) => target.closest?.("[data-combobox] [role=option]");
  doc.addEventListener("pointerdown", (event) => optionOf(event) && event.preventDefault()); // the field keeps the focus
  doc.addEventListener("mousedown", (event) => optionOf(event) && event.preventDefault());
  doc.addEventListener("click", (event) => {
    const option = optionOf(event);
    const input = option && fieldOf(option.closest("[data-combobox]").querySelector("[role=combobox]"));
    if (input) choose(input, option);
  });
  doc.addEventListener("focusout", ({ target }) => {
    const input = fieldOf(target);
    if (input) close(input, parts(input).line.textContent);
  });
  const again = () => {
    const input = doc.activeElement && fieldOf(doc.activeElement);
    if (input && !isOpen(input)) look(input);
  };
  addEventListener("online", again);
  doc.addEventListener("polku:connection", ({ detail }) => detail && again());
  doc.addEventListener("polku:ready", again); // typed before it could be heard
  if (awake()) again();
})();
