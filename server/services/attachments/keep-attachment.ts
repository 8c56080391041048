import { db } from "@/server/db";
import { fileTypeOf, mostFiles } from "@/server/domain/attachments/file-type";
import { DomainError } from "@/server/domain/errors";
import { sanitiseText, truncate } from "@/server/domain/text";
import { newId } from "@/server/ids";
import { type AttachmentView, attachmentView } from "@/server/services/attachments/describe-attachments";

/** Whose file it is: a person of the studio, or a visitor of a shared app. */
export interface FileOwner {
  tenantId: string;
  ownerId: string;
}

/** A file that was never sent is somebody's change of mind after this long. */
const unsentForMs = 24 * 60 * 60_000;
/** What one owner may have uploaded and not sent: some messages' worth, so that nobody fills the disk this way. */
const mostUnsent = 4 * mostFiles;
const longestName = 200;

/**
 * Stores a file that is to come with a message. What it is, its content says.
 * @throws DomainError unsupported_file, rate_limited
 */
export async function keepAttachment(
  { tenantId, ownerId }: FileOwner,
  file: { name: string; bytes: Uint8Array<ArrayBuffer> },
): Promise<AttachmentView> {
  const name = nameOf(file.name);
  const type = fileTypeOf(name, file.bytes);
  if (!type.ok) throw new DomainError("unsupported_file", type.issues);
  await db.attachment.deleteMany({
    where: { tenantId, ownerId, sessionId: null, createdAt: { lt: new Date(Date.now() - unsentForMs) } },
  });
  const unsent = await db.attachment.count({ where: { tenantId, ownerId, sessionId: null } });
  if (unsent >= mostUnsent) {
    throw new DomainError(
      "rate_limited",
      `There are ${unsent} files that were added and not sent. Send or remove some of them first.`,
    );
  }
  const row = await db.attachment.create({
    data: {
      id: newId(),
      tenantId,
      ownerId,
      name,
      mime: type.value.mime,
      sizeBytes: file.bytes.byteLength,
      content: file.bytes,
    },
    omit: { content: true },
  });
  return attachmentView(row);
}

/** The last part of a path, without what could break a header or a line. */
function nameOf(given: string): string {
  const last = sanitiseText(given).split(/[/\\]/).at(-1) ?? "";
  // oxlint-disable-next-line no-control-regex -- a name is one line of visible characters
  const visible = last.replace(/[\u0000-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "").trim();
  return truncate(visible || "file", longestName);
}

/** A stored file with its content. @throws DomainError not_found, also for somebody else's. */
export async function getAttachment({ tenantId, ownerId }: FileOwner, id: string) {
  const row = await db.attachment.findFirst({ where: { id, tenantId, ownerId } });
  if (!row) throw new DomainError("not_found", "There is no such file.");
  return { ...attachmentView(row), content: row.content };
}

/** Removes a file before it is sent; one that was sent stays with its message. @throws DomainError not_found */
export async function removeAttachment({ tenantId, ownerId }: FileOwner, id: string): Promise<void> {
  const { count } = await db.attachment.deleteMany({ where: { id, tenantId, ownerId, sessionId: null } });
  if (count === 0) throw new DomainError("not_found", "There is no such file, or it was sent already.");
}
