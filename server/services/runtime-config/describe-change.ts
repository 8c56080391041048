import { isJsonObject, type Json, type JsonObject } from "@/server/domain/json";

/** What an audit row keeps of a change: the override before and after. Values of headers may be credentials and are left out. */
export function describeChange(before: JsonObject | undefined, after: JsonObject | undefined): JsonObject {
  return { before: withoutSecrets(before), after: withoutSecrets(after) };
}

function withoutSecrets(config: JsonObject | undefined): Json {
  if (config === undefined) return null;
  const { headers } = config;
  if (!isJsonObject(headers)) return config;
  return { ...config, headers: Object.fromEntries(Object.keys(headers).map((name) => [name, "hidden"])) };
}
