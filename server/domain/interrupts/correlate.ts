import { validateArguments } from "../agent/validate-arguments";
import type { ErrorCode } from "../errors";
import { isJsonObject, type Json, type JsonObject } from "../json";
import type { Decision, InterruptKind, InterruptStatus } from "./interrupt";
import { isPending } from "./interrupt";

/** One entry of a resume, AG-UI's `ResumeEntry`. */
export interface ResumeEntry {
  interruptId: string;
  status: "resolved" | "cancelled";
  payload?: Json;
}

/** What the guard needs to know of a stored interrupt. */
export interface KnownInterrupt {
  id: string;
  kind: InterruptKind;
  status: InterruptStatus;
  toolCallId?: string;
  inputSchema?: JsonObject;
  responseSchema: JsonObject;
  isExpired: boolean;
  decision?: Decision;
}

export interface Refusal {
  code: Extract<ErrorCode, `resume_${string}`>;
  message: string;
  interruptId?: string;
}

type Correlated =
  | { type: "decide"; decisions: { interruptId: string; decision: Decision }[] }
  /** Every entry says what had been decided before: the recorded outcome answers it. */
  | { type: "replay" }
  | { type: "refuse"; refusal: Refusal };

/**
 * Sets a resume against the interrupts that a thread's last run ended with, by the rules of AG-UI 1.0: it names each open one
 * exactly once and nothing else, every payload fits its schema, and what was decided stays decided. A resume that repeats the
 * recorded decisions is a replay. What has expired can only be abandoned, which is how a client gets past it. Nothing is decided
 * unless everything can be.
 */
export function correlateResume(known: readonly KnownInterrupt[], entries: readonly ResumeEntry[]): Correlated {
  const refuse = (code: Refusal["code"], message: string, interruptId?: string): Correlated => ({
    type: "refuse",
    refusal: { code, message, ...(interruptId === undefined ? {} : { interruptId }) },
  });
  if (entries.length === 0) return refuse("resume_incomplete", "A resume answers at least one interrupt.");
  const decisions: { interruptId: string; decision: Decision }[] = [];
  const seen = new Set<string>();
  let replays = 0;
  for (const entry of entries) {
    const { interruptId } = entry;
    const interrupt = known.find((one) => one.id === interruptId);
    if (!interrupt) {
      return refuse("resume_unknown", `This thread waits for no interrupt ${interruptId}.`, interruptId);
    }
    if (seen.has(interruptId)) return refuse("resume_duplicate", `${interruptId} is answered twice.`, interruptId);
    seen.add(interruptId);
    const read = readDecision(interrupt, entry);
    const isAbandoned = entry.status === "cancelled";
    if (!isPending(interrupt.status)) {
      if (interrupt.status === "EXPIRED") {
        if (isAbandoned) {
          replays += 1;
          continue;
        }
        return refuse("resume_expired", "The time to answer is over.", interruptId);
      }
      if (interrupt.status === "CANCELLED") {
        return refuse("resume_stale", "The run that asked was stopped, so nothing waits for this answer.", interruptId);
      }
      if (!read.ok || !isSameDecision(interrupt.decision, read.decision)) {
        return refuse("resume_already_resolved", "This was decided before; the first decision stands.", interruptId);
      }
      replays += 1;
      continue;
    }
    if (interrupt.isExpired) {
      if (!isAbandoned) return refuse("resume_expired", "The time to answer is over.", interruptId);
      decisions.push({ interruptId, decision: { type: "expire" } });
      continue;
    }
    if (!read.ok) return refuse("resume_payload_invalid", `The answer does not fit: ${read.problem}.`, interruptId);
    decisions.push({ interruptId, decision: read.decision });
  }
  const open = known.filter((one) => isPending(one.status) && one.kind !== "frontend_tool");
  const missing = open.filter((one) => !seen.has(one.id));
  if (missing.length > 0 && decisions.length > 0) {
    return refuse("resume_incomplete", `A resume answers every open interrupt; ${missing.length} more wait.`);
  }
  if (replays > 0 && decisions.length === 0) return { type: "replay" };
  return { type: "decide", decisions };
}

type Read = { ok: true; decision: Decision } | { ok: false; problem: string };

/** The decision that a payload says, when it fits the interrupt's schema. A cancelled entry rejects. */
export function readDecision(interrupt: KnownInterrupt, entry: Omit<ResumeEntry, "interruptId">): Read {
  const { payload = {} } = entry;
  if (entry.status === "cancelled") {
    const reason = isJsonObject(payload) && typeof payload.reason === "string" ? payload.reason : undefined;
    return { ok: true, decision: { type: "reject", ...(reason ? { reason } : {}) } };
  }
  if (!isJsonObject(payload)) return { ok: false, problem: "the payload is not an object" };
  const problems = validateArguments(payload, interrupt.responseSchema);
  if (problems.length > 0) return { ok: false, problem: problems.join("; ") };
  switch (interrupt.kind) {
    case "approval":
    case "uncertain_call":
      return readApproval(payload);
    case "form":
      return {
        ok: true,
        decision: {
          type: "answer",
          values: isJsonObject(payload.values) ? payload.values : {},
          ...(typeof payload.choice === "string" ? { choice: payload.choice } : {}),
        },
      };
    case "frontend_tool":
      return {
        ok: true,
        decision: {
          type: "result",
          content: String(payload.content),
          ...(payload.isError === true ? { isError: true } : {}),
        },
      };
  }
}

function readApproval(payload: JsonObject): Read {
  if (payload.approved !== true) {
    const reason = typeof payload.reason === "string" && payload.reason.trim() !== "" ? payload.reason : undefined;
    return { ok: true, decision: { type: "reject", ...(reason ? { reason } : {}) } };
  }
  const { editedArgs } = payload;
  return { ok: true, decision: { type: "approve", ...(isJsonObject(editedArgs) ? { editedArgs } : {}) } };
}

function isSameDecision(left: Decision | undefined, right: Decision): boolean {
  return left !== undefined && canonical(left) === canonical(right);
}

/** JSON with sorted keys, so that equal values are equal texts. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    isJsonObject(inner) ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1))) : inner,
  );
}
