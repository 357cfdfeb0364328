// Says to the server that a device came by a short address: once, when its page is seen, and nothing about whose it is.
const script = document.currentScript;
if (script && !document.hidden) fetch(script.dataset.arrived, { method: "POST", keepalive: true }).catch(() => {});
