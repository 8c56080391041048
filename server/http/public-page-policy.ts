import { env } from "@/server/env";

/**
 * What a page for people without an account may do: its own scripts by `nonce`, its own styles, fonts and pictures, and talk to
 * its own server. Styles may stand in attributes, where React puts them. In development Next compiles in the browser.
 */
export function publicPagePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${env.isProduction ? "" : " 'unsafe-eval'"}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "object-src 'none'",
  ].join("; ");
}
