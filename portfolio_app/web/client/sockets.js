// Stands in for socket.io-client, which it wraps: tells the page whether there is a connection, and goes over to polling
// where websockets do not come through (filters of some school networks) although the server can be reached.
import connect from "../node_modules/socket.io-client/build/esm/index.js";

const TRIES = 2; // websocket attempts before polling is tried
const ATTEMPT_MS = 8000; // some filters swallow a websocket without a word
const GRACE_MS = 1500; // a change of wifi is not worth a word

let failures = 0;
let told;

const remember = (transport) => {
  try {
    if (transport === "polling") sessionStorage.setItem("transport", transport);
    else sessionStorage.removeItem("transport");
  } catch {
    // without storage every page tries anew
  }
};

const tell = (connected) => {
  clearTimeout(told);
  told = setTimeout(
    () => {
      document.documentElement.dataset.connected = connected ? "yes" : "no";
      document.dispatchEvent(new CustomEvent("polku:connection", { detail: connected }));
    },
    connected ? 0 : GRACE_MS,
  );
};

const reachable = async () => {
  try {
    return (await fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(5000) })).ok;
  } catch {
    return false;
  }
};

export default function io(address, options) {
  const socket = connect(address, { ...options, timeout: ATTEMPT_MS });
  const manager = socket.io;

  // Each attempt reads the manager's options, so the next one goes the new way.
  const choose = (transport) => {
    manager.opts.transports = [transport];
  };
  const failed = async () => {
    failures += 1;
    tell(false);
    if (failures % TRIES) return;
    const polling = manager.opts.transports[0] === "polling";
    if (polling) choose("websocket");
    else if (await reachable()) choose("polling");
  };

  manager.on("error", failed);
  socket.on("connect", () => {
    failures = 0;
    remember(manager.opts.transports[0]);
    tell(true);
  });
  socket.on("disconnect", (reason) => {
    if (reason === "io client disconnect") return; // the page is being left
    tell(false);
    // The server gave this tab's place to another one (a duplicate), or is going down; Reflex would wait for a visit.
    if (reason === "io server disconnect") {
      setTimeout(() => document.visibilityState === "visible" && socket.reconnect?.(), 2000);
    }
  });
  return socket;
}
