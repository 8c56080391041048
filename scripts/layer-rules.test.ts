import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inRoot } from "./lib/paths.mjs";

/** One import a layer must not have: the file that has it, what it imports, and whether only as a type. */
type Planted = [file: string, specifier: string, kind?: "type"];

const refused: Planted[] = [
  // server/domain is pure.
  ["server/domain/run/a.ts", "@/server/db"],
  ["server/domain/run/b.ts", "../../db"],
  ["server/domain/c.ts", "../db"],
  ["server/domain/run/d.ts", "node:fs"],
  ["server/domain/run/e.ts", "react"],
  ["server/domain/run/f.ts", "next/server"],
  ["server/domain/run/g.ts", "@prisma/client"],
  ["server/domain/run/h.ts", "inngest"],
  ["server/domain/run/i.ts", "@/server/services/runs/start-run", "type"],
  ["server/domain/run/j.ts", "vitest"],
  ["server/domain/run/k.test.ts", "@/server/db"],
  // components: values from the domain, types from server/trpc.
  ["components/chat/a.tsx", "@/server/services/runs/start-run"],
  ["components/chat/b.tsx", "@/server/trpc/root"],
  ["components/chat/c.tsx", "@/server/db", "type"],
  ["components/chat/d.tsx", "@/inngest/client"],
  ["components/chat/e.tsx", "@/app/layout"],
  ["components/chat/f.tsx", "../../server/db"],
  ["components/chat/g.tsx", "@/prisma/generated/client"],
  ["components/ui/a.tsx", "@/components/chat/chat"],
  ["components/ui/b.tsx", "@/server/domain/result"],
  ["components/ui/c.tsx", "../chat/chat"],
  // server/trpc never touches the database.
  ["server/trpc/routers/a.ts", "@/server/db"],
  ["server/trpc/routers/b.ts", "@/prisma/generated/client"],
  ["server/trpc/routers/c.ts", "@/server/models/openai"],
  ["server/trpc/routers/d.ts", "@/components/ui/button"],
  ["server/trpc/routers/e.ts", "pg"],
  // Services and executors know no transport.
  ["server/services/runs/a.ts", "@/server/trpc/init"],
  ["server/services/runs/b.ts", "@trpc/server"],
  ["server/services/runs/c.ts", "next/headers"],
  ["server/services/runs/d.ts", "react"],
  ["server/services/runs/e.ts", "@/inngest/functions/execute-run"],
  ["server/services/runs/f.ts", "inngest"],
  ["server/services/runs/g.ts", "@/server/http/edge"],
  ["server/services/runs/h.ts", "../../db"],
  ["server/nodes/a.ts", "@/server/trpc/init"],
  ["server/nodes/b.ts", "@/inngest/embedded/engine"],
  ["server/nodes/c.ts", "@/components/ui/button"],
  // Adapters to the outside world.
  ["server/models/a.ts", "@/server/services/runs/start-run"],
  ["server/tools/a.ts", "@/server/trpc/init"],
  ["server/knowledge/a.ts", "next/server"],
  ["server/sandbox/a.ts", "react"],
  ["server/egress/a.ts", "@/inngest/client"],
  ["server/events/a.ts", "@/server/nodes/registry"],
  ["server/progress/a.ts", "@trpc/server"],
  ["server/models/b.ts", "../services/runs/start-run"],
  ["server/http/a.ts", "@/components/ui/button"],
  // Inngest functions and the embedded engine.
  ["inngest/functions/a.ts", "@/server/db"],
  ["inngest/functions/b.ts", "@/server/trpc/init"],
  ["inngest/functions/c.ts", "@/app/layout"],
  ["inngest/embedded/a.ts", "@/server/domain/result"],
  ["inngest/embedded/b.ts", "../client"],
  ["inngest/embedded/sql/c.ts", "../../client"],
  ["inngest/embedded/d.ts", "zod"],
  ["inngest/embedded/e.ts", "inngest"],
  // Pages and route handlers.
  ["app/chat/page.tsx", "@/server/services/runs/start-run"],
  ["app/chat/a.tsx", "@/server/db"],
  ["app/chat/b.tsx", "@/inngest/client"],
  ["app/api/v1/runs/route.ts", "@/server/db"],
  ["app/api/v1/b/route.ts", "@/server/nodes/registry"],
  ["app/api/v1/c/route.ts", "@/components/ui/button"],
];

