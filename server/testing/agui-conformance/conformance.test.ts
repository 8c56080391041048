import { afterAll, beforeAll, expect, it } from "vitest";
import { publish } from "@/scripts/lib/studio-client.mjs";
import { type RouteServer, serveRoutes } from "@/server/testing/route-server";
import { type ScriptedModel, serveScriptedModel } from "./model-script";
import { conformanceSuite } from "./suite";

let model: ScriptedModel;
let server: RouteServer;

// What reads the environment is loaded after it is set.
beforeAll(async () => {
  model = await serveScriptedModel();
  server = await serveRoutes();
  process.env.OPENAI_BASE_URL = model.baseUrl;
  process.env.OPENAI_API_KEY = "unset";
  process.env.SIGNALBOX_DEFAULT_MODEL = "scripted";
  process.env.SIGNALBOX_ORIGIN = server.origin;
  await (await import("@/server/boot")).boot();
});

afterAll(async () => {
  await (await import("@/inngest/embedded-fetch")).embeddedEngine.current?.stop({ drainMs: 1000 });
  await (await import("@/server/events/hub")).eventHub.stop();
  await server.close();
  await model.close();
});

it.each(conformanceSuite.map((scenario) => [scenario.name, scenario] as const))(
  "AG-UI 1.0: %s",
  async (_name, scenario) => {
    const { origin } = server;
    const seen = await scenario.run({
      origin,
      hasScriptedModel: true,
      publish: (name, draft) => publish(origin, name, draft),
    });
    expect(seen).not.toBe("");
  },
  30_000,
);
