import { toModelError } from "./model-error";
import { currentProvider, type ModelProvider } from "./provider";

/** What the studio says about where its models come from. */
interface ModelInfo {
  isOffline: boolean;
  /** Absent when a node must name its model. */
  defaultModel?: string;
  baseUrlHost: string;
}

const freshForMs = 300_000;
const timeoutMs = 10_000;
const cache = new WeakMap<ModelProvider, { at: number; models: Promise<string[]> }>();

export function modelInfo(provider: ModelProvider = currentProvider()): ModelInfo {
  const { isOffline, defaultModel, host } = provider;
  return { isOffline, baseUrlHost: host, ...(defaultModel ? { defaultModel } : {}) };
}

/**
 * Names of the models that the provider offers, in order. Remembered for five minutes; a failure is not.
 * @throws DomainError `model_*`
 */
export function listModels(provider: ModelProvider = currentProvider()): Promise<string[]> {
  const known = cache.get(provider);
  if (known && performance.now() - known.at < freshForMs) return known.models;
  const models = fetchModels(provider);
  cache.set(provider, { at: performance.now(), models });
  models.catch(() => cache.delete(provider));
  return models;
}

async function fetchModels(provider: ModelProvider): Promise<string[]> {
  try {
    const names: string[] = [];
    for await (const model of provider.client.models.list({ timeout: timeoutMs })) names.push(model.id);
    return names.toSorted((left, right) => left.localeCompare(right, "en"));
  } catch (error) {
    throw toModelError(error, { provider, hasStarted: false });
  }
}
