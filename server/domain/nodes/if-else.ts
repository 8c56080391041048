import { z } from "zod";
import { isJsonObject, type JsonObject } from "../json";
import { truncate } from "../text";
import { defineNode, type Port, type SourceField } from "./definition";

export const elsePort = "else";
const reservedCaseIds = [elsePort, "error", "next", "true", "false"];

const caseSchema = z.object({
  id: z
    .string()
    .min(1)
    .max(128)
    .refine((id) => !reservedCaseIds.includes(id), `A case cannot be called ${reservedCaseIds.join(", ")}`),
  label: z.string().max(200).optional(),
  expression: z.string().min(1, "Give the case a condition").max(8000),
});

const ifElseConfigSchema = z
  .object({
    expression: z.string().max(8000).optional(),
    cases: z.array(caseSchema).max(100).optional(),
  })
  .refine((config) => hasCases(config) || Boolean(config.expression?.trim()), {
    path: ["expression"],
    message: "Give a condition, or cases",
  })
  .refine((config) => new Set(config.cases?.map((one) => one.id)).size === (config.cases?.length ?? 0), {
    path: ["cases"],
    message: "Two cases have the same id",
  });
export type IfElseConfig = z.output<typeof ifElseConfigSchema>;

/** Chooses one way on: by a condition ("true", "false"), or by the first case that holds, else "else". */
export const ifElseNode = defineNode({
  kind: "if-else",
  aliases: ["condition"],
  label: "If/else",
  description: "Chooses one way on by a condition or by ordered cases.",
  group: "flow",
  configSchema: ifElseConfigSchema,
  initialConfig: { expression: 'inputs.query != ""' },
  isPure: true,
  ports: (config) => (config.cases?.length ? casePorts(config.cases) : conditionPorts()),
  draftPorts: (config) => draftPorts(config),
  outputs: () => [
    { path: "output.condition_result", type: "boolean", description: "Whether the condition, or any case, held" },
    { path: "output.route", type: "string", description: "The way taken" },
  ],
  sources: (config) => ifElseSources(config),
  summary: (config) =>
    config.cases?.length
      ? config.cases.map((one) => one.label ?? one.expression).join(" / ")
      : truncate(config.expression ?? "", 120),
  fields: {
    expression: {
      label: "Condition",
      widget: "expression",
      placeholder: "state.score >= 5",
      help: "An expression (CEL) that is true or false. Not used when there are cases.",
    },
    cases: { label: "Cases", widget: "cases", help: "The first case that holds is taken; otherwise else." },
  },
});

function hasCases(config: { cases?: unknown[] }): boolean {
  return config.cases !== undefined && config.cases.length > 0;
}

function conditionPorts(): Port[] {
  return [
    { id: "true", label: "True" },
    { id: "false", label: "False" },
  ];
}

function casePorts(cases: { id: string; label?: string }[]): Port[] {
  return [...cases.map((one) => ({ id: one.id, label: one.label ?? one.id })), { id: elsePort, label: "Else" }];
}

function draftPorts({ cases }: JsonObject): Port[] {
  if (!Array.isArray(cases) || cases.length === 0) return conditionPorts();
  const named = cases.flatMap((one) => {
    if (!isJsonObject(one) || typeof one.id !== "string" || one.id === "") return [];
    return [{ id: one.id, ...(typeof one.label === "string" ? { label: one.label } : {}) }];
  });
  return casePorts(named);
}

function ifElseSources(config: IfElseConfig): SourceField[] {
  if (config.cases?.length) {
    return config.cases.map((one, index) => ({
      path: ["cases", index, "expression"],
      source: one.expression,
      language: "expression",
    }));
  }
  return [{ path: ["expression"], source: config.expression ?? "", language: "expression" }];
}
