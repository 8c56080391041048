import { isJsonObject, type JsonObject } from "@/server/domain/json";

export const parameterTypes = ["string", "number", "integer", "boolean", "array", "object"] as const;
export type ParameterType = (typeof parameterTypes)[number];

/** One parameter of a tool. `schema` keeps every keyword, also those that the table does not show. */
export interface Parameter {
  name: string;
  isRequired: boolean;
  schema: JsonObject;
}

/** The parameters of a schema in its order. */
export function readParameters(schema: JsonObject): Parameter[] {
  const required = Array.isArray(schema.required) ? schema.required : [];
  return Object.entries(isJsonObject(schema.properties) ? schema.properties : {}).map(([name, value]) => ({
    name,
    isRequired: required.includes(name),
    schema: isJsonObject(value) ? value : {},
  }));
}

/** The schema with these parameters; whatever else it says stays as it is. Of two with one name the last counts. */
export function writeParameters(schema: JsonObject, parameters: readonly Parameter[]): JsonObject {
  const { required: _required, properties: _properties, ...rest } = schema;
  const required = parameters.filter((parameter) => parameter.isRequired).map((parameter) => parameter.name);
  return {
    ...rest,
    type: "object",
    properties: Object.fromEntries(parameters.map(({ name, schema: own }) => [name, own])),
    ...(required.length > 0 ? { required: [...new Set(required)] } : {}),
  };
}

/** Undefined for a parameter that may have several types, or none in particular. */
export function typeOf(parameter: Parameter): ParameterType | undefined {
  return parameterTypes.find((type) => type === parameter.schema.type);
}

/** A name that is not taken yet. */
export function freshName(parameters: readonly Parameter[]): string {
  const names = new Set(parameters.map((parameter) => parameter.name));
  for (let count = parameters.length + 1; ; count += 1)
    if (!names.has(`parameter_${count}`)) return `parameter_${count}`;
}

const samples = { string: "", number: 0, integer: 0, boolean: false, array: [], object: {} } as const;

/** Arguments to begin a test call with: every required parameter, with its default, its first choice or an empty value. */
export function sampleArguments(schema: JsonObject): JsonObject {
  const filled = readParameters(schema)
    .filter((parameter) => parameter.isRequired)
    .map((parameter) => {
      const { default: given, enum: choices } = parameter.schema;
      const first = Array.isArray(choices) ? choices[0] : undefined;
      return [parameter.name, given ?? first ?? samples[typeOf(parameter) ?? "string"]] as const;
    });
  return Object.fromEntries(filled);
}
