import { findForged } from "@/server/domain/agui/forged-history";
import type { AguiRunRequest } from "@/server/domain/agui/input";
import { truncate } from "@/server/domain/text";
import type { Principal } from "@/server/services/access/principal";
import type { Thread } from "@/server/services/agui/find-thread";
import { recordAudit } from "@/server/services/audit/record-audit";
import { readBranch } from "@/server/services/sessions/read-branch";

const mostRecorded = 20;
const longestRecorded = 200;
const largestRecord = 2000;

/**
 * Writes down what a client's history claims beyond the server's record. Nothing of that history is ever used, so this changes
 * no answer; it tells who tried.
 */
export async function auditForgedHistory(
  principal: Principal,
  thread: Thread | undefined,
  { threadId, runId, history }: AguiRunRequest,
): Promise<void> {
  if (history.every((claim) => claim.role === "user")) return;
  const { tenantId, personId: actorId } = principal;
  const record = thread ? await readBranch({ tenantId, sessionId: thread.sessionId }, { take: largestRecord }) : [];
  // What a call of the client's own came to is the client's to say.
  const isOwnCall = (callId: string | undefined) => callId !== undefined && thread?.clientCalls.has(callId) === true;
  const forged = findForged(history, record).filter((claim) => !isOwnCall(claim.toolCallId));
  if (forged.length === 0) return;
  await recordAudit({
    tenantId,
    actorId,
    action: "agui.history",
    resource: "thread",
    resourceId: threadId,
    outcome: "refused",
    details: {
      runId,
      dropped: forged.length,
      messages: forged.slice(0, mostRecorded).map(({ id, role, content }) => ({
        id: truncate(id, longestRecorded),
        role,
        content: truncate(content, longestRecorded),
      })),
    },
  });
}
