import { describeType, isJsonObject, type Json, setOwn } from "../json";
import { type Issue, type Result, ok, refuse } from "../result";
import { nearestName } from "../suggest";
import type { WorkflowInput } from "../workflow/schema";

/**
 * The run's inputs: what was given, else the default, else null for an input that is not required. Nothing is converted: a
 * number is a number, not a text that looks like one. Issues have the codes `run_input_missing` and `invalid_input`.
 */
export function resolveInputs(
  inputs: readonly WorkflowInput[],
  given: Readonly<Record<string, Json>>,
): Result<Record<string, Json>> {
  const values: Record<string, Json> = {};
  const issues: Issue[] = [];
  for (const input of inputs) {
    const value = valueOf(input, given);
    const issue = checkInput(input, value);
    if (issue !== undefined) issues.push(issue);
    setOwn(values, input.name, value);
  }
  const names = inputs.map((input) => input.name);
  for (const name of Object.keys(given)) {
    if (!names.includes(name)) issues.push(undeclared(name, names));
  }
  return issues.length > 0 ? refuse(issues) : ok(values);
}

/** The input that a chat message fills: `query`, or else the first text input that is not given otherwise. */
export function messageInput(
  inputs: readonly WorkflowInput[],
  given: Readonly<Record<string, Json>> = {},
): WorkflowInput | undefined {
  const texts = inputs.filter((input) => input.type === "string" || input.type === "text");
  return texts.find((input) => input.name === "query") ?? texts.find((input) => !Object.hasOwn(given, input.name));
}

/** The inputs of a run that a chat message starts: what is given, and the message in its own input. */
export function withMessage(
  inputs: readonly WorkflowInput[],
  given: Readonly<Record<string, Json>>,
  message: string,
): Record<string, Json> {
  const target = messageInput(inputs, given);
  const filled = { ...given };
  if (target !== undefined && !Object.hasOwn(given, target.name)) setOwn(filled, target.name, message);
  return filled;
}

function valueOf(input: WorkflowInput, given: Readonly<Record<string, Json>>): Json {
  const value = Object.hasOwn(given, input.name) ? given[input.name] : undefined;
  return value ?? input.default ?? null;
}

function checkInput(input: WorkflowInput, value: Json): Issue | undefined {
  const label = input.title ? `${input.title} (${input.name})` : input.name;
  const isEmpty = value === null || (value === "" && input.required);
  if (isEmpty) {
    return input.required ? inputIssue("run_input_missing", `The input ${label} is required.`, input.name) : undefined;
  }
  if (!hasType(input, value)) {
    return inputIssue(
      "invalid_input",
      `The input ${label} must be ${typeNames[input.type]}; got ${describeType(value)}.`,
      input.name,
    );
  }
  if (input.options?.length && !input.options.some((option) => option === value)) {
    return inputIssue("invalid_input", `The input ${label} must be one of: ${input.options.join(", ")}.`, input.name);
  }
  return undefined;
}

const typeNames: Record<WorkflowInput["type"], string> = {
  string: "text",
  text: "text",
  number: "a number",
  boolean: "true or false",
  object: "an object",
  array: "a list",
};

function hasType({ type }: WorkflowInput, value: Json): boolean {
  switch (type) {
    case "string":
    case "text":
      return typeof value === "string";
    case "number":
      return typeof value === "number" && Number.isFinite(value);
    case "boolean":
      return typeof value === "boolean";
    case "object":
      return isJsonObject(value);
    case "array":
      return Array.isArray(value);
  }
}

function undeclared(name: string, names: string[]): Issue {
  const nearest = nearestName(name, names);
  const hint = nearest === undefined ? "" : ` Did you mean ${nearest}?`;
  return inputIssue("invalid_input", `The workflow has no input "${name}".${hint}`, name);
}

function inputIssue(code: string, message: string, name: string): Issue {
  return { code, severity: "error", message, path: ["inputs", name] };
}
