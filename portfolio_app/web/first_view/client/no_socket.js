// Stands in for socket.io-client where pages are drawn on the server: nothing connects there.
export default () => {
  throw new Error("no socket on the server");
};
