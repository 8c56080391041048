import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { configDefaults, defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));

const integration = [
  "server/{services,events,nodes,trpc,testing}/**/*.test.ts",
  "server/*.test.ts",
  "inngest/functions/**/*.test.ts",
  "inngest/*.test.ts",
  "app/**/*.test.ts",
  "scripts/lib/{migrate,postgres,work}.test.ts",
];
const engine = ["inngest/embedded/**/*.test.ts"];
const exclude = [...configDefaults.exclude, "**/.next/**", "**/.signalbox/**", "e2e/**", "bench/**"];

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@\//, replacement: root },
      // Outside Next the marker package always throws; its empty form is what Next's server bundle gets.
      { find: /^server-only$/, replacement: `${root}node_modules/server-only/empty.js` },
    ],
  },
  test: {
    env: { TZ: "UTC" },
    maxWorkers: Math.min(availableParallelism(), 4),
    testTimeout: 20_000,
    hookTimeout: 60_000,
    restoreMocks: true,
    projects: [
      // Whatever needs no database. A test file in no other project belongs here, so none is ever left out.
      {
        extends: true,
        test: { name: "unit", include: ["**/*.test.{ts,tsx}"], exclude: [...exclude, ...integration, ...engine] },
      },
      {
        extends: true,
        test: {
          name: "integration",
          include: integration,
          exclude,
          globalSetup: "server/testing/database-setup.ts",
          setupFiles: ["server/testing/use-test-database.ts"],
        },
      },
      {
        extends: true,
        test: { name: "engine", include: engine, exclude, globalSetup: "server/testing/database-setup.ts" },
      },
    ],
  },
});
