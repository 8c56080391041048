import { resolveKind } from "@/server/domain/nodes/registry";
import type { NodeKind } from "@/server/domain/workflow/schema";
import { codeSummary } from "@/server/services/templates/code-summary";
import { expenseCheck } from "@/server/services/templates/expense-check";
import { policyAnswerer } from "@/server/services/templates/policy-answerer";
import { scoreRouter } from "@/server/services/templates/score-router";
import type { WorkflowTemplate } from "@/server/services/templates/template";
import { toolAgent } from "@/server/services/templates/tool-agent";
import { toolCaller } from "@/server/services/templates/tool-caller";
import { type GraphPreview, previewOf } from "@/server/services/workflows/preview";

/** In the order in which they are offered. */
export const templates: readonly WorkflowTemplate[] = [
  policyAnswerer,
  toolAgent,
  scoreRouter,
  toolCaller,
  codeSummary,
  expenseCheck,
];

export function findTemplate(key: string): WorkflowTemplate | undefined {
  return templates.find((template) => template.key === key);
}

export interface TemplateListItem {
  key: string;
  name: string;
  description: string;
  kinds: NodeKind[];
  preview: GraphPreview;
}

export function listTemplates(): TemplateListItem[] {
  return templates.map(({ key, name, description, workflow }) => ({
    key,
    name,
    description,
    kinds: [...new Set(workflow.nodes.flatMap((node) => resolveKind(node.type) ?? []))],
    preview: previewOf(workflow),
  }));
}
