import { defineConfig, devices } from "@playwright/test";
import { anyFreePort } from "./scripts/lib/free-port.mjs";

// Playwright reads this file in its own process and again in every worker; workers get the answers by environment.
process.env.E2E_PORT ??= String(await anyFreePort());
const workers = 2;
// The product is told at its start which private addresses tools may reach: one receiver for each worker.
process.env.E2E_RECEIVER_PORTS ??= (await Promise.all(Array.from({ length: workers }, anyFreePort))).join(",");
const receivers = process.env.E2E_RECEIVER_PORTS.split(",").map((port) => `127.0.0.1:${port}`);
const origin = `http://127.0.0.1:${process.env.E2E_PORT}`;

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  globalSetup: "./e2e/fixtures/choose-browser.ts",
  timeout: 60_000,
  expect: { timeout: 10_000 },
  retries: 0,
  workers,
  forbidOnly: true,
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ? [["list"], ["json"]] : [["list"]],
  use: {
    baseURL: origin,
    locale: "en-GB",
    timezoneId: "UTC",
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH,
      args: [
        "--no-sandbox",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "desktop", grepInvert: /@mobile/, use: { viewport: { width: 1280, height: 800 } } },
    {
      name: "mobile",
      grep: /@mobile/,
      use: { userAgent: devices["iPhone 15"].userAgent, viewport: { width: 390, height: 844 }, hasTouch: true },
    },
  ],
  webServer: {
    command: "node e2e/fixtures/serve.mjs",
    url: `${origin}/api/ready`,
    env: { PORT: process.env.E2E_PORT, E2E_EGRESS_ALLOW: receivers.join(",") },
    timeout: 180_000,
    stdout: "pipe",
    gracefulShutdown: { signal: "SIGTERM", timeout: 45_000 },
  },
});
