import type { z } from "zod";
import type { JsonObject } from "../json";
import type { NodeKind } from "../workflow/schema";

/** A way out of a node. A node with one unlabelled way out has the single port `defaultPort`. */
export interface Port {
  id: string;
  label?: string;
}

export const defaultPort = "next";
/** The way out taken by a failed node whose policy is `on_error: "branch"`. */
export const errorPort = "error";

export type ValueType = "string" | "number" | "boolean" | "object" | "array" | "any";

/** A value that later nodes can name as `nodes.<id>.<path>`, for completion and for finding unknown variables. */
export interface OutputVariable {
  /** Path after the node's id: `text`, `output.result_json`. Anything below an `any`, `object` or `array` is allowed too. */
  path: string;
  type: ValueType;
  description: string;
}

/** A string inside a config that is a template or an expression, for validation, completion and reference search. */
export interface SourceField {
  path: (string | number)[];
  source: string;
  language: "template" | "expression";
}

/** How the inspector shows a top-level config field that its zod schema alone does not say. */
export interface FieldHint {
  label: string;
  help?: string;
  /** Hand-made editors are named here; anything else is generated from the schema. */
  widget?:
    | "template"
    | "expression"
    | "code"
    | "model"
    | "messages"
    | "json"
    | "json-schema"
    | "cases"
    | "assignments"
    | "key-values"
    | "documents"
    | "tools"
    | "tool-binding"
    | "app"
    | "app-inputs"
    | "inputs"
    | "form"
    | "choices"
    | "approvers"
    | "duration"
    | "text"
    | "textarea"
    | "number"
    | "switch"
    | "select";
  placeholder?: string;
  /** Fields with the same section are folded together; absent means always shown. */
  section?: string;
}

export type NodeGroup = "flow" | "model" | "data" | "outside" | "output";

/** One node kind, described purely. Its executor is server/nodes/<kind>.ts, its view components/editor/nodes. */
export interface NodeDefinition<Schema extends z.ZodType = z.ZodType> {
  kind: NodeKind;
  aliases: readonly string[];
  label: string;
  description: string;
  group: NodeGroup;
  configSchema: Schema;
  /** Other names of config fields that a document may use, to the name they stand for. */
  configAliases?: Readonly<Record<string, string>>;
  /** What a newly added node starts with. */
  initialConfig: z.input<Schema>;
  /** A pure node has no effect outside the run, so repeating it is harmless. */
  isPure: boolean;
  /** The ways out for this configuration, in the order they are drawn. Empty for a kind that ends the flow. */
  ports(config: z.output<Schema>): Port[];
  /** The ways out while the configuration is invalid; absent when the configuration does not change them. */
  draftPorts?(config: JsonObject): Port[];
  outputs(config: z.output<Schema>): OutputVariable[];
  sources(config: z.output<Schema>): SourceField[];
  /** One line that tells the node's essence on the canvas. */
  summary(config: z.output<Schema>): string;
  fields: Partial<Record<string, FieldHint>>;
}

/** Keeps the schema's own type, which a plain annotation would widen. */
export function defineNode<Schema extends z.ZodType>(definition: NodeDefinition<Schema>): NodeDefinition<Schema> {
  return definition;
}

/** The single unlabelled way out. */
export const singlePort: readonly Port[] = [{ id: defaultPort }];
