// Passkeys: adds one (form[data-passkey-add]) and signs in with one (button[data-passkey-in]). Stands only in those pages.
//
// Both are written with `hidden` and shown here, where the browser can do it. Texts come in attributes, translated by the
// page: data-failed (the device did not do it), data-away (no answer from the server). What is wrong is said in the
// [role=alert] that data-says names by its id, and takes the focus.
(() => {
  if (!window.PublicKeyCredential || !navigator.credentials) return;
  const bytes = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (one) => one.charCodeAt(0));
  };
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-")
      .replace(/\//g, "_")
      .replace(/=+$/, "");
  const keys = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));
  const language = document.documentElement.lang;

  class Said extends Error {}

  const post = async (address, sent, away) => {
    let answer;
    try {
      answer = await fetch(`${address}?language=${encodeURIComponent(language)}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(sent),
      });
    } catch {
      throw new Said(away);
    }
    const read = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Said(read.problem || away);
    return read;
  };

  const answered = (credential, names) => ({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: {},
    response: Object.fromEntries(
      names.filter((name) => credential.response[name]).map((name) => [name, text(credential.response[name])]),
    ),
  });

  const add = async (form) => {
    const { failed, away } = form.dataset;
    const typed = new FormData(form);
    const options = await post("/passkeys/begin", { passphrase: typed.get("passphrase") }, away);
    let made;
    try {
      made = await navigator.credentials.create({
        publicKey: {
          ...options,
          challenge: bytes(options.challenge),
          user: { ...options.user, id: bytes(options.user.id) },
          excludeCredentials: keys(options.excludeCredentials),
        },
      });
    } catch {
      throw new Said(failed);
    }
    const answer = answered(made, ["clientDataJSON", "attestationObject"]);
    return post("/passkeys", { answer: JSON.stringify(answer), name: typed.get("name") }, away);
  };

  const come = async (button) => {
    const { failed, away } = button.dataset;
    const options = await post("/sign-in/passkey/begin", {}, away);
    let shown;
    try {
      shown = await navigator.credentials.get({
        publicKey: {
          ...options,
          challenge: bytes(options.challenge),
          allowCredentials: keys(options.allowCredentials),
        },
      });
    } catch {
      throw new Said(failed);
    }
    const form = document.querySelector("form[action='/sign-in']");
    const typed = form ? new FormData(form) : new FormData();
    const answer = answered(shown, ["clientDataJSON", "authenticatorData", "signature", "userHandle"]);
    const sent = { answer: JSON.stringify(answer), own_device: typed.get("own_device") || "", next: typed.get("next") || "" };
    return post("/sign-in/passkey", sent, away);
  };

  const doing = new WeakSet();
  const once = async (element, work) => {
    if (doing.has(element)) return;
    doing.add(element);
    const says = document.getElementById(element.dataset.says);
    if (says) says.textContent = "";
    try {
      location.assign((await work(element)).go);
    } catch (problem) {
      if (says) {
        says.textContent = problem instanceof Said ? problem.message : element.dataset.failed;
        says.focus();
      }
    } finally {
      doing.delete(element);
    }
  };

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-passkey-add]");
    if (!form) return;
    event.preventDefault();
    once(form, add);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-passkey-in]");
    if (button) once(button, come);
  });

  // The pages are drawn anew as the app takes over, so what is shown hangs on an attribute of the root.
  document.documentElement.dataset.passkeys = "true";
})();
