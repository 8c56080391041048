import type { Json, JsonObject } from "../json";
import type { WorkflowInput } from "./schema";

const jsonTypes = {
  string: "string",
  text: "string",
  number: "number",
  boolean: "boolean",
  object: "object",
  array: "array",
};

/** The JSON Schema of what a workflow is given. */
export function inputsSchema(inputs: readonly WorkflowInput[]): JsonObject {
  const properties = inputs.map((input): [string, Json] => [
    input.name,
    {
      type: jsonTypes[input.type],
      ...(input.title ? { title: input.title } : {}),
      ...(input.description ? { description: input.description } : {}),
      ...(input.options?.length ? { enum: input.options } : {}),
    },
  ]);
  return {
    type: "object",
    properties: Object.fromEntries(properties),
    required: inputs.filter((input) => input.required && input.default === undefined).map((input) => input.name),
    additionalProperties: false,
  };
}
