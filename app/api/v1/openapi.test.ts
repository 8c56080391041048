import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { GET } from "@/app/api/v1/openapi.json/route";

interface Document {
  paths: Record<string, Record<string, { responses: object }>>;
  components: { schemas: Record<string, unknown> };
}

it("V-47 the OpenAPI document names exactly the routes that exist, and every schema it refers to", async () => {
  const document = (await GET().json()) as Document;
  const routes = readdirSync("app/api", { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith("route.ts"))
    .map((file) => `/${join("api", file, "..").replaceAll("\\", "/")}`.replace(/\[(\w+)\]/g, "{$1}"))
    .filter((path) => !/^\/api\/(trpc|inngest|demo|share)\b/.test(path) && !path.endsWith("openapi.json"));
  expect(Object.keys(document.paths).toSorted()).toEqual(routes.toSorted());
  const referred = JSON.stringify(document).matchAll(/#\/components\/schemas\/(\w+)/g);
  for (const [, name] of referred) expect(document.components.schemas).toHaveProperty([name ?? ""]);
});
