import { DomainError } from "@/server/domain/errors";
import type { HeaderChanges } from "@/server/domain/tools/tool-definition";
import { checkHeaders } from "@/server/egress/request-rules";

/** Header names differ by case only for people. @throws DomainError invalid_input for what HTTP does not allow. */
export function mergeHeaders(stored: Record<string, string>, changes: HeaderChanges = {}): Record<string, string> {
  const merged = new Map(Object.entries(stored).map(([name, value]) => [name.toLowerCase(), value]));
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) merged.delete(name.toLowerCase());
    else merged.set(name.toLowerCase(), value);
  }
  return checkedHeaders(Object.fromEntries(merged));
}

export function checkedHeaders(headers: Record<string, string>): Record<string, string> {
  try {
    return checkHeaders(headers);
  } catch (error) {
    if (error instanceof DomainError) throw new DomainError("invalid_input", error.message, { cause: error });
    throw error;
  }
}

/**
 * A stored value is sent only where it was given for: who may point a tool elsewhere must not learn its credentials by that.
 * @throws DomainError invalid_input when the address moves to another origin and a stored header would go along.
 */
export function requireSecretsStayHome(move: {
  from: string | undefined;
  to: string | undefined;
  stored: Record<string, string>;
  changes?: HeaderChanges;
}): void {
  if (originOf(move.from) === originOf(move.to)) return;
  const renewed = new Set(Object.keys(move.changes ?? {}).map((name) => name.toLowerCase()));
  const kept = Object.keys(move.stored).filter((name) => !renewed.has(name.toLowerCase()));
  if (kept.length === 0) return;
  throw new DomainError(
    "invalid_input",
    `The address leads to another server than before. Give the stored headers again, or remove them: ${kept.join(", ")}.`,
  );
}

/** Relative addresses are this server's own. */
function originOf(address: string | undefined): string {
  return address !== undefined && URL.canParse(address) ? new URL(address).origin : "";
}
