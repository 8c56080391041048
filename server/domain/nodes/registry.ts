import type { z } from "zod";
import type { JsonObject } from "../json";
import { type Result, ok, refuse } from "../result";
import type { NodeKind, WorkflowNode } from "../workflow/schema";
import { agentNode } from "./agent";
import { answerNode } from "./answer";
import { assignerNode } from "./assigner";
import { codeNode } from "./code";
import { errorPort, type NodeDefinition, type Port } from "./definition";
import { endNode } from "./end";
import { humanInputNode } from "./human-input";
import { ifElseNode } from "./if-else";
import { iterationNode } from "./iteration";
import { knowledgeRetrievalNode } from "./knowledge-retrieval";
import { llmNode } from "./llm";
import { loopNode } from "./loop";
import { startNode } from "./start";
import { subWorkflowNode } from "./sub-workflow";
import { templateTransformNode } from "./template-transform";
import { toolNode } from "./tool";

/** Every node kind, in the order in which the palette shows them. */
export const nodeDefinitions = {
  start: startNode,
  llm: llmNode,
  agent: agentNode,
  "knowledge-retrieval": knowledgeRetrievalNode,
  tool: toolNode,
  code: codeNode,
  "human-input": humanInputNode,
  "if-else": ifElseNode,
  iteration: iterationNode,
  loop: loopNode,
  "sub-workflow": subWorkflowNode,
  assigner: assignerNode,
  "template-transform": templateTransformNode,
  answer: answerNode,
  end: endNode,
} satisfies Record<NodeKind, NodeDefinition>;

/** A kind's configuration once its schema has read it, defaults filled in. */
export type ConfigOf<Kind extends NodeKind> = z.output<(typeof nodeDefinitions)[Kind]["configSchema"]>;

const kindByName = new Map<string, NodeKind>(
  Object.values(nodeDefinitions).flatMap((definition: NodeDefinition) =>
    [definition.kind, ...definition.aliases].map((name): [string, NodeKind] => [name, definition.kind]),
  ),
);

/** Every name by which a document may call a kind. */
export const kindNames: readonly string[] = [...kindByName.keys()];

/** The kind that a document's `type` names; `_` counts as `-`. */
export function resolveKind(type: string): NodeKind | undefined {
  return kindByName.get(type) ?? kindByName.get(type.toLowerCase().replaceAll("_", "-"));
}

/** The definition as anyone who does not know the kind uses it. */
export function definitionOf(kind: NodeKind): NodeDefinition {
  return nodeDefinitions[kind];
}

/** A kind's configuration as its executor takes it. Issues have the code `node_config_invalid` and the path in the config. */
export function parseConfigOf<Kind extends NodeKind>(kind: Kind, config: JsonObject): Result<ConfigOf<Kind>> {
  const definition = definitionOf(kind);
  const parsed = definition.configSchema.safeParse(withoutAliases(definition, config));
  if (parsed.success) return ok(parsed.data as ConfigOf<Kind>);
  return refuse(
    parsed.error.issues.map((issue) => ({
      code: "node_config_invalid",
      severity: "error" as const,
      message: issue.message,
      path: issue.path.map((key) => (typeof key === "symbol" ? String(key) : key)),
    })),
  );
}

/** A node's configuration, read by the schema of its kind. An unknown type is refused as `unknown_node_type`. */
export function parseConfig(node: Pick<WorkflowNode, "type" | "config">): Result<ConfigOf<NodeKind>> {
  const kind = resolveKind(node.type);
  if (kind !== undefined) return parseConfigOf(kind, node.config);
  return refuse([
    { code: "unknown_node_type", severity: "error", message: `There is no node type "${node.type}".`, path: ["type"] },
  ]);
}

function withoutAliases(definition: NodeDefinition, config: JsonObject): JsonObject {
  const result = { ...config };
  for (const [alias, name] of Object.entries(definition.configAliases ?? {})) {
    const value = result[alias];
    delete result[alias];
    if (value !== undefined && result[name] === undefined) result[name] = value;
  }
  return result;
}

/** The ways out of a node as drawn, with "error" last when its failure is a branch. Empty for an unknown type. */
export function portsOf(node: Pick<WorkflowNode, "type" | "config" | "on_error">): Port[] {
  const kind = resolveKind(node.type);
  if (kind === undefined) return [];
  const definition = definitionOf(kind);
  const parsed = parseConfigOf(kind, node.config);
  const ports = parsed.ok ? definition.ports(parsed.value) : draftPorts(definition, node.config);
  return node.on_error === "branch" && ports.length > 0 ? [...ports, { id: errorPort, label: "Error" }] : ports;
}

function draftPorts(definition: NodeDefinition, config: JsonObject): Port[] {
  return definition.draftPorts?.(config) ?? definition.ports(definition.configSchema.parse(definition.initialConfig));
}
