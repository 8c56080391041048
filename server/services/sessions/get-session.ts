import { db } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import type { Json } from "@/server/domain/json";
import type { SnapshotToolCall } from "@/server/domain/run/events";
import type { RunStatus } from "@/server/domain/run/status";
import { workflowSchema } from "@/server/domain/workflow/schema";
import type { Principal } from "@/server/services/access/principal";
import { toErrorSummary, toRunStatus } from "@/server/services/runs/list-runs";
import { describeSessions, type SessionListItem } from "@/server/services/sessions/list-sessions";
import { readBranch } from "@/server/services/sessions/read-branch";
import { readFailedToolMessages, readStepsOfRuns, type StepView } from "@/server/services/sessions/read-run-log";

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
  createdAt: Date;
}

/** What a run of the conversation came to, for the quiet line above its answer. */
export interface RunView {
  id: string;
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

const largestHistory = 2000;

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
  const session = await findSession(principal, id);
  const [described, messages, runs, app] = await Promise.all([
    describeSessions(principal, [session]),
    readBranch({ tenantId: principal.tenantId, sessionId: id }, { take: largestHistory }),
    db.run.findMany({
      where: { sessionId: id, tenantId: principal.tenantId },
      orderBy: { id: "desc" },
      take: largestHistory,
    }),
    session.appId
      ? db.app.findFirst({
          where: { id: session.appId, tenantId: principal.tenantId },
          select: { liveVersion: { select: { dsl: true } } },
        })
      : null,
  ]);
  const [item] = described;
  if (!item) throw new DomainError("not_found", "There is no such session.");
  const runIds = runs.map((run) => run.id);
  const [steps, failedToolMessages] = await Promise.all([
    readStepsOfRuns(principal, runIds),
    readFailedToolMessages(principal, runIds),
  ]);
  const settings = workflowSchema.safeParse(app?.liveVersion.dsl).data?.settings;
  return {
    ...item,
    opening: settings?.opening ?? null,
    suggestions: settings?.suggestions ?? [],
    lastInputs: (runs[0]?.inputs ?? {}) as Record<string, Json>,
    messages: messages.map((message) => ({
      id: message.id,
      seq: message.seq,
      role: message.role,
      content: message.content,
      runId: message.runId,
      toolCalls: message.toolCalls ?? [],
      toolCallId: message.toolCallId,
      isError: failedToolMessages.has(message.id),
      createdAt: message.createdAt,
    })),
    runs: runs.reverse().map((run) => ({
      id: run.id,
      status: toRunStatus(run.status),
      userMessageId: run.userMessageId,
      error: toErrorSummary(run.error),
      costMicros: Number(run.costMicros),
      inputTokens: Number(run.inputTokens),
      outputTokens: Number(run.outputTokens),
      createdAt: run.createdAt,
      startedAt: run.startedAt,
      endedAt: run.endedAt,
      steps: steps.get(run.id) ?? [],
    })),
  };
}
