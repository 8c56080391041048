import type { JsonObject } from "@/server/domain/json";

/** The instance that is examined, and what the suite may ask of it. */
export interface Target {
  origin: string;
  /** Whether its model follows the scripts of `model-script.ts`; another one is asked in words and may do otherwise. */
  hasScriptedModel: boolean;
  /** Makes and publishes an app for one scenario. */
  publish(name: string, draft: JsonObject): Promise<{ appCode: string }>;
}

/** What a scenario says when the instance's model did not do what there is to examine. */
export class NotShownError extends Error {
  override readonly name = "NotShownError";
}

export interface Scenario {
  name: string;
  /** Only a scripted model makes it happen for sure. */
  needsScript?: boolean;
  /** @returns what was seen, in a few words. @throws Error with what was wrong, NotShownError */
  run(target: Target): Promise<string>;
}

/** @throws Error with the sentence, when the condition does not hold. */
export function must(condition: unknown, sentence: string): asserts condition {
  if (!condition) throw new Error(sentence);
}

/** @throws Error that shows both values. */
export function mustEqual(actual: unknown, expected: unknown, what: string): void {
  const [left, right] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (left !== right) throw new Error(`${what}: expected ${right}, was ${left}`);
}

/** Asks every 50 ms until there is an answer. */
export async function eventually<Value>(ask: () => Promise<Value | undefined>, what: string): Promise<Value> {
  const deadline = performance.now() + 20_000;
  for (;;) {
    const value = await ask();
    if (value !== undefined) return value;
    if (performance.now() > deadline) throw new Error(`${what} did not come within 20 s.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
