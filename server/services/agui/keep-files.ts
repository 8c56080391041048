import type { SentFile } from "@/server/domain/agui/input";
import { mostFiles } from "@/server/domain/attachments/file-type";
import { DomainError } from "@/server/domain/errors";
import { logger } from "@/server/logger";
import type { Principal } from "@/server/services/access/principal";
import { keepAttachment, removeAttachment } from "@/server/services/attachments/keep-attachment";

/**
 * Stores the files of a message. One that can not be taken is left out and does not fail the run, as AG-UI wants it.
 * @returns the ids of those that are kept
 */
export async function keepFiles({ tenantId, personId }: Principal, files: readonly SentFile[]): Promise<string[]> {
  const ids: string[] = [];
  for (const { name, data } of files.slice(0, mostFiles)) {
    try {
      const bytes = new Uint8Array(Buffer.from(data, "base64"));
      const { id } = await keepAttachment({ tenantId, ownerId: personId }, { name, bytes });
      ids.push(id);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      logger.info({ code: error.code }, "a file of a message was left out");
    }
  }
  return ids;
}

/** Removes files whose message was refused. One that was sent meanwhile stays. */
export async function forgetFiles({ tenantId, personId }: Principal, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    await removeAttachment({ tenantId, ownerId: personId }, id).catch((error: unknown) => {
      if (!(error instanceof DomainError)) throw error;
    });
  }
}
