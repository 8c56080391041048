import { z } from "zod";
import { isJsonObject, type JsonObject } from "../json";
import { truncate } from "../text";
import { approversSchema, expiresInSecondsSchema } from "./approval-fields";
import { jsonObjectSchema } from "./config-fields";
import { defineNode, type Port, singlePort } from "./definition";
import { fieldSources } from "./sources";

/** The way on when nobody answered in time. */
export const expiredPort = "expired";
const reservedChoiceIds = [expiredPort, "error", "next"];

const choiceSchema = z.object({
  id: z
    .string()
    .min(1)
    .max(128)
    .refine((id) => !reservedChoiceIds.includes(id), `A choice cannot be called ${reservedChoiceIds.join(", ")}`),
  label: z.string().max(200).optional(),
});

const humanInputConfigSchema = z
  .object({
    message: z.string().min(1, "Say what is asked").max(20_000),
    /** JSON Schema of type object: what the form asks for. */
    form: jsonObjectSchema.default({ type: "object", properties: {} }),
    /** What the form begins with; templates are filled in. */
    initial_values: jsonObjectSchema.optional(),
    choices: z.array(choiceSchema).max(20).default([]),
    approvers: approversSchema,
    expires_in_seconds: expiresInSecondsSchema,
    on_expiry: z.enum(["branch", "fail"]).default("fail"),
  })
  .refine((config) => new Set(config.choices.map((one) => one.id)).size === config.choices.length, {
    path: ["choices"],
    message: "Two choices have the same id",
  })
  .refine((config) => config.form.type === "object", {
    path: ["form", "type"],
    message: "A form's schema is of type object",
  });
export type HumanInputConfig = z.output<typeof humanInputConfigSchema>;

/** Ends the run with a question to a person; the run that resumes it goes on with the answer. */
export const humanInputNode = defineNode({
  kind: "human-input",
  aliases: ["human", "approval"],
  label: "Human input",
  description: "Asks a person, and goes on with the answer.",
  group: "flow",
  configSchema: humanInputConfigSchema,
  initialConfig: {
    message: "May this go on?",
    choices: [
      { id: "approve", label: "Approve" },
      { id: "reject", label: "Reject" },
    ],
  },
  isPure: false,
  ports: (config) => portsFor(config.choices, config.on_expiry === "branch" && config.expires_in_seconds !== undefined),
  draftPorts: (config) => draftPorts(config),
  outputs: () => [
    { path: "output.values", type: "object", description: "What was filled in" },
    { path: "output.choice", type: "string", description: "The choice that was made" },
    { path: "output.decided_by", type: "string", description: "Who answered" },
    { path: "text", type: "string", description: "The choice's label, or the values as JSON" },
  ],
  sources: (config) => fieldSources(config, ["message", "initial_values"]),
  summary: (config) => truncate(config.message, 120),
  fields: {
    message: { label: "Question", widget: "template", help: "What the person is asked." },
    form: { label: "Form", widget: "form", help: "What the person fills in." },
    initial_values: { label: "Filled in before", widget: "json", section: "Form", help: "By field name; templates." },
    choices: { label: "Choices", widget: "choices", help: "Each is a way on. Without choices there is one." },
    approvers: { label: "Who may answer", widget: "approvers", section: "People" },
    expires_in_seconds: { label: "Time to answer", widget: "duration", section: "Expiry" },
    on_expiry: { label: "When nobody answers", widget: "select", section: "Expiry" },
  },
});

function portsFor(choices: readonly { id: string; label?: string | undefined }[], canExpire: boolean): Port[] {
  const ways = choices.length === 0 ? [...singlePort] : choices.map(({ id, label }) => ({ id, label: label ?? id }));
  return canExpire ? [...ways, { id: expiredPort, label: "Expired" }] : ways;
}

function draftPorts({ choices, on_expiry, expires_in_seconds }: JsonObject): Port[] {
  const named = (Array.isArray(choices) ? choices : []).flatMap((one) =>
    isJsonObject(one) && typeof one.id === "string" && one.id !== ""
      ? [{ id: one.id, ...(typeof one.label === "string" ? { label: one.label } : {}) }]
      : [],
  );
  return portsFor(named, on_expiry === "branch" && expires_in_seconds !== undefined);
}
