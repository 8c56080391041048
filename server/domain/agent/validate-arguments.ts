import { isDeeperThan, isJsonObject, maxJsonDepth, type Json, type JsonObject } from "../json";
import { ok, refuse, type Result } from "../result";

const maxArgumentsLength = 262_144;

/**
 * Parses a call's arguments and checks them against the tool's JSON schema as far as a model can be told to do better:
 * types, required and surplus properties, enums, and the same inside properties and items. Other keywords are left to the
 * tool. Empty text counts as `{}`, which is what models send to a tool without parameters. Problems are sentences.
 */
export function parseArguments(text: string, schema: JsonObject): Result<JsonObject, string[]> {
  if (text.length > maxArgumentsLength) {
    return refuse([`the arguments are ${text.length} characters long; ${maxArgumentsLength} are allowed`]);
  }
  const parsed = parseObject(text);
  if (!parsed) return refuse(["the arguments are not one JSON object"]);
  const problems = validateArguments(parsed, schema);
  return problems.length > 0 ? refuse(problems) : ok(parsed);
}

/** What is wrong with a value by a schema, as sentences about `whole`; the same checks as for a call's arguments. */
export function validateArguments(value: Json, schema: JsonObject, whole = "the arguments"): string[] {
  if (isDeeperThan(value, maxJsonDepth)) return [`${whole}: nested more than ${maxJsonDepth} levels deep`];
  return validateValue(value, schema, { path: "", whole });
}

function parseObject(text: string): JsonObject | undefined {
  if (text.trim() === "") return {};
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

interface Place {
  path: string;
  whole: string;
}

function validateValue(value: Json, schema: Json | undefined, place: Place): string[] {
  if (!isJsonObject(schema)) return [];
  const { path } = place;
  const name = path || place.whole;
  const types = typeNames(schema.type);
  if (types.length > 0 && !types.some((type) => hasType(value, type))) {
    return [`${name} must be ${types.join(" or ")}, not ${typeName(value)}`];
  }
  if (Array.isArray(schema.enum) && !schema.enum.some((allowed) => isSame(allowed, value))) {
    return [`${name} must be one of ${schema.enum.map((allowed) => JSON.stringify(allowed)).join(", ")}`];
  }
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => validateValue(item, schema.items, { ...place, path: `${path}[${index}]` }));
  }
  return isJsonObject(value) ? validateProperties(value, schema, place) : [];
}

function validateProperties(value: JsonObject, schema: JsonObject, place: Place): string[] {
  const { path, whole } = place;
  const properties = isJsonObject(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required.filter((key) => typeof key === "string") : [];
  const at = (key: string) => (path ? `${path}.${key}` : key);
  const missing = required.filter((key) => !Object.hasOwn(value, key)).map((key) => `${at(key)} is required`);
  const surplus =
    schema.additionalProperties === false
      ? Object.keys(value)
          .filter((key) => !Object.hasOwn(properties, key))
          .map((key) =>
            whole === "the arguments"
              ? `${at(key)} is not a parameter of this tool`
              : `${at(key)} is not in the schema`,
          )
      : [];
  const wrong = Object.entries(value).flatMap(([key, item]) =>
    Object.hasOwn(properties, key) ? validateValue(item, properties[key], { ...place, path: at(key) }) : [],
  );
  return [...missing, ...surplus, ...wrong];
}

function typeNames(type: Json | undefined): string[] {
  const types = Array.isArray(type) ? type : [type];
  return types.filter((name) => typeof name === "string");
}

function hasType(value: Json, type: string): boolean {
  if (type === "integer") return Number.isInteger(value);
  return typeName(value) === type;
}

function typeName(value: Json): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

function isSame(left: Json, right: Json): boolean {
  return left === right || JSON.stringify(left) === JSON.stringify(right);
}
