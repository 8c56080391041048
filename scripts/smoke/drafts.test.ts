import { expect, it } from "vitest";
import { validateWorkflow } from "@/server/domain/workflow/validate-workflow";
import { approvalDraft, chatDraft, formDraft } from "./drafts.mjs";

it.each([
  ["chat", chatDraft],
  ["approval", approvalDraft],
  ["form", formDraft],
])("the smoke test's %s can be published", (_name, draft) => {
  expect(validateWorkflow(draft).issues).toEqual([]);
});
