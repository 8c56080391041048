import type { WorkflowValidation } from "@/server/domain/workflow/validate-workflow";

/** Checks a document. The checker, with its expression parser, is loaded after the page is shown. */
export async function validate(document: unknown): Promise<WorkflowValidation> {
  const { validateWorkflow } = await import("@/server/domain/workflow/validate-workflow");
  return validateWorkflow(document);
}
