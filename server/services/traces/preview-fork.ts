import { db } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import type { Json } from "@/server/domain/json";
import { planFork } from "@/server/domain/run/fork";
import { callsAfter } from "@/server/domain/run/fork-calls";
import { editableParts, type PieceValue, textOfPiece } from "@/server/domain/run/fork-edit";
import type { NodeKind } from "@/server/domain/workflow/schema";
import type { Principal } from "@/server/services/access/principal";
import { describeCall, type OutsideCall } from "@/server/services/traces/describe-call";
import {
  findExecution,
  type PieceRow,
  readDocument,
  readPieces,
  requireEnded,
  type WholeExecution,
} from "@/server/services/traces/find-execution";

/** A place in an execution: a piece by its address, or by a span of one of the execution's runs. */
export type ForkPlace = { address: string } | { spanId: string };

/** What a run from a point would do: what is done again, and what had been asked of the outside world after the point. */
export interface ForkPreview {
  /** The run that is gone on from: the execution's last segment. */
  runId: string;
  point: { address: string; title: string; kind: NodeKind };
  /** What the piece at the point came to, and which parts of it a person may change; null when it came to nothing. */
  value: (PieceValue & { editable: { text: boolean; output: boolean } }) | null;
  keptCount: number;
  againCount: number;
  /** Oldest first. */
  calls: OutsideCall[];
}

/** @throws DomainError not_found, run_active, bad_request for a place that the run never came to */
export async function previewFork(
  principal: Principal,
  { runId, place, isEdited }: { runId: string; place: ForkPlace; isEdited: boolean },
): Promise<ForkPreview> {
  const execution = await findExecution(principal, runId);
  requireEnded(execution);
  const division = await divideExecution(execution, place, { isEdited });
  const { piece } = division;
  const value = await readValue(execution, piece);
  return {
    runId: execution.last.id,
    point: { address: division.address, title: division.title, kind: division.kind },
    value:
      piece && value
        ? { text: textOfPiece(piece, value), output: value.output, editable: editableParts(piece, value) }
        : null,
    keptCount: division.kept.length,
    againCount: division.again.length,
    calls: division.calls,
  };
}

export interface DividedExecution {
  address: string;
  title: string;
  kind: NodeKind;
  /** The piece at the point, where it has ended. */
  piece: PieceRow | undefined;
  pieces: PieceRow[];
  kept: string[];
  again: string[];
  calls: OutsideCall[];
}

const endedStatuses = new Set(["completed", "failed", "skipped"]);

/** Divides an execution at a place. @throws DomainError bad_request, not_found */
export async function divideExecution(
  execution: WholeExecution,
  place: ForkPlace,
  { isEdited }: { isEdited: boolean },
): Promise<DividedExecution> {
  const [workflow, pieces, address] = await Promise.all([
    readDocument(execution),
    readPieces(execution),
    addressOf(execution, place),
  ]);
  const known = pieces.find((row) => row.address === address) ?? (await findInEarlierSegment(execution, address));
  if (!known || known.status === "skipped")
    throw new DomainError("bad_request", `The run never came to ${address}, so it can not be run again from there.`);
  const ended = pieces.filter((row) => endedStatuses.has(row.status));
  const edited = isEdited ? address : undefined;
  const plan = planFork(workflow, ended, { address, ...(edited === undefined ? {} : { edited }) });
  const segments = new Set(execution.segments.map((segment) => segment.id));
  const effects = await db.effect.findMany({
    where: {
      tenantId: execution.last.tenantId,
      runId: { in: [...new Set([...segments, ...pieces.map((row) => row.executedIn)])] },
    },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  const after = callsAfter(
    effects.map((effect) => ({ ...effect, address: effect.nodeId })),
    {
      kept: plan.kept,
      segments,
      executedIn: new Map(pieces.map((row) => [row.address, row.executedIn])),
      ...(edited === undefined ? {} : { edited }),
    },
  );
  const titles = new Map(pieces.map((row) => [row.address, row.title]));
  return {
    address,
    title: known.title,
    kind: known.kind,
    piece: ended.find((row) => row.address === address),
    pieces,
    ...plan,
    calls: after.map((effect) => describeCall(effect, titles)),
  };
}

async function addressOf({ segments }: WholeExecution, place: ForkPlace): Promise<string> {
  if ("address" in place) return place.address;
  const span = await db.span.findFirst({
    where: {
      id: place.spanId,
      tenantId: segments[0]?.tenantId ?? "",
      runId: { in: segments.map((segment) => segment.id) },
    },
    select: { nodeId: true },
  });
  if (!span) throw new DomainError("not_found", "There is no such span.");
  if (span.nodeId === null)
    throw new DomainError("bad_request", "This span is the run as a whole. Run the whole run again instead.");
  return span.nodeId;
}

/** A piece that waited when its segment ended has no row in the one that resumed it, unless that came to it again. */
async function findInEarlierSegment(
  { segments, last }: WholeExecution,
  address: string,
): Promise<Pick<PieceRow, "title" | "kind" | "status"> | undefined> {
  const row = await db.nodeRun.findFirst({
    where: { runId: { in: segments.map((segment) => segment.id) }, tenantId: last.tenantId, nodeId: address },
    orderBy: { id: "desc" },
    select: { title: true, kind: true, status: true },
  });
  return row ? { ...row, kind: row.kind as NodeKind } : undefined;
}

/** What a piece came to; large outputs are read back. */
export async function readValue(
  { last }: WholeExecution,
  piece: PieceRow | undefined,
): Promise<PieceValue | undefined> {
  if (!piece) return undefined;
  const row = await db.nodeRun.findFirst({
    where: { id: piece.id, tenantId: last.tenantId },
    select: { outputText: true, outputJson: true, outputArtifactId: true },
  });
  if (!row) return undefined;
  if (row.outputArtifactId === null) return { text: row.outputText, output: (row.outputJson ?? null) as Json };
  const artifact = await db.artifact.findFirst({
    where: { id: row.outputArtifactId, tenantId: last.tenantId },
    select: { content: true },
  });
  const whole = JSON.parse(artifact?.content ?? "{}") as { text?: string; output?: Json };
  return { text: whole.text ?? null, output: whole.output ?? null };
}
