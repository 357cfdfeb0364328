// A second, small build of the pages, for a bare V8 and not for browsers.
// Each page is a file of its own, named as its route with dots for slashes, so that the V8 reads those that are asked for.
import { readdirSync } from "fs";
import { fileURLToPath } from "url";
import { defineConfig } from "vite";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const routes = here("app/routes/");
const pages = readdirSync(routes)
  .filter((file) => file.endsWith("._index.jsx"))
  .map((file) => [file.slice(0, -"._index.jsx".length).replaceAll(/[[\]]/g, ""), routes + file]);

export default defineConfig({
  logLevel: "error",
  publicDir: false,
  define: { "process.env.NODE_ENV": '"production"' },
  build: {
    outDir: here("backend/first-view"),
    emptyOutDir: true,
    lib: { entry: { render: here("first-view/render.jsx"), ...Object.fromEntries(pages) }, formats: ["cjs"] },
    rolldownOptions: { output: { entryFileNames: "[name].js", chunkFileNames: "_[name]-[hash].js", exports: "named" } },
  },
  resolve: {
    mainFields: ["module", "main"],
    conditions: ["module", "production"],
    alias: [
      // The synchronous renderToString; the package's own entry would also load the streaming one, which needs web streams.
      { find: "react-dom/server", replacement: here("node_modules/react-dom/cjs/react-dom-server-legacy.browser.production.js") },
      { find: "socket.io-client", replacement: here("first-view/no_socket.js") },
      { find: "@emotion/react", replacement: here("polku/jsx.js") },
      { find: "universal-cookie", replacement: here("polku/cookies.js") },
      { find: "$", replacement: here("./") },
      { find: "@", replacement: here("./public") },
    ],
  },
});
