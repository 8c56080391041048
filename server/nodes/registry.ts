import type { NodeKind } from "@/server/domain/workflow/schema";
import type { ConfigOf } from "@/server/domain/nodes/registry";
import { executeAgent } from "@/server/nodes/agent";
import { executeAnswer } from "@/server/nodes/answer";
import { executeAssigner } from "@/server/nodes/assigner";
import { executeCode } from "@/server/nodes/code";
import { executeEnd } from "@/server/nodes/end";
import type { NodeExecutor } from "@/server/nodes/executor";
import { executeIfElse } from "@/server/nodes/if-else";
import { executeKnowledgeRetrieval } from "@/server/nodes/knowledge-retrieval";
import { executeLlm } from "@/server/nodes/llm";
import { executeStart } from "@/server/nodes/start";
import { executeTemplateTransform } from "@/server/nodes/template-transform";
import { executeTool } from "@/server/nodes/tool";

/** How each kind is executed. */
export const nodeExecutors = {
  start: executeStart,
  llm: executeLlm,
  agent: executeAgent,
  tool: executeTool,
  code: executeCode,
  answer: executeAnswer,
  "if-else": executeIfElse,
  assigner: executeAssigner,
  "knowledge-retrieval": executeKnowledgeRetrieval,
  "template-transform": executeTemplateTransform,
  end: executeEnd,
} satisfies { [Kind in NodeKind]: NodeExecutor<ConfigOf<Kind>> };
