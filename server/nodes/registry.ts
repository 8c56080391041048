import type { PureKind } from "@/server/domain/nodes/decide-pure";
import type { ConfigOf } from "@/server/domain/nodes/registry";
import type { NodeKind } from "@/server/domain/workflow/schema";
import { executeAnswer } from "@/server/nodes/answer";
import { executeCode } from "@/server/nodes/code";
import { executeHumanInput } from "@/server/nodes/human-input";
import type { NodeExecutor } from "@/server/nodes/executor";
import { executeKnowledgeRetrieval } from "@/server/nodes/knowledge-retrieval";
import { executeLlm } from "@/server/nodes/llm";
import { executeTool } from "@/server/nodes/tool";

/** Kinds that work in stages, each durable by itself; inngest/functions runs them. */
type StagedKind = "agent" | "iteration" | "loop" | "sub-workflow";

/** The kinds that need more than a decision: they reach outside, say something, or ask a person. */
export type EffectfulKind = Exclude<NodeKind, PureKind | StagedKind>;

/** How each effectful kind is executed. */
export const nodeExecutors = {
  llm: executeLlm,
  tool: executeTool,
  code: executeCode,
  answer: executeAnswer,
  "knowledge-retrieval": executeKnowledgeRetrieval,
  "human-input": executeHumanInput,
} satisfies { [Kind in EffectfulKind]: NodeExecutor<ConfigOf<Kind>> };

export function isEffectful(kind: NodeKind): kind is EffectfulKind {
  return Object.hasOwn(nodeExecutors, kind);
}
