import type { Workflow } from "@/server/domain/workflow/schema";

/** A workflow to start from. All of them run without a key and without reaching out of this server. */
export interface WorkflowTemplate {
  key: string;
  name: string;
  description: string;
  workflow: Workflow;
}
