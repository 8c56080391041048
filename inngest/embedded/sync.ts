import { readFunctionConfig, isTriggeredBy, type FunctionConfig } from "./function-config";
import { isRecord } from "./types";
import { embeddedOrigin } from "./wire";

/** The functions of the app, as its own handler describes them. */
export class FunctionTable {
  readonly #byId: Map<string, FunctionConfig>;

  constructor(functions: FunctionConfig[]) {
    this.#byId = new Map(functions.map((config) => [config.id, config]));
  }

  get(id: string): FunctionConfig | undefined {
    return this.#byId.get(id);
  }

  all(): FunctionConfig[] {
    return [...this.#byId.values()];
  }

  /** The functions an event starts. A condition that cannot be evaluated does not hold. */
  triggeredBy(event: { name: string }): FunctionConfig[] {
    return this.all().filter((config) =>
      config.triggers.some(
        (trigger) => isTriggeredBy(trigger, event.name) && (trigger.condition?.test({ event }) ?? true),
      ),
    );
  }

  /** Whether any function could be started by events of this name. */
  isAnyTriggeredByName(name: string): boolean {
    return this.all().some((config) => config.triggers.some((trigger) => isTriggeredBy(trigger, name)));
  }
}

/**
 * Asks the app's handler for its functions, in the way an Inngest server does.
 * @throws Error when the handler does not answer as the SDK does, belongs to another app, or a function cannot run here
 */
export async function syncFunctions(
  handler: (request: Request) => Promise<Response>,
  appId: string,
): Promise<FunctionTable> {
  const url = `${embeddedOrigin}/api/inngest`;
  const response = await handler(
    new Request(url, {
      method: "PUT",
      headers: { "content-type": "application/json", "x-inngest-sync-kind": "in_band", "x-inngest-server-kind": "dev" },
      body: JSON.stringify({ url }),
    }),
  );
  const text = await response.text();
  if (response.status !== 200)
    throw new Error(
      `The Inngest handler refused to list its functions (status ${response.status}): ${text.slice(0, 500)}`,
    );
  const body: unknown = JSON.parse(text);
  if (!isRecord(body) || !Array.isArray(body.functions))
    throw new Error("The Inngest handler did not list its functions");
  if (body.app_id !== appId)
    throw new Error(`The Inngest handler is that of the app "${String(body.app_id)}", not of "${appId}"`);
  return new FunctionTable(body.functions.map(readFunctionConfig));
}
