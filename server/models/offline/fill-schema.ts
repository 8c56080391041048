import { isJsonObject, maxJsonDepth, setOwn, type Json, type JsonObject } from "@/server/domain/json";
import { countEvidence, type Evidence } from "./evidence";
import { fillNumber, fillString } from "./fill-scalar";
import { overlap, wordsOf } from "./language";

/**
 * Makes a value that fits a JSON schema from what a message holds. With `isComplete` every property is filled, as in a
 * JSON answer; without it an optional property is filled only when the message clearly holds it, as in a tool call.
 */
export function fillObject(schema: JsonObject, evidence: Evidence, isComplete: boolean): JsonObject {
  const filled = new SchemaFiller(schema, evidence, isComplete).fill(schema, "", true, 0);
  return isJsonObject(filled) ? filled : {};
}

/** Like `fillObject`, for an answer whose schema may be of any type. */
export function fillAnswer(schema: JsonObject, evidence: Evidence): Json {
  return new SchemaFiller(schema, evidence, true).fill(schema, "", true, 0) ?? null;
}

class SchemaFiller {
  readonly #root: JsonObject;
  readonly #evidence: Evidence;
  readonly #isComplete: boolean;

  constructor(root: JsonObject, evidence: Evidence, isComplete: boolean) {
    this.#root = root;
    // Each thing found is used once, so two names go to two properties.
    this.#evidence = structuredClone(evidence);
    this.#isComplete = isComplete;
  }

  /** Answers undefined only when nothing was found and the value is not required. */
  fill(schemaOrRef: Json | undefined, name: string, isRequired: boolean, depth: number): Json | undefined {
    const schema = this.#resolve(schemaOrRef);
    if (schema.const !== undefined) return schema.const;
    if (Array.isArray(schema.enum)) return this.#choose(schema.enum, isRequired);
    switch (typeOf(schema)) {
      case "object":
        return this.#fillProperties(schema, depth);
      case "array":
        return this.#fillItems(schema, name, isRequired, depth);
      case "number":
      case "integer":
        return fillNumber(schema, name, this.#evidence, isRequired);
      case "boolean":
        return this.#fillBoolean(schema, name, isRequired);
      case "null":
        return null;
      default:
        return fillString(schema, name, this.#evidence, isRequired);
    }
  }

  #fillProperties(schema: JsonObject, depth: number): JsonObject {
    const result: JsonObject = {};
    if (depth >= maxJsonDepth || !isJsonObject(schema.properties)) return result;
    const required = new Set(Array.isArray(schema.required) ? schema.required : []);
    // Required properties choose first.
    const entries = Object.entries(schema.properties).toSorted(
      ([left], [right]) => Number(required.has(right)) - Number(required.has(left)),
    );
    for (const [name, property] of entries) {
      const value = this.fill(property, name, this.#isComplete || required.has(name), depth + 1);
      if (value !== undefined) setOwn(result, name, value);
    }
    return result;
  }

  #fillItems(schema: JsonObject, name: string, isRequired: boolean, depth: number): Json[] | undefined {
    const least = typeof schema.minItems === "number" ? schema.minItems : 0;
    const most = typeof schema.maxItems === "number" ? schema.maxItems : 3;
    const items: Json[] = [];
    while (items.length < most && depth < maxJsonDepth) {
      const before = countEvidence(this.#evidence);
      const item = this.fill(schema.items, name, items.length < Math.max(least, isRequired ? 1 : 0), depth + 1);
      // An item that used nothing up would be found for ever.
      const usedNothing = countEvidence(this.#evidence) === before;
      if (item === undefined || (usedNothing && items.length >= Math.max(least, 1))) break;
      items.push(item);
    }
    return items.length > 0 || isRequired ? items : undefined;
  }

  #choose(options: Json[], isRequired: boolean): Json | undefined {
    const words = new Set(wordsOf(this.#evidence.text));
    const scored = options.map((option) => ({
      option,
      score: typeof option === "string" ? overlap(words, option) : 0,
    }));
    const best = scored.toSorted((left, right) => right.score - left.score)[0];
    return best && (best.score > 0 || isRequired) ? best.option : undefined;
  }

  #fillBoolean(schema: JsonObject, name: string, isRequired: boolean): boolean | undefined {
    const isNamed = overlap(new Set(wordsOf(this.#evidence.text)), name.replaceAll("_", " ")) > 0;
    if (isNamed) return true;
    if (typeof schema.default === "boolean") return schema.default;
    return isRequired ? false : undefined;
  }

  #resolve(schema: Json | undefined, hops = 0): JsonObject {
    if (!isJsonObject(schema) || hops > maxJsonDepth) return {};
    if (typeof schema.$ref === "string") return this.#resolve(this.#find(schema.$ref), hops + 1);
    const options = schema.anyOf ?? schema.oneOf;
    if (Array.isArray(options)) {
      const usable = options.find((option) => !isJsonObject(option) || option.type !== "null") ?? options[0];
      return this.#resolve(usable, hops + 1);
    }
    return schema;
  }

  /** Follows a local reference such as `#/$defs/address`. */
  #find(reference: string): Json | undefined {
    const steps = reference.replace(/^#\/?/, "").split("/").filter(Boolean);
    return steps.reduce<Json | undefined>(
      (value, step) => (isJsonObject(value) && Object.hasOwn(value, step) ? value[step] : undefined),
      this.#root,
    );
  }
}

function typeOf(schema: JsonObject): string {
  const types = Array.isArray(schema.type) ? schema.type : [schema.type];
  const type = types.find((candidate) => typeof candidate === "string" && candidate !== "null") ?? types[0];
  if (typeof type === "string") return type;
  return isJsonObject(schema.properties) ? "object" : schema.items ? "array" : "string";
}
