import type { Transaction } from "@/server/db";
import type { ToolAnswer } from "@/server/domain/agui/input";
import type { Decision, InterruptStatus } from "@/server/domain/interrupts/interrupt";
import type { Principal } from "@/server/services/access/principal";

const pending: InterruptStatus = "PENDING_APPROVAL";
const cancelled: InterruptStatus = "CANCELLED";

/**
 * A new message goes past calls that the client was to make itself: they wait no longer. What the client says they came to,
 * sent along with the message, is kept with them.
 */
export async function leaveClientCalls(
  tx: Transaction,
  principal: Principal,
  { sessionId, answers = [] }: { sessionId: string; answers?: readonly ToolAnswer[] },
): Promise<void> {
  const calls = await tx.interrupt.findMany({
    where: { tenantId: principal.tenantId, sessionId, kind: "frontend_tool", status: pending },
    select: { id: true, toolCallId: true, runId: true },
  });
  for (const { id, toolCallId } of calls) {
    const answer = answers.find((given) => given.toolCallId === toolCallId);
    const decision: Decision | undefined = answer && {
      type: "result",
      content: answer.content,
      ...(answer.isError ? { isError: true } : {}),
    };
    await tx.interrupt.updateMany({
      where: { id, tenantId: principal.tenantId, status: pending },
      data: {
        status: cancelled,
        decidedAt: new Date(),
        ...(decision ? { decision, decidedById: principal.personId, decidedVia: "agui" } : {}),
      },
    });
  }
  // Nothing resumes them any more.
  await tx.run.updateMany({
    where: { id: { in: calls.map((call) => call.runId) }, tenantId: principal.tenantId, status: "waiting" },
    data: { status: "cancelled" },
  });
}
