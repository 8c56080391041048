import type { JsonObject } from "../json";

/** What an approval is answered with, as AG-UI clients are told. `editedArgs` replaces the arguments as a whole. */
export function approvalResponseSchema(argumentsSchema: JsonObject | undefined): JsonObject {
  return {
    type: "object",
    properties: {
      approved: { type: "boolean" },
      editedArgs: argumentsSchema ?? { type: "object" },
      reason: { type: "string", maxLength: 4000 },
    },
    required: ["approved"],
    additionalProperties: false,
  };
}

/** What a call that was cut off is answered with: `approved` calls again, otherwise it counts as failed. */
export function uncertainCallResponseSchema(): JsonObject {
  return {
    type: "object",
    properties: { approved: { type: "boolean" }, reason: { type: "string", maxLength: 4000 } },
    required: ["approved"],
    additionalProperties: false,
  };
}

/**
 * What a form is answered with. Without choices there is one way on. A choice is answered by its id; `oneOf` gives clients the
 * words for it, as JSON Schema does.
 */
export function formResponseSchema(
  valuesSchema: JsonObject,
  choices: readonly { id: string; label?: string | undefined }[],
): JsonObject {
  const choice: JsonObject = {
    type: "string",
    enum: choices.map(({ id }) => id),
    oneOf: choices.map(({ id, label }) => ({ const: id, title: label ?? id })),
  };
  return {
    type: "object",
    properties: { values: valuesSchema, ...(choices.length > 0 ? { choice } : {}) },
    required: choices.length > 0 ? ["choice"] : ["values"],
    additionalProperties: false,
  };
}

/** What a client answers for a tool that it ran itself. */
export function frontendToolResponseSchema(): JsonObject {
  return {
    type: "object",
    properties: { content: { type: "string" }, isError: { type: "boolean" } },
    required: ["content"],
    additionalProperties: false,
  };
}
