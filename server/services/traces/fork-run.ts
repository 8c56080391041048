import { db } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import { type CallChoice, type ForkRecord } from "@/server/domain/run/fork-record";
import { editValue, type PieceValue, textOfPiece, type ValueEdit } from "@/server/domain/run/fork-edit";
import { truncate } from "@/server/domain/text";
import { newId } from "@/server/ids";
import type { Principal } from "@/server/services/access/principal";
import { continueRun } from "@/server/services/runs/continue-run";
import { dispatchSoon } from "@/server/services/runs/dispatch-outbox";
import { leaveClientCalls } from "@/server/services/runs/leave-client-calls";
import { lockIdleSession } from "@/server/services/runs/lock-idle-session";
import type { OutsideCall } from "@/server/services/traces/describe-call";
import {
  findExecution,
  readDocument,
  requireEnded,
  type WholeExecution,
} from "@/server/services/traces/find-execution";
import { beginBranch } from "@/server/services/traces/begin-branch";
import {
  divideExecution,
  type DividedExecution,
  type ForkPlace,
  readValue,
} from "@/server/services/traces/preview-fork";
import { checkedInputs, writeEdit } from "@/server/services/traces/write-edit";

const largestRecord = 16_000;

export interface ForkRequest {
  runId: string;
  place: ForkPlace;
  /** What becomes of outside calls after the point, by their keys; what is not named is kept where it had an answer. */
  choices: Readonly<Record<string, CallChoice>>;
  /** What the piece at the point is said to have come to; then only what comes after it is done again. */
  edit?: ValueEdit;
}

/**
 * Runs again from a point: a run of its own, in the same conversation on a branch of its own, that begins with everything
 * that does not lie after the point. What had been asked of the outside world after it is not asked again unless a person
 * says so.
 * @returns the new run
 * @throws DomainError not_found, run_active, interrupts_open, forbidden for a viewer and in a visitor's conversation, bad_request for a
 * point that the run never came to, for an unknown call or for a call without a result to keep; invalid_input
 */
export async function forkRun(
  principal: Principal,
  request: ForkRequest,
): Promise<{ runId: string; sessionId: string }> {
  const execution = await findExecution(principal, request.runId);
  if (principal.role === "viewer")
    throw new DomainError("forbidden", "Only authors and administrators can run again from a point.");
  requireEnded(execution);
  const { last } = execution;
  await requireOwnSession(principal, last.sessionId);
  const division = await divideExecution(execution, request.place, { isEdited: request.edit !== undefined });
  const calls = chosenCalls(division.calls, request.choices);
  const edit = request.edit === undefined ? null : await checkedEdit(execution, division, request.edit);
  const inputs = edit && (await checkedInputs(division.kind, edit.after, () => readDocument(execution)));
  const fork: ForkRecord = {
    version: 1,
    id: newId(),
    run_id: request.runId,
    point: { address: division.address, title: division.title },
    edit: edit && { address: division.address, ...edit },
    calls,
  };
  const runId = await db.$transaction(async (tx) => {
    await lockIdleSession(tx, last.sessionId);
    await leaveClientCalls(tx, principal, { sessionId: last.sessionId });
    const forked = await continueRun(tx, { parentRunId: last.id, kind: "fork", carried: division.kept, fork });
    if (edit)
      await writeEdit(tx, {
        tenantId: last.tenantId,
        runId: forked,
        address: division.address,
        value: edit.after,
        inputs,
      });
    await beginBranch(tx, execution, {
      runId: forked,
      kept: new Set(division.kept),
      ...(edit ? { edited: { address: division.address, text: editedText(division, edit.after) } } : {}),
    });
    return forked;
  });
  dispatchSoon();
  return { runId, sessionId: last.sessionId };
}

async function requireOwnSession({ tenantId, personId }: Principal, id: string): Promise<void> {
  const session = await db.session.findFirst({ where: { id, tenantId, deletedAt: null }, select: { ownerId: true } });
  if (!session)
    throw new DomainError("not_found", "The conversation of this run was deleted. Run the whole run again.");
  if (session.ownerId === personId) return;
  throw new DomainError(
    "forbidden",
    "This run answers a visitor's conversation, which is theirs. Run the whole run again in one of your own.",
  );
}

function chosenCalls(calls: readonly OutsideCall[], choices: ForkRequest["choices"]): ForkRecord["calls"] {
  const known = new Set(calls.map((call) => call.key));
  const unknown = Object.keys(choices).find((key) => !known.has(key));
  if (unknown !== undefined)
    throw new DomainError("bad_request", `${unknown} is no outside call after this point. Look at the calls again.`);
  return calls.map(({ key, isKeepable, suggested, name }) => {
    const choice = choices[key] ?? suggested;
    if (choice === "keep" && !isKeepable) {
      throw new DomainError(
        "bad_request",
        `There is no recorded result of the call of ${name} to keep. Make it again, or skip it.`,
        { details: { key } },
      );
    }
    return { key, choice };
  });
}

async function checkedEdit(
  execution: WholeExecution,
  { piece, address }: DividedExecution,
  edit: ValueEdit,
): Promise<{ before: PieceValue; after: PieceValue }> {
  const before = await readValue(execution, piece);
  if (!piece || !before)
    throw new DomainError("bad_request", `${address} came to nothing in this run, so there is nothing to change.`);
  const edited = editValue(piece, before, edit);
  if (edited.ok) return { before: forTheRecord(before), after: edited.value };
  throw new DomainError("bad_request", edited.issues.map((issue) => issue.message).join(" "));
}

/** What a value was before it was edited is kept for reading; of a large one its beginning. */
function forTheRecord(before: PieceValue): PieceValue {
  const whole = JSON.stringify(before);
  return whole.length <= largestRecord
    ? before
    : { text: truncate(before.text ?? JSON.stringify(before.output), largestRecord), output: null };
}

/** What the conversation is told in the place of what the piece had said. */
function editedText({ piece }: DividedExecution, after: PieceValue): string {
  return (piece && textOfPiece(piece, after)) ?? after.text ?? "";
}