const accepted: Planted[] = [
  ["server/domain/run/ok-a.ts", "zod"],
  ["server/domain/run/ok-b.ts", "@marcbachmann/cel-js"],
  ["server/domain/run/ok-c.ts", "re2js"],
  ["server/domain/run/ok-d.ts", "@ag-ui/core"],
  ["server/domain/run/ok-e.ts", "@ag-ui/core/schemas"],
  ["server/domain/run/ok-f.ts", "../errors"],
  ["server/domain/run/ok-g.ts", "@/server/domain/workflow/schema"],
  ["server/domain/run/ok-h.test.ts", "vitest"],
  ["components/chat/ok-a.tsx", "@/server/domain/result"],
  ["components/chat/ok-b.tsx", "@/server/trpc/root", "type"],
  ["components/chat/ok-c.tsx", "@/components/ui/button"],
  ["components/ui/ok-a.tsx", "@/components/ui/button"],
  ["server/trpc/routers/ok-a.ts", "@/server/services/runs/start-run"],
  ["server/services/runs/ok-a.ts", "@/server/db"],
  ["server/services/runs/ok-b.ts", "@/inngest/client"],
  ["server/services/runs/ok-c.ts", "@/inngest/events"],
  ["server/nodes/ok-a.ts", "@/server/models/openai"],
  ["server/models/ok-a.ts", "@/server/egress/guard"],
  ["server/events/ok-b.ts", "@/server/db"],
  ["inngest/functions/ok-a.ts", "@/server/services/runs/start-run"],
  ["inngest/embedded/ok-a.ts", "pg"],
  ["inngest/embedded/sql/ok-b.ts", "../ownership"],
  ["inngest/embedded/ok-c.ts", "node:crypto"],
  ["inngest/embedded/conformance/ok-d.test.ts", "inngest"],
  ["app/chat/ok-a.tsx", "@/components/chat/chat"],
  ["app/chat/ok-b.tsx", "@/server/trpc/server"],
  ["app/api/v1/d/route.ts", "@/server/services/runs/start-run"],
  ["app/api/v1/e/route.ts", "@/server/http/edge"],
];

const folder = mkdtempSync(join(tmpdir(), "signalbox-layers-"));
const findings = new Map<string, string[]>();

function plant(file: string, text: string) {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

interface Diagnostic {
  code: string;
  filename: string;
}

beforeAll(() => {
  copyFileSync(inRoot(".oxlintrc.json"), join(folder, ".oxlintrc.json"));
  plant("tsconfig.json", JSON.stringify({ compilerOptions: { paths: { "@/*": ["./*"] } } }));
  for (const [file, specifier, kind] of [...refused, ...accepted]) {
    plant(
      file,
      kind === "type"
        ? `import type { X } from "${specifier}";\nexport type Y = X;\n`
        : `import { x } from "${specifier}";\nexport const y = x;\n`,
    );
  }
  plant("server/nodes/cycle-a.ts", 'import { b } from "@/server/nodes/cycle-b";\nexport const a = () => b;\n');
  plant("server/nodes/cycle-b.ts", 'import { a } from "./cycle-a";\nexport const b = () => a;\n');
  plant("server/services/runs/environment.ts", "export const home = process.env.HOME;\n");
  const { stdout } = spawnSync(inRoot("node_modules/.bin/oxlint"), ["-f", "json"], { cwd: folder, encoding: "utf8" });
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: Diagnostic[] };
  for (const { filename, code } of diagnostics) findings.set(filename, [...(findings.get(filename) ?? []), code]);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(refused)("%s may not import %s", (file) => {
  expect(findings.get(file)).toContain("eslint(no-restricted-imports)");
});

test.each(accepted)("%s may import %s", (file) => {
  expect(findings.get(file) ?? []).not.toContain("eslint(no-restricted-imports)");
});

test("two files that import each other are refused, also through the alias", () => {
  expect(findings.get("server/nodes/cycle-a.ts")).toContain("import(no-cycle)");
});

test("only server/env.ts reads the environment", () => {
  expect(findings.get("server/services/runs/environment.ts")).toContain("eslint(no-restricted-properties)");
});
