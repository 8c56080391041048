import type { PureKind } from "@/server/domain/nodes/decide-pure";
import type { ConfigOf } from "@/server/domain/nodes/registry";
import type { NodeKind } from "@/server/domain/workflow/schema";
import { executeAgent } from "@/server/nodes/agent";
import { executeAnswer } from "@/server/nodes/answer";
import { executeCode } from "@/server/nodes/code";
import type { NodeExecutor } from "@/server/nodes/executor";
import { executeKnowledgeRetrieval } from "@/server/nodes/knowledge-retrieval";
import { executeLlm } from "@/server/nodes/llm";
import { executeTool } from "@/server/nodes/tool";

/** The kinds that need more than a decision: they reach outside, or say something. */
export type EffectfulKind = Exclude<NodeKind, PureKind>;

/** How each effectful kind is executed. */
export const nodeExecutors = {
  llm: executeLlm,
  agent: executeAgent,
  tool: executeTool,
  code: executeCode,
  answer: executeAnswer,
  "knowledge-retrieval": executeKnowledgeRetrieval,
} satisfies { [Kind in EffectfulKind]: NodeExecutor<ConfigOf<Kind>> };

export function isEffectful(kind: NodeKind): kind is EffectfulKind {
  return Object.hasOwn(nodeExecutors, kind);
}
