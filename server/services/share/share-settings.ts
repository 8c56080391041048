import { randomBytes } from "node:crypto";
import { db } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import type { Principal } from "@/server/services/access/principal";
import { recordAudit } from "@/server/services/audit/record-audit";
import { hashPassword } from "@/server/services/share/password";

/** How an app is shared. The password itself is stored nowhere. */
export interface ShareSettings {
  appCode: string;
  appName: string;
  /** The last part of the page's address; null while the app is not shared. */
  shareKey: string | null;
  hasPassword: boolean;
}

export interface ShareChange {
  appCode: string;
  /** On: keeps the address it has, or makes one. Off: the address is gone for good. */
  isShared?: boolean;
  /** Gives the page another address; the old one leads nowhere from then on. */
  hasNewAddress?: boolean;
  /** Null takes the password away; absent keeps it. */
  password?: string | null;
}

const columns = { id: true, code: true, name: true, shareKey: true, sharePasswordHash: true } as const;

function ownApp(principal: Principal, code: string) {
  return { tenantId: principal.tenantId, ownerId: principal.personId, archivedAt: null, code };
}

async function findOwnApp(principal: Principal, code: string) {
  const app = await db.app.findFirst({ where: ownApp(principal, code), select: columns });
  if (!app) throw new DomainError("not_found", `There is no published app "${code}".`);
  return app;
}

/** @throws DomainError not_found */
export async function getShareSettings(principal: Principal, appCode: string): Promise<ShareSettings> {
  return settingsOf(await findOwnApp(principal, appCode));
}

/**
 * Shares an app with whoever has the link, changes how, or takes the link back.
 * @throws DomainError not_found, bad_request
 */
export async function changeShareSettings(principal: Principal, change: ShareChange): Promise<ShareSettings> {
  const app = await findOwnApp(principal, change.appCode);
  const isShared = change.isShared ?? app.shareKey !== null;
  if (!isShared && (change.hasNewAddress || change.password))
    throw new DomainError("bad_request", "Share the app first; then it can have another address or a password.");
  const shareKey = !isShared ? null : change.hasNewAddress ? newShareKey() : (app.shareKey ?? newShareKey());
  const sharePasswordHash = !isShared
    ? null
    : change.password === undefined
      ? app.sharePasswordHash
      : change.password === null
        ? null
        : await hashPassword(change.password);
  return db.$transaction(async (tx) => {
    const changed = await tx.app.update({
      where: { id: app.id, tenantId: principal.tenantId },
      data: { shareKey, sharePasswordHash },
      select: columns,
    });
    await recordAudit(
      {
        tenantId: principal.tenantId,
        actorId: principal.personId,
        action: "app.share",
        resource: "app",
        resourceId: app.id,
        outcome: "done",
        details: {
          is_shared: shareKey !== null,
          has_new_address: shareKey !== app.shareKey,
          has_password: sharePasswordHash !== null,
        },
      },
      tx,
    );
    return settingsOf(changed);
  });
}

/** 128 bits that nobody guesses. */
function newShareKey(): string {
  return randomBytes(16).toString("base64url");
}

function settingsOf(app: {
  code: string;
  name: string;
  shareKey: string | null;
  sharePasswordHash: string | null;
}): ShareSettings {
  return {
    appCode: app.code,
    appName: app.name,
    shareKey: app.shareKey,
    hasPassword: app.sharePasswordHash !== null,
  };
}
