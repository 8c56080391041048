import { defineConfig, devices } from "@playwright/test";
import { findBrowser } from "./scripts/lib/browser.mjs";
import { anyFreePort } from "./scripts/lib/free-port.mjs";

// Playwright reads this file once in its own process and once in every worker; workers get the answers by environment.
const isWorker = process.env.TEST_WORKER_INDEX !== undefined;
const browser = await findBrowser();
if (!isWorker) console.log(`Browser: ${browser.path} (${browser.source}).`);
process.env.CHROMIUM_PATH = browser.path;
process.env.E2E_PORT ??= String(await anyFreePort());
const origin = `http://127.0.0.1:${process.env.E2E_PORT}`;

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  timeout: 60_000,
  expect: { timeout: 10_000 },
  retries: 0,
  workers: 2,
  forbidOnly: true,
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ? [["list"], ["json"]] : [["list"]],
  use: {
    baseURL: origin,
    locale: "en-GB",
    timezoneId: "UTC",
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: browser.path,
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
    env: { PORT: process.env.E2E_PORT },
    timeout: 180_000,
    stdout: "pipe",
    gracefulShutdown: { signal: "SIGTERM", timeout: 45_000 },
  },
});
