import { db } from "@/server/db";
import { findBranches, type Variants } from "@/server/domain/conversation/branches";
import { DomainError } from "@/server/domain/errors";
import type { Json } from "@/server/domain/json";
import type { SnapshotToolCall } from "@/server/domain/run/events";
import type { RunStatus } from "@/server/domain/run/status";
import { workflowSchema } from "@/server/domain/workflow/schema";
import type { Principal } from "@/server/services/access/principal";
import { toErrorSummary, toRunStatus } from "@/server/services/runs/list-runs";
import { type AttachmentView, describeAttachments } from "@/server/services/attachments/describe-attachments";
import { describeSessions, type SessionListItem } from "@/server/services/sessions/list-sessions";
import { readBranch } from "@/server/services/sessions/read-branch";
import { readNearby } from "@/server/services/sessions/read-nearby";
import { readRunLogs, type ReasoningView, type StepView } from "@/server/services/sessions/read-run-log";

export interface MessageView {
  id: string;
  seq: number;
  role: "user" | "assistant" | "tool" | "system";
  content: string;
  runId: string | null;
  toolCalls: SnapshotToolCall[];
  toolCallId: string | null;
  /** A tool's result that tells of a failed call. */
  isError: boolean;
  attachments: AttachmentView[];
  /** The message as it was before and after edits; null where it was never edited. */
  variants: Variants | null;
  createdAt: Date;
}

/** What a run of the conversation came to, for the quiet line above its answer. */
export interface RunView {
  id: string;
  /** The run that it resumes, or itself. */
  rootRunId: string;
  status: RunStatus;
  userMessageId: string | null;
  error: { code: string; message: string } | null;
  costMicros: number;
  inputTokens: number;
  outputTokens: number;
  createdAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
  steps: StepView[];
  reasonings: ReasoningView[];
  /** The answers to the same message; null where there is only this one. */
  variants: Variants | null;
}

export interface SessionDetail extends SessionListItem {
  messages: MessageView[];
  runs: RunView[];
  /** What the app says above an empty conversation. */
  opening: string | null;
  suggestions: string[];
  /** What the last run was given, so that the next message can be sent with the same. */
  lastInputs: Record<string, Json>;
}

const largestHistory = 5000;

/** The where-clause that says which sessions a person may touch. */
export function ownSessions(principal: Principal, id?: string) {
  return {
    tenantId: principal.tenantId,
    ownerId: principal.personId,
    deletedAt: null,
    ...(id === undefined ? {} : { id }),
  };
}

/** @throws DomainError not_found, also for somebody else's or a deleted one. */
export async function findSession(principal: Principal, id: string) {
  const session = await db.session.findFirst({ where: ownSessions(principal, id) });
  if (!session) throw new DomainError("not_found", "There is no such session.");
  return session;
}

/** A conversation with its history. @throws DomainError not_found */
export async function getSession(principal: Principal, id: string): Promise<SessionDetail> {
  const place = { tenantId: principal.tenantId, sessionId: id };
  // At one moment: a run that is shown as ended has said everything, and is not followed any more.
  const [session, runs] = await db.$transaction(
    [
      db.session.findFirst({ where: ownSessions(principal, id) }),
      db.run.findMany({ where: place, orderBy: { id: "desc" }, take: largestHistory }),
    ],
    { isolationLevel: "RepeatableRead" },
  );
  if (!session) throw new DomainError("not_found", "There is no such session.");
  const [described, messages, app] = await Promise.all([
    describeSessions(principal, [session]),
    // What is said meanwhile is left for the next reading: all parts show the conversation as the session's row has it.
    readBranch(place, { take: largestHistory, fromSeq: session.headSeq }),
    session.appId
      ? db.app.findFirst({
          where: { id: session.appId, tenantId: principal.tenantId },
          select: { liveVersion: { select: { dsl: true } } },
        })
      : null,
  ]);
  const [item] = described;
  if (!item) throw new DomainError("not_found", "There is no such session.");
  runs.reverse();
  const branches = findBranches({
    branch: messages,
    nearby: await readNearby({ ...place, lastSeq: session.messageSeq }, messages),
    runs,
  });
  const shownRuns = runs.filter((run) => branches.shownRunIds.has(run.id));
  const [logs, attachments] = await Promise.all([
    readRunLogs(
      principal,
      shownRuns.map((run) => run.id),
    ),
    describeAttachments(
      principal.tenantId,
      messages.flatMap((message) => message.attachments ?? []),
    ),
  ]);
  const settings = workflowSchema.safeParse(app?.liveVersion.dsl).data?.settings;
  return {
    ...item,
    opening: settings?.opening ?? null,
    suggestions: settings?.suggestions ?? [],
    lastInputs: (shownRuns.at(-1)?.inputs ?? {}) as Record<string, Json>,
    messages: messages.map((message) => ({
      id: message.id,
      seq: message.seq,
      role: message.role,
      content: message.content,
      runId: message.runId,
      toolCalls: message.toolCalls ?? [],
      toolCallId: message.toolCallId,
      isError: logs.failedToolMessageIds.has(message.id),
      attachments: (message.attachments ?? []).flatMap((attachmentId) => attachments.get(attachmentId) ?? []),
      variants: branches.ofMessages.get(message.seq) ?? null,
      createdAt: message.createdAt,
    })),
    runs: shownRuns.map((run) => ({
      id: run.id,
      rootRunId: run.rootRunId,
      status: toRunStatus(run.status),
      userMessageId: run.userMessageId,
      error: toErrorSummary(run.error),
      costMicros: Number(run.costMicros),
      inputTokens: Number(run.inputTokens),
      outputTokens: Number(run.outputTokens),
      createdAt: run.createdAt,
      startedAt: run.startedAt,
      endedAt: run.endedAt,
      steps: logs.steps.get(run.id) ?? [],
      reasonings: logs.reasonings.get(run.id) ?? [],
      variants: branches.ofRuns.get(run.id) ?? null,
    })),
  };
}
