import { db } from "@/server/db";
import { DomainError, type ErrorRecord } from "@/server/domain/errors";
import type { InterruptDraft } from "@/server/domain/interrupts/interrupt";
import type { Json } from "@/server/domain/json";
import type { NodeOutput, RunContext } from "@/server/domain/nodes/outcome";
import { buildRunContext } from "@/server/domain/run/context";
import { newId } from "@/server/ids";
import { storableJson } from "@/server/progress/batch";
import type { ArtifactWrite } from "@/server/progress/progress";
import { addressIn, type Frame } from "@/server/services/runs/frame";
import type { Execution } from "@/server/services/runs/load-execution";

/** Above this many bytes an output is stored apart and travels as a reference, so that no engine limit is met. */
const largestInlineOutputBytes = 256 * 1024;

/** What a node's step returns and the engine remembers: small, plain JSON. */
export interface NodeStepResult {
  /** `lost` means the run was stopped or handed on while the node ran; its function ends without another word. */
  status: "completed" | "failed" | "retry" | "waiting" | "lost";
  /** What it waits for. */
  interrupts?: InterruptDraft[];
  port?: string;
  text?: string;
  output?: Json;
  /** Set instead of `text` and `output` when they are read from what is stored: a large one, or one of an earlier hand-over. */
  stored?: { artifactId: string } | { attempt: number };
  stateUpdates?: Record<string, Json>;
  openMessage?: { id: string; text: string };
  error?: ErrorRecord;
  /** How long to wait before the next attempt. */
  retryInMs?: number;
}

/** What nodes of a run can see when they begin. */
export interface NodeSurroundings {
  /** Of the nodes that have ended, in that order. More come to it while others end; what is there stays as it is. */
  results: ReadonlyMap<string, NodeStepResult>;
  /** How many of them can be seen. */
  count: number;
  /** Whether any of those is `stored`. */
  hasStored: boolean;
  state: Record<string, Json>;
}

/** A node's output as the step returns it, with the artifact to store when it is too large to travel. */
export function packOutput(
  output: NodeOutput,
  nodeId: string,
): { inline: NodeOutput; bytes: number; artifact?: ArtifactWrite } {
  const content = storableJson({ text: output.text, output: output.output });
  const bytes = Buffer.byteLength(content);
  if (bytes <= largestInlineOutputBytes) return { inline: output, bytes };
  return {
    inline: {},
    bytes,
    artifact: { id: newId(), nodeId, kind: "json", name: "output.json", mime: "application/json", content },
  };
}

/** What a failed node left behind for nodes that read it, when the run goes on. */
export function failureOutput(error: ErrorRecord): Json {
  return { error: { code: error.code, message: error.message } };
}

/** What the templates of a node can read; outputs that are stored are read back. A body's nodes see the graph around it too. */
export async function contextFor(
  execution: Execution,
  frame: Frame,
  nodeId: string,
  surroundings: NodeSurroundings,
): Promise<RunContext> {
  const state: Record<string, Json> = {};
  const current: Record<string, Json> = {};
  const levels = levelsOf(frame, surroundings);
  for (const level of levels) {
    Object.assign(state, level.surroundings.state);
    Object.assign(current, level.current);
    if (level.surroundings.hasStored) level.readBack = await readStored(execution, level);
  }
  const outputs = outputsOf(levels);
  return buildRunContext({ nodeId, inputs: frame.inputs, session: execution.session, state, outputs, current });
}

interface Level {
  frame: Frame;
  surroundings: NodeSurroundings;
  current: Record<string, Json>;
  /** Those of its outputs that are stored. */
  readBack?: ReadonlyMap<string, NodeOutput>;
}

async function readStored(
  execution: Execution,
  { frame, surroundings }: Level,
): Promise<ReadonlyMap<string, NodeOutput>> {
  const reading = [...surroundings.results.entries().take(surroundings.count)].flatMap(([id, { stored }]) =>
    stored ? [readOutput(execution, addressIn(frame, id), stored).then((output) => [id, output] as const)] : [],
  );
  return new Map(await Promise.all(reading));
}

/** The outputs of all levels, the outermost first. */
function* outputsOf(levels: readonly Level[]): Generator<readonly [nodeId: string, output: NodeOutput]> {
  for (const { surroundings, readBack } of levels) {
    for (const [id, result] of surroundings.results.entries().take(surroundings.count))
      yield [id, readBack?.get(id) ?? result];
  }
}

/** From the outermost graph whose nodes can be seen to the node's own; what lies further in goes over what lies around it. */
function levelsOf(frame: Frame, surroundings: NodeSurroundings): Level[] {
  const { outer } = frame;
  const around = outer ? levelsOf(outer.frame, outer.surroundings) : [];
  return [...around, { frame, surroundings, current: outer?.current ?? {} }];
}

/** What was read back a short while ago: every item of an iteration asks for what lies around it. Let go when room is needed. */
const recentlyRead = new WeakMap<object, WeakRef<NodeOutput>>();

/** The output of the piece at an address, read back. It is shared, so nobody may change it. */
export async function readOutput(
  execution: Execution,
  nodeId: string,
  stored: NonNullable<NodeStepResult["stored"]>,
): Promise<NodeOutput> {
  const known = recentlyRead.get(stored)?.deref();
  if (known) return known;
  const output = await loadOutput(execution, nodeId, stored);
  recentlyRead.set(stored, new WeakRef(output));
  return output;
}

async function loadOutput(
  execution: Execution,
  nodeId: string,
  stored: NonNullable<NodeStepResult["stored"]>,
): Promise<NodeOutput> {
  const { runId, tenantId } = execution.target;
  if ("artifactId" in stored) {
    const artifact = await db.artifact.findFirst({
      where: { id: stored.artifactId, tenantId },
      select: { content: true },
    });
    if (artifact) return JSON.parse(artifact.content) as NodeOutput;
  } else {
    const row = await db.nodeRun.findFirst({
      where: { runId, tenantId, nodeId, attempt: stored.attempt },
      select: { outputText: true, outputJson: true, outputArtifactId: true, error: true },
    });
    if (row?.outputArtifactId) return loadOutput(execution, nodeId, { artifactId: row.outputArtifactId });
    if (row?.error) return { output: failureOutput(row.error as unknown as ErrorRecord) };
    if (row) return { text: row.outputText ?? undefined, output: (row.outputJson ?? undefined) as Json | undefined };
  }
  throw new DomainError("internal", "A stored output of this run is missing.");
}
