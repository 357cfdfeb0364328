// What pages need beside the app. Plain script, no build.
//
// For whoever writes pages (texts come in attributes, translated by the page):
//
// Drafts     form[data-draft="entry:<id>"][data-draft-version="3"] is saved while somebody types, by PUT /drafts/<name>,
//            and put back after a reload. Names of fields are the keys; hidden, file and password fields stay out.
//            Also data-draft-saving, -saved ("Draft saved {time}"), -unsaved, -conflict; shown in [data-draft-status] or
//            #draft-status inside the form. A hidden button[data-draft-keep] in it appears when another tab has saved a
//            newer version, and saves this one over it. The action that keeps the thing drops the draft; say(…) confirms.
//            [data-draft-drop] in it throws the draft away.
// Uploads    form[data-upload="#id"] (plain_form with upload=True) is sent with a progress bar: a hidden <progress> in it
//            is used. After success the hidden button #id is clicked: bind its on_click to the handler that reloads.
//            data-upload-sending ("Sending… {percent} %"), -done, -failed; shown in [data-upload-status]; both may stand
//            inside [data-of="<id of the form>"] instead, beside fields that name the form. A file of more
//            than data-upload-most bytes is not sent: data-upload-too-large. May be a draft's form as well. The server
//            answers `Accept: application/json` with 2xx, or with {"problem": "a sentence"}.
// Documents  a or form[data-download="Making your PDF…"] says so while it is made.
// Once       form[data-once] is not submitted twice by a double click.
// Leave      [data-leave="/fi/…"] (Tab.leave) loads that address afresh.
// Idle       [data-idle-seconds="1800"]: after so long without a key or a touch, in any tab, one must sign in again. The
//            session has fallen asleep by then; 0 is never.
// Kept       input[data-keep="username"] keeps what was typed, in this tab, until somebody is signed in.
// Connection [data-connection] is shown while there is none; write it with `hidden`.
// Sign-out   form[data-sign-out] waits for drafts first; data-unsent asks when they cannot be saved.
// Notices    [data-notice="7:good"] or "8:problem:title" (count, kind, field): a problem takes the focus.
(() => {
  const doc = document;
  const root = doc.documentElement;
  const PREFIX = "draft:";
  const [PAUSE, LONGEST, PATIENCE] = [1000, 3000, 3000]; // ms: after a key, since the first one, at signing out
  const EVERY = 5000; // ms: how often to see whether anybody is there
  const KEEPALIVE_BYTES = 60000; // browsers send no more than 64 KB after a page is gone
  const all = (selector, within = doc) => [...within.querySelectorAll(selector)];
  const one = (selector, within = doc) => within.querySelector(selector);
  let person = "";

  // -- what this tab keeps ------------------------------------------------------------------------------------------
  const stores = () => {
    try {
      return [sessionStorage, localStorage];
    } catch {
      return [];
    }
  };
  const store = () => stores()[one("[data-own-device=true]") ? 1 : 0];
  const keep = (key, value) => {
    try {
      if (value === null) stores().forEach((place) => place.removeItem(key));
      else store().setItem(key, value);
    } catch {
      // full or blocked: the server's copy must do
    }
  };
  const kept = (key) => stores().map((place) => place.getItem(key)).find(Boolean) ?? null;
  const forget = (unless) => {
    for (const place of stores()) {
      for (const key of Object.keys(place)) {
        if (/^(draft|keep):/.test(key) && !(unless && key.startsWith(unless))) place.removeItem(key);
      }
    }
  };

  // -- drafts -------------------------------------------------------------------------------------------------------
  const drafts = new Map(); // form element → what we know about its draft
  const keyOf = (name) => `${PREFIX}${person}:${name}`;
  const recordOf = (draft) => JSON.parse(kept(keyOf(draft.name)) ?? "null");
  const record = (draft, what) => keep(keyOf(draft.name), what && JSON.stringify(what));
  const unsent = () => [...drafts.values()].filter((draft) => !draft.handed && recordOf(draft));

  const controls = (form) =>
    [...form.elements].filter((el) => el.name && !/^(hidden|file|password|submit|button|reset|fieldset|output)$/.test(el.type));

  const collect = (form) => {
    const fields = {};
    for (const el of controls(form)) {
      if (/^(checkbox|radio)$/.test(el.type) && !el.checked) continue;
      const values = el.multiple ? [...el.selectedOptions].map((option) => option.value) : el.value;
      fields[el.name] = el.name in fields ? [].concat(fields[el.name], values) : values;
    }
    return fields;
  };

  const putBack = (form, fields) => {
    const turn = {};
    for (const el of controls(form)) {
      const values = [].concat(fields[el.name] ?? []);
      if (/^(checkbox|radio)$/.test(el.type)) el.checked = values.includes(el.value);
      else if (el.multiple) for (const option of el.options) option.selected = values.includes(option.value);
      else if (values.length) el.value = values[(turn[el.name] = (turn[el.name] ?? -1) + 1)] ?? "";
    }
  };

  const say = (draft, state, time = "") => {
    const line = one("[data-draft-status], #draft-status", draft.form);
    const text = (draft.form.getAttribute(`data-draft-${state}`) ?? "").replace("{time}", time);
    if (line && line.textContent !== text) line.textContent = text;
    all("[data-draft-keep]", draft.form).forEach((button) => (button.hidden = state !== "conflict"));
  };

  const draftOf = (form) => {
    const name = form.dataset.draft;
    let draft = drafts.get(form);
    if (!draft || draft.name !== name) {
      draft = { form, name, version: Number(form.dataset.draftVersion) || 0, tries: 0 };
      drafts.set(form, draft);
    }
    return draft;
  };

  const schedule = (draft, wait) => {
    clearTimeout(draft.timer);
    draft.timer = setTimeout(send, wait, draft);
  };

  const typed = (form) => {
    const draft = draftOf(form);
    const before = recordOf(draft);
    draft.handed = false;
    draft.since ??= Date.now();
    record(draft, { ...before, fields: collect(form), version: before?.version ?? draft.version });
    if (!draft.conflict) schedule(draft, Math.max(0, Math.min(PAUSE, draft.since + LONGEST - Date.now())));
  };

  // A save whose answer was lost is repeated unchanged, so that the server can tell it from another tab's.
  async function send(draft) {
    const local = recordOf(draft);
    if (!local || !person || draft.busy || draft.conflict || draft.handed) return;
    clearTimeout(draft.timer);
    draft.busy = true;
    draft.since = undefined;
    const body = (local.sent ??= JSON.stringify({ fields: local.fields, version: local.version }));
    record(draft, local);
    say(draft, "saving");
    let status = 0;
    let answer = {};
    try {
      const response = await fetch(`/drafts/${encodeURIComponent(draft.name)}?language=${root.lang}`, {
        method: "PUT",
        headers: { "content-type": "application/json", accept: "application/json", "x-person": person },
        body,
        keepalive: body.length < KEEPALIVE_BYTES,
        signal: AbortSignal.timeout(15000),
      });
      status = response.status;
      answer = await response.json();
    } catch {
      // no connection, or not our server: tried again below
    }
    draft.busy = false;
    const now = recordOf(draft);
    if (!now) {
      // kept, or dropped, meanwhile; or the form was made anew while the former one's save was under way
      if (status === 200 && !draft.handed) say(Object.assign(draft, { version: answer.version }), "saved", answer.at);
      return;
    }
    if (status === 200) {
      Object.assign(draft, { version: answer.version, tries: 0, failing: false });
      const newer = JSON.stringify(now.fields) !== JSON.stringify(JSON.parse(body).fields);
      record(draft, newer ? { fields: now.fields, version: answer.version } : null);
      say(draft, newer ? "saving" : "saved", answer.at);
      if (newer) schedule(draft, PAUSE);
    } else if (status === 409) {
      Object.assign(draft, { conflict: true, theirs: answer.version, failing: true });
      record(draft, { fields: now.fields, version: now.version });
      say(draft, "conflict");
    } else {
      draft.failing = true;
      say(draft, "unsaved");
      if (status === 422 || status === 413) record(draft, { fields: now.fields, version: now.version });
      else if (status !== 401 && status !== 403) schedule(draft, Math.min(15000, 1000 * 2 ** draft.tries++));
    }
  }

  const sendAll = () => Promise.all(unsent().map(send));
  // What could not be sent for a while is tried less and less often; that the connection is back begins anew.
  const sendAnew = () => {
    drafts.forEach((draft) => (draft.tries = 0));
    return sendAll();
  };
  const sendWithin = (ms) => Promise.race([sendAll(), new Promise((done) => setTimeout(done, ms))]);

  const adopt = (form) => {
    const before = drafts.get(form);
    if (!person || !form.dataset.draft || (before?.name === form.dataset.draft && before.adopted === person)) return;
    const draft = draftOf(form);
    draft.adopted = person;
    const local = recordOf(draft);
    if (!local) return before && draft.since && typed(form); // typed before we knew who it is
    putBack(form, local.fields);
    say(draft, "unsaved");
    schedule(draft, 0);
  };

  // The form was handed to the app and that is confirmed, so nothing of it is unsent any more. A save that was under way
  // then may have come after the app had dropped the draft.
  const settle = (form, draft) => {
    record(draft, null);
    if (draft.raced) fetch(`/drafts/${encodeURIComponent(draft.name)}`, { method: "DELETE", headers: { "x-person": person } });
    say(draft, "none");
    drafts.delete(form);
    if (form.isConnected) draftOf(form).adopted = person;
  };
  const confirmed = () => drafts.forEach((draft, form) => draft.handed && settle(form, draft));

  // -- one look at the page, after each change of it ----------------------------------------------------------------
  let path = location.pathname;
  let notice = "";
  let left = false;
  let arriving = 0; // until when a new heading is that of a page somebody has just gone to
  let greeted = {};
  const alerted = new WeakSet();

  const focus = (el, options) => {
    if (!el.matches("a[href], button, input, select, textarea, [tabindex]")) el.tabIndex = -1;
    el.focus(options);
  };

  const meet = (who) => {
    if (who === person) return;
    if (who) forget(`${PREFIX}${who}:`); // nothing of anybody else stays in this browser
    person = who;
  };

  const heed = (text) => {
    if (text === notice || !text) return;
    notice = text;
    const [count, kind, field] = text.split(":");
    if (count === "0" || !kind) return;
    if (kind === "good") confirmed();
    if (kind !== "problem") return;
    drafts.forEach((draft) => (draft.handed = false));
    const named = field ? (doc.getElementById(field) ?? doc.getElementsByName(field)[0]) : null;
    const target = one("main [role=alert]:not(:empty)") ?? named ?? one(".notices > *");
    if (target) focus(target);
  };

  const leaveFor = (address) => {
    if (left) return;
    left = true;
    sendWithin(1000).then(() => location.replace(address));
  };

  const look = () => {
    const frame = one("[data-person]");
    if (frame) {
      meet(frame.dataset.person);
      const theme = frame.dataset.themeChoice;
      if (theme) root.dataset.theme = theme;
    }
    const leave = one("[data-leave]")?.dataset.leave;
    if (leave && /^\/(?![/\\])/.test(leave)) leaveFor(leave);
    heed(one("[data-notice]")?.dataset.notice);
    for (const [form, draft] of drafts) {
      if (form.isConnected) continue;
      if (draft.handed && root.dataset.connected !== "no") settle(form, draft);
      else send(draft);
      drafts.delete(form);
    }
    // Only then the forms that are new: one that takes the place of a form just kept must not take its text over.
    all("form[data-draft]").forEach(adopt);
    all("[data-connection]").forEach((el) => (el.hidden = root.dataset.connected !== "no"));
    for (const input of all("input[data-keep]")) {
      if (!input.value) input.value = kept(`keep:${input.dataset.keep}`) ?? "";
    }
    for (const alert of all("main [role=alert]")) {
      if (!alert.childElementCount) alerted.delete(alert);
      else if (!alerted.has(alert)) {
        alerted.add(alert);
        focus(alert);
      }
    }
    const heading = one("main h1");
    if (path !== location.pathname) [path, arriving] = [location.pathname, Date.now() + 3000];
    const fresh = heading && (heading !== greeted.heading || heading.textContent !== greeted.text);
    if (fresh) {
      const active = doc.activeElement;
      const free = active === doc.body || active === greeted.heading || !one("main").contains(active);
      // Read aloud, and the keyboard goes on from there.
      if (Date.now() < arriving && free) focus(heading, { preventScroll: "returning" in root.dataset });
      greeted = { heading, text: heading.textContent };
    }
  };

  // React takes over the page as the server drew it. Until it has, nothing in the page may be changed from here.
  const PATIENCE_WITH_REACT = 15000;
  let awake = false;
  const begin = () => {
    if (awake) return;
    awake = true;
    new MutationObserver(look).observe(root, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ["data-person", "data-leave", "data-theme-choice", "data-draft", "data-notice", "data-connected"],
    });
    look();
  };

  // -- forms --------------------------------------------------------------------------------------------------------
  const hand = (form) => {
    const draft = drafts.get(form);
    if (!draft) return null;
    clearTimeout(draft.timer);
    return Object.assign(draft, { handed: true, raced: draft.busy, since: undefined });
  };

  const upload = (form) => {
    const request = new XMLHttpRequest();
    const draft = hand(form);
    const part = (selector) => one(selector, form) ?? (form.id ? one(`[data-of="${form.id}"] ${selector}`) : null);
    const bar = part("progress");
    const line = part("[data-upload-status]");
    const show = (name, text, percent) => {
      if (line) line.textContent = (text || form.getAttribute(`data-upload-${name}`) || "").replace("{percent}", percent);
    };
    const end = (name, problem) => {
      delete form.dataset.busy;
      if (bar) bar.hidden = true;
      show(name, problem);
      if (name === "done") return;
      if (line) focus(line);
      if (draft) schedule(Object.assign(draft, { handed: false }), 0);
    };
    const most = Number(form.dataset.uploadMost) || Infinity;
    if ([...form.elements].some((input) => input.files?.[0]?.size > most)) return end("too-large");
    form.dataset.busy = "";
    request.open("POST", form.action);
    request.setRequestHeader("accept", "application/json");
    request.upload.onprogress = ({ loaded, total }) => {
      const percent = Math.round((loaded / total) * 100);
      if (bar) Object.assign(bar, { hidden: false, max: 100, value: percent });
      show("sending", "", percent);
    };
    request.onerror = request.onabort = () => end("failed");
    request.onload = () => {
      let problem = "";
      try {
        problem = JSON.parse(request.responseText).problem;
      } catch {
        // an answer without a sentence
      }
      if (request.status >= 300) return end("failed", problem);
      end("done");
      if (draft) settle(form, draft);
      form.reset();
      one(form.dataset.upload)?.click();
    };
    request.send(new FormData(form));
  };

  const signOut = async (form) => {
    form.dataset.busy = "";
    await sendWithin(PATIENCE);
    delete form.dataset.busy;
    if (unsent().length && form.dataset.unsent && !confirm(form.dataset.unsent)) return;
    drafts.clear();
    forget();
    left = true; // and the answer says where to
    form.submit();
  };

  doc.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      const mine = form.matches("[data-sign-out], [data-upload]");
      if (mine || "busy" in form.dataset) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
      if ("busy" in form.dataset) return;
      if (form.matches("[data-sign-out]")) return signOut(form);
      if (form.matches("[data-upload]")) return upload(form);
      if (form.matches("[data-once]")) {
        form.dataset.busy = "";
        setTimeout(() => delete form.dataset.busy, 2000);
      }
      hand(form);
    },
    true,
  );

  const changed = ({ target }) => {
    if (target.dataset?.keep) keep(`keep:${target.dataset.keep}`, target.value);
    const form = target.closest?.("form[data-draft]");
    if (form?.dataset.draft && controls(form).includes(target)) typed(form);
  };
  doc.addEventListener("input", changed);
  doc.addEventListener("change", changed);

  doc.addEventListener("click", ({ target }) => {
    const unwanted = target.closest?.("[data-draft-drop]")?.closest("form");
    if (unwanted?.dataset.draft) {
      const dropped = draftOf(unwanted);
      clearTimeout(dropped.timer);
      settle(unwanted, Object.assign(dropped, { raced: true, since: undefined }));
    }
    const form = target.closest?.("[data-draft-keep]")?.closest("form");
    const draft = form && drafts.get(form);
    if (!draft?.conflict) return;
    Object.assign(draft, { conflict: false, failing: false });
    record(draft, { fields: collect(form), version: draft.theirs });
    send(draft);
  });

  // -- nobody there -------------------------------------------------------------------------------------------------
  let used = Date.now();
  let noted = 0;
  const inUse = () => {
    used = Date.now();
    if (used < noted + EVERY) return;
    noted = used;
    try {
      localStorage.setItem("used", used); // for the other tabs
    } catch {
      // blocked: each tab for itself
    }
  };
  const lastUse = () => {
    try {
      return Math.max(used, Number(localStorage.getItem("used")) || 0);
    } catch {
      return used;
    }
  };
  const heedTime = () => {
    const limit = Number(one("[data-idle-seconds]")?.dataset.idleSeconds) * 1000;
    // A little later than the server counts, so that leaving does not wake the session.
    if (!person || !limit || Date.now() < lastUse() + limit + EVERY) return;
    leaveFor(`/${location.pathname.split("/")[1]}/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`);
  };
  for (const kind of ["pointerdown", "keydown", "input", "wheel"]) addEventListener(kind, inUse, { capture: true, passive: true });
  doc.addEventListener("visibilitychange", heedTime);
  setInterval(heedTime, EVERY);

  // Documents are asked for here, so that their making can be said. What is none is opened as a page.
  const download = async (asks, address) => {
    if ("busy" in asks.dataset) return;
    const line = one("[data-download-status]", asks.parentElement);
    const show = (text) => line && (line.textContent = text);
    asks.dataset.busy = "";
    show(asks.dataset.download);
    try {
      const response = await fetch(address);
      const type = response.headers.get("content-type") ?? "";
      if (!response.ok || type.startsWith("text/html")) return location.assign(address);
      const name = response.headers.get("content-disposition")?.match(/filename\*=utf-8''([^;]+)/i)?.[1];
      const file = URL.createObjectURL(await response.blob());
      Object.assign(doc.createElement("a"), { href: file, download: name ? decodeURIComponent(name) : "polku.pdf" }).click();
      setTimeout(() => URL.revokeObjectURL(file), 60000);
    } catch {
      location.assign(address);
    } finally {
      delete asks.dataset.busy;
      show("");
    }
  };
  doc.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-download]");
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    download(link, link.href);
  });
  doc.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-download]")) return;
    event.preventDefault();
    download(form, `${form.action}?${new URLSearchParams(new FormData(form))}`);
  });

  // -- coming and going ---------------------------------------------------------------------------------------------
  addEventListener("online", sendAnew);
  doc.addEventListener("polku:connection", ({ detail }) => detail && sendAnew());
  doc.addEventListener("visibilitychange", sendAll);
  addEventListener("pagehide", sendAll);
  addEventListener("pageshow", (event) => {
    all("form[data-busy]").forEach((form) => delete form.dataset.busy);
    if (event.persisted) location.reload(); // who is signed in may have changed
  });
  addEventListener("beforeunload", (event) => {
    sendAll();
    if (!left && unsent().some((draft) => draft.failing)) event.preventDefault();
  });

  const reader = one("[data-person]")?.dataset.person;
  if (reader) forget(`${PREFIX}${reader}:`); // at once: what somebody else left in this browser
  if ("ready" in root.dataset) begin();
  else doc.addEventListener("polku:ready", begin);
  setTimeout(begin, PATIENCE_WITH_REACT);
})();
