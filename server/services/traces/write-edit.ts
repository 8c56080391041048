import type { Transaction } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import { isJsonObject, type Json, type JsonObject } from "@/server/domain/json";
import { defaultPort } from "@/server/domain/nodes/definition";
import type { PieceValue } from "@/server/domain/run/fork-edit";
import { resolveInputs } from "@/server/domain/run/inputs";
import { sanitiseJson, sanitiseText } from "@/server/domain/text";
import type { NodeKind, Workflow } from "@/server/domain/workflow/schema";

/** More is kept apart from its row; a person's edit is not as large as that. */
const largestEditBytes = 256 * 1024;

/**
 * The inputs of the new run where they are what is edited: the start's output.
 * @throws DomainError invalid_input
 */
export async function checkedInputs(
  kind: NodeKind,
  { output }: PieceValue,
  readDocument: () => Promise<Workflow>,
): Promise<JsonObject | null> {
  if (kind !== "start" || !isJsonObject(output)) return null;
  const resolved = resolveInputs((await readDocument()).inputs, output);
  if (resolved.ok) return resolved.value;
  throw new DomainError("invalid_input", resolved.issues.map((issue) => issue.message).join(" "), {
    details: { issues: resolved.issues },
  });
}

interface Edit {
  tenantId: string;
  runId: string;
  address: string;
  value: PieceValue;
  /** What the run is given, where that is what was edited. */
  inputs: JsonObject | null;
}

/**
 * Says what a piece that the new run begins with came to, in the place of what it really came to. A piece that had failed
 * counts as completed with it.
 * @throws DomainError payload_too_large
 */
export async function writeEdit(tx: Transaction, { tenantId, runId, address, value, inputs }: Edit): Promise<void> {
  const text = value.text === null ? null : sanitiseText(value.text);
  const output = value.output === null ? null : JSON.stringify(sanitiseJson(inputs ?? (value.output as Json)));
  if (Buffer.byteLength(text ?? "") + Buffer.byteLength(output ?? "") > largestEditBytes)
    throw new DomainError("payload_too_large", `An edited value has at most ${largestEditBytes >> 10} KiB.`);
  await tx.$executeRaw`
    update node_run set status = 'completed', error = null, output_artifact_id = null, output_text = ${text},
      output_json = ${output}::jsonb,
      port = case when status = 'failed' and ${address} not like '%#%' then coalesce(port, ${defaultPort}) else port end
    where tenant_id = ${tenantId} and run_id = ${runId} and node_id = ${address}
      and attempt = (select max(attempt) from node_run where run_id = ${runId} and node_id = ${address})`;
  if (inputs) await tx.run.update({ where: { id: runId, tenantId }, data: { inputs } });
}
