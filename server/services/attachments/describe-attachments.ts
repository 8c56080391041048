import { db } from "@/server/db";
import { type FileKind, kindOfMime } from "@/server/domain/attachments/file-type";

/** A file as it is shown beside a message; its content is asked for apart. */
export interface AttachmentView {
  id: string;
  name: string;
  kind: FileKind;
  mime: string;
  sizeBytes: number;
}

export function attachmentView(row: { id: string; name: string; mime: string; sizeBytes: number }): AttachmentView {
  const { id, name, mime, sizeBytes } = row;
  return { id, name, mime, sizeBytes, kind: kindOfMime(mime) };
}

/** The files of messages that the caller has already been allowed to read, by their ids. */
export async function describeAttachments(tenantId: string, ids: string[]): Promise<Map<string, AttachmentView>> {
  if (ids.length === 0) return new Map();
  const rows = await db.attachment.findMany({ where: { id: { in: ids }, tenantId }, omit: { content: true } });
  return new Map(rows.map((row) => [row.id, attachmentView(row)]));
}
