import { validateArguments } from "@/server/domain/agent/validate-arguments";
import { DomainError, type ErrorRecord } from "@/server/domain/errors";
import type { Json, JsonObject } from "@/server/domain/json";
import { newId } from "@/server/ids";
import type { Principal } from "@/server/services/access/principal";
import { findTool, requireToolAuthor, usedVersion } from "@/server/services/tools/tool-scope";
import { callHttpTool } from "@/server/tools/call-http-tool";
import { callMcpTool } from "@/server/tools/call-mcp-tool";
import { loadStoredTool } from "@/server/tools/stored-tool";
import { requestOfStoredTool } from "@/server/tools/tool-request";

export type ToolTestResult = { durationMs: number } & (
  | { ok: true; status: number; body: Json }
  | { ok: false; error: Pick<ErrorRecord, "code" | "message" | "details"> }
);

const timeoutMs = 30_000;

/**
 * Calls a stored tool for real, once, as a run would. What the tool answers is a value, also when it fails.
 * @throws DomainError forbidden, not_found, invalid_input for arguments that do not fit its schema.
 */
export async function testTool(principal: Principal, id: string, given: JsonObject): Promise<ToolTestResult> {
  requireToolAuthor(principal);
  const tool = await findTool(principal, id);
  const stored = await loadStoredTool(principal.tenantId, usedVersion(tool).binding.id);
  const problems = validateArguments(given, stored.inputSchema);
  if (problems.length > 0) throw new DomainError("invalid_input", `The arguments do not fit: ${problems.join("; ")}.`);
  const startedAt = performance.now();
  const took = () => Math.round(performance.now() - startedAt);
  try {
    const request = requestOfStoredTool(stored, given);
    const call = { request, idempotencyKey: `test:${newId()}`, timeoutMs };
    const { status, body } = stored.mcp
      ? await callMcpTool({ ...call, target: stored.mcp, tenantId: principal.tenantId })
      : await callHttpTool(call);
    return { ok: true, status, body, durationMs: took() };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { code, message, details } = error;
    return { ok: false, error: { code, message, ...(details ? { details } : {}) }, durationMs: took() };
  }
}
