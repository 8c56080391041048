import { db } from "@/server/db";
import type { ChatFile } from "@/server/domain/agent/messages";
import { kindOfMime } from "@/server/domain/attachments/file-type";
import type { NodeExecution } from "@/server/nodes/executor";

/** The files that came with the message that this run, or the run it resumes, answers; in the order in which they were added. */
export async function loadMessageFiles({
  runId,
  tenantId,
}: Pick<NodeExecution, "runId" | "tenantId">): Promise<ChatFile[]> {
  const run = await db.run.findFirst({
    where: { id: runId, tenantId },
    select: { rootRunId: true, userMessageId: true },
  });
  const root =
    run && !run.userMessageId
      ? await db.run.findFirst({ where: { id: run.rootRunId, tenantId }, select: { userMessageId: true } })
      : run;
  if (!root?.userMessageId) return [];
  const message = await db.message.findFirst({
    where: { id: root.userMessageId, tenantId },
    select: { attachments: true, sessionId: true },
  });
  const ids = Array.isArray(message?.attachments) ? message.attachments.filter((id) => typeof id === "string") : [];
  if (!message || ids.length === 0) return [];
  const rows = await db.attachment.findMany({ where: { id: { in: ids }, tenantId, sessionId: message.sessionId } });
  return rows.toSorted((left, right) => ids.indexOf(left.id) - ids.indexOf(right.id)).map(toChatFile);
}

function toChatFile({ name, mime, content }: { name: string; mime: string; content: Uint8Array }): ChatFile {
  const kind = kindOfMime(mime);
  const bytes = Buffer.from(content);
  return kind === "text"
    ? { kind, name, text: bytes.toString("utf8") }
    : { kind, name, mime, data: bytes.toString("base64") };
}
