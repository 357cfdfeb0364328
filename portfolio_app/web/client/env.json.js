// Stands in for Reflex's env.json: where the server is, told by the page instead of by the build, so that the same build
// serves any host, port and scheme; and the transport that worked last in this tab (see sockets.js).
import built from "../env.json";

const here = (address) => {
  const { protocol, pathname } = new URL(address);
  const secure = location.protocol === "https:" ? "s" : "";
  return `${protocol.startsWith("ws") ? "ws" : "http"}${secure}://${location.host}${pathname}`;
};

const remembered = () => {
  try {
    return sessionStorage.getItem("transport");
  } catch {
    return null;
  }
};

const moved = (value) => (typeof value === "string" && value.includes("://") ? here(value) : value);

export default typeof location === "undefined"
  ? built
  : {
      ...Object.fromEntries(Object.entries(built).map(([name, value]) => [name, moved(value)])),
      TRANSPORT: remembered() === "polling" ? "polling" : "websocket",
    };
