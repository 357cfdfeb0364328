// A second, small build of the pages, for a bare V8 and not for browsers: emotion must write its styles into the markup.
import { readFileSync } from "fs";
import { fileURLToPath } from "url";
import { defineConfig } from "vite";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  logLevel: "error",
  publicDir: false,
  define: { "process.env.NODE_ENV": '"production"' },
  build: {
    outDir: here("backend/first-view"),
    lib: { entry: here("first-view/render.jsx"), formats: ["iife"], name: "firstView", fileName: () => "render.js" },
    rolldownOptions: { output: { banner: readFileSync(here("first-view/polyfill.js"), "utf8") } },
  },
  resolve: {
    mainFields: ["module", "main"],
    conditions: ["module", "production"],
    alias: [
      // The synchronous renderToString; the package's own entry would also load the streaming one, which needs web streams.
      { find: "react-dom/server", replacement: here("node_modules/react-dom/cjs/react-dom-server-legacy.browser.production.js") },
      { find: "socket.io-client", replacement: here("first-view/no_socket.js") },
      { find: "$", replacement: here("./") },
      { find: "@", replacement: here("./public") },
    ],
  },
});
