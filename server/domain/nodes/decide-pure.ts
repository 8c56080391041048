import type { JsonObject } from "../json";
import { decideAssigner } from "./assigner";
import { defaultPort } from "./definition";
import { decideEnd } from "./end";
import { decideIfElse } from "./decide-if-else";
import type { NodeOutcome, RunContext } from "./outcome";
import { type ConfigOf, parseConfig, resolveKind } from "./registry";
import { decideTemplateTransform } from "./template-transform";
import { DomainError } from "../errors";
import type { WorkflowNode } from "../workflow/schema";

/**
 * How the kinds that touch nothing outside the run and say nothing in the chat come to their outcome. Repeating them has no
 * effect, so several of them may share one durable step.
 */
const pureDecisions = {
  start: (_config, context) => ({ port: defaultPort, output: context.inputs }),
  "if-else": decideIfElse,
  assigner: decideAssigner,
  "template-transform": decideTemplateTransform,
  end: decideEnd,
} satisfies { [Kind in PureKind]: (config: ConfigOf<Kind>, context: RunContext) => NodeOutcome };

const pureKinds = ["start", "if-else", "assigner", "template-transform", "end"] as const;
export type PureKind = (typeof pureKinds)[number];

export function pureKindOf(node: Pick<WorkflowNode, "type">): PureKind | undefined {
  const kind = resolveKind(node.type);
  return pureKinds.find((pure) => pure === kind);
}

/** The outcome of a pure node, with its configuration as its input. Throws as its decision, and `node_config_invalid`. */
export function decidePure(
  node: WorkflowNode,
  kind: PureKind,
  context: RunContext,
): NodeOutcome & { input: JsonObject } {
  const config = requireConfig(node);
  const decide: (config: never, context: RunContext) => NodeOutcome = pureDecisions[kind];
  return { ...decide(config as never, context), input: node.config };
}

/** By node: those of a frozen version are the same objects in all of its runs. */
const checkedConfigs = new WeakMap<WorkflowNode, Extract<ReturnType<typeof parseConfig>, { ok: true }>["value"]>();

/**
 * The configuration of a node of a version, which does not change.
 * @throws DomainError node_config_invalid, with the issues in its details.
 */
export function requireConfig(node: WorkflowNode) {
  const known = checkedConfigs.get(node);
  if (known) return known;
  const parsed = parseConfig(node);
  if (parsed.ok) {
    checkedConfigs.set(node, parsed.value);
    return parsed.value;
  }
  throw new DomainError("node_config_invalid", parsed.issues.map((issue) => issue.message).join(" "), {
    details: { issues: parsed.issues },
  });
}
