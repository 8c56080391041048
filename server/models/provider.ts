import { findProvider } from "@pydantic/genai-prices";
import OpenAI from "openai";
import { env, type Env } from "@/server/env";
import { globalSingleton } from "@/server/global-singleton";
import { offlineFetch, offlineModel } from "./offline/handler";
import { providerFetch } from "./provider-fetch";

const openaiBaseUrl = "https://api.openai.com/v1";
const openaiDefaultModel = "gpt-4.1-mini";

/** A place that answers in OpenAI's protocol: OpenAI, anything compatible, or the offline model in this process. */
export interface ModelProvider {
  /** Name for the ledger and the prices: "offline", a vendor such as "openai", or the host. */
  name: string;
  host: string;
  isOffline: boolean;
  /** Used where a node names no model. */
  defaultModel: string | undefined;
  client: OpenAI;
  /** What must never appear in a message. */
  secrets: string[];
}

type ProviderConfig = Pick<Env, "openaiApiKey" | "openaiBaseUrl" | "defaultModel">;

/** The provider that the environment names; without a key and without an address, the offline model. */
export function currentProvider(): ModelProvider {
  return globalSingleton("model-provider", () => createProvider(env));
}

export function createProvider(config: Partial<ProviderConfig>): ModelProvider {
  if (!config.openaiApiKey && !config.openaiBaseUrl) {
    const client = createClient("http://offline.invalid/v1", "unset", offlineFetch);
    return { name: "offline", host: "this process", isOffline: true, defaultModel: offlineModel, client, secrets: [] };
  }
  const baseUrl = config.openaiBaseUrl ?? openaiBaseUrl;
  const url = new URL(baseUrl);
  return {
    name: findProvider({ providerApiUrl: baseUrl })?.id ?? url.host,
    host: url.host,
    isOffline: false,
    defaultModel: config.defaultModel ?? (config.openaiBaseUrl ? undefined : openaiDefaultModel),
    client: createClient(baseUrl, config.openaiApiKey ?? "unset", providerFetch),
    secrets: [config.openaiApiKey, url.username, url.password].filter((secret) => secret !== undefined),
  };
}

/** The SDK neither retries (the run does), nor logs (it would log keys), nor reads the environment by itself. */
function createClient(baseURL: string, apiKey: string, fetch: typeof offlineFetch): OpenAI {
  return new OpenAI({ baseURL, apiKey, fetch, maxRetries: 0, logLevel: "off", organization: null, project: null });
}
