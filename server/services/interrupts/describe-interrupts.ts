import type { Interrupt } from "@/prisma/generated/client";
import { db } from "@/server/db";
import { mayDecide } from "@/server/domain/interrupts/approvers";
import {
  type Approvers,
  type Decision,
  decisionVias,
  expiryPolicies,
  interruptKinds,
  interruptStatuses,
} from "@/server/domain/interrupts/interrupt";
import { isJsonObject, type Json } from "@/server/domain/json";
import { nodeAddressOf, nodeIdOf } from "@/server/domain/run/address";
import type { Principal } from "@/server/services/access/principal";
import type { InterruptView, PersonName } from "@/server/services/interrupts/interrupt-view";

const longestResult = 4000;

/** Stored interrupts as `principal` is told of them, in the same order. The caller has checked that they may be seen. */
export async function describeInterrupts(principal: Principal, rows: readonly Interrupt[]): Promise<InterruptView[]> {
  if (rows.length === 0) return [];
  const names = await loadNames(principal.tenantId, rows);
  return rows.map((row) => describe(principal, row, names));
}

type Names = Awaited<ReturnType<typeof loadNames>>;

/** Everything that the rows name, in one query per table, and the database's time, by which questions expire. */
async function loadNames(tenantId: string, rows: readonly Interrupt[]) {
  const idsOf = (read: (row: Interrupt) => readonly (string | null)[]) => ({
    in: [...new Set(rows.flatMap((row) => read(row).filter((id) => id !== null)))],
  });
  const [people, sessions, workflows, apps, nodeRuns, [clock]] = await Promise.all([
    db.person.findMany({
      where: {
        tenantId,
        id: idsOf((row) => [row.ownerId, row.decidedById, ...readApprovers(row.approvers).people]),
      },
      select: { id: true, name: true },
    }),
    db.session.findMany({
      where: { tenantId, id: idsOf((row) => [row.sessionId]) },
      select: { id: true, title: true },
    }),
    db.workflow.findMany({
      where: { tenantId, id: idsOf((row) => [row.workflowId]) },
      select: { id: true, name: true },
    }),
    db.app.findMany({
      where: { tenantId, id: idsOf((row) => [row.appId]) },
      select: { id: true, code: true, name: true },
    }),
    db.nodeRun.findMany({
      where: {
        tenantId,
        runId: idsOf((row) => [row.runId]),
        nodeId: idsOf((row) => [row.nodeId, nodeAddressOf(row.nodeId)]),
      },
      select: { runId: true, nodeId: true, title: true },
    }),
    db.$queryRaw<{ now: Date }[]>`select clock_timestamp() as now`,
  ]);
  return {
    now: clock?.now ?? new Date(),
    people: new Map(people.map((person) => [person.id, person])),
    sessions: new Map(sessions.map((session) => [session.id, session])),
    workflows: new Map(workflows.map((workflow) => [workflow.id, workflow])),
    apps: new Map(apps.map((app) => [app.id, app])),
    titles: new Map(nodeRuns.map((node) => [`${node.runId} ${node.nodeId}`, node.title])),
  };
}

function describe(principal: Principal, row: Interrupt, names: Names): InterruptView {
  const approvers = readApprovers(row.approvers);
  const person = (id: string): PersonName => names.people.get(id) ?? { id, name: id };
  const address = nodeAddressOf(row.nodeId);
  return {
    id: row.id,
    kind: oneOf(interruptKinds, row.kind, "approval"),
    status: oneOf(interruptStatuses, row.status, "CANCELLED"),
    message: row.message,
    toolName: row.toolName,
    toolCallId: row.toolCallId,
    proposal: (row.proposal ?? null) as Json,
    inputSchema: isJsonObject(row.inputSchema) ? row.inputSchema : null,
    choices: readChoices(row.responseSchema),
    host: row.host,
    method: row.method,
    approvers: { people: approvers.people.map(person), roles: approvers.roles },
    mayDecide: mayDecide(principal, { approvers, ownerId: row.ownerId }),
    onExpiry: oneOf(expiryPolicies, row.onExpiry, "fail"),
    expiresAt: row.expiresAt,
    readAt: names.now,
    costMicros: Number(row.costMicros),
    createdAt: row.createdAt,
    // Written by our own services only, from the type that it is read as.
    decision: row.decision as Decision | null,
    decidedBy: row.decidedById === null ? null : person(row.decidedById),
    decidedVia: row.decidedVia === null ? null : oneOf(decisionVias, row.decidedVia, "api"),
    decidedAt: row.decidedAt,
    result: resultText((row.result ?? null) as Json),
    resumeRunId: row.resumeRunId,
    runId: row.runId,
    rootRunId: row.rootRunId,
    nodeId: row.nodeId,
    nodeTitle:
      names.titles.get(`${row.runId} ${address}`) ??
      names.titles.get(`${row.runId} ${row.nodeId}`) ??
      nodeIdOf(row.nodeId),
    session: names.sessions.get(row.sessionId) ?? { id: row.sessionId, title: "Deleted conversation" },
    workflow: names.workflows.get(row.workflowId) ?? { id: row.workflowId, name: "Deleted workflow" },
    app: (row.appId !== null && names.apps.get(row.appId)) || null,
    owner: person(row.ownerId),
  };
}

function readApprovers(stored: unknown): Approvers {
  const texts = (value: unknown) => (Array.isArray(value) ? value.filter((each) => typeof each === "string") : []);
  return isJsonObject(stored)
    ? { people: texts(stored.people), roles: texts(stored.roles) }
    : { people: [], roles: [] };
}

/** A form's ways on with their words, from the schema that its answer is checked against. */
function readChoices(responseSchema: unknown): InterruptView["choices"] {
  const properties = isJsonObject(responseSchema) ? responseSchema.properties : undefined;
  const choice = isJsonObject(properties) && isJsonObject(properties.choice) ? properties.choice : {};
  const named = Array.isArray(choice.oneOf) ? choice.oneOf.filter(isJsonObject) : [];
  const ids = (Array.isArray(choice.enum) ? choice.enum : []).filter((id) => typeof id === "string");
  return ids.map((id) => {
    const title = named.find((one) => one.const === id)?.title;
    return { id, label: typeof title === "string" && title.trim() !== "" ? title : id };
  });
}

function resultText(stored: Json): string | null {
  if (stored === null) return null;
  const text = typeof stored === "string" ? stored : JSON.stringify(stored, null, 2);
  return text.length > longestResult ? `${text.slice(0, longestResult)}…` : text;
}

function oneOf<Value extends string>(known: readonly Value[], stored: string, otherwise: Value): Value {
  return known.find((value) => value === stored) ?? otherwise;
}
