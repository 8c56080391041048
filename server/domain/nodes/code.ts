import { z } from "zod";
import { truncate } from "../text";
import { jsonObjectSchema } from "./config-fields";
import { defineNode, singlePort } from "./definition";
import { fieldSources } from "./sources";

const codeConfigSchema = z.object({
  language: z.enum(["python", "javascript"]).default("python"),
  code: z.string().min(1, "Write the code to run").max(200_000),
  /** An object whose values may be templates, or one placeholder that is an object. */
  input_json: z.union([jsonObjectSchema, z.string().max(200_000)]).default({}),
  timeout_seconds: z.number().min(1).max(120).default(10),
});

/** Runs code apart from the server: it reads `payload`, assigns `result` and prints. */
export const codeNode = defineNode({
  kind: "code",
  aliases: [],
  label: "Code",
  description: "Runs Python or JavaScript in a sandbox.",
  group: "data",
  configSchema: codeConfigSchema,
  initialConfig: {
    language: "python",
    code: 'result = {"length": len(payload["text"])}\n',
    input_json: { text: "{{ inputs.query }}" },
  },
  isPure: false,
  ports: () => [...singlePort],
  outputs: () => [
    { path: "text", type: "string", description: "What the code printed" },
    { path: "output.result_json", type: "any", description: "What the code assigned to result" },
  ],
  sources: (config) => fieldSources(config, ["input_json"]),
  summary: (config) => {
    const name = config.language === "python" ? "Python" : "JavaScript";
    const firstLine = config.code.split("\n").find((line) => line.trim() !== "") ?? "";
    return truncate(`${name} · ${firstLine.trim()}`, 120);
  },
  fields: {
    language: { label: "Language", widget: "select" },
    code: { label: "Code", widget: "code", help: "Reads payload, assigns result; what it prints is the node's text." },
    input_json: {
      label: "Payload",
      widget: "json",
      help: "What the code sees as payload; placeholders are filled in.",
    },
    timeout_seconds: { label: "Timeout in seconds", widget: "number", section: "Limits", help: "1 to 120." },
  },
});
