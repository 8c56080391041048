import { db } from "@/server/db";
import { DomainError, type ErrorRecord } from "@/server/domain/errors";
import type { Json } from "@/server/domain/json";
import type { NodeOutput, RunContext } from "@/server/domain/nodes/outcome";
import { buildRunContext } from "@/server/domain/run/context";
import { newId } from "@/server/ids";
import type { ArtifactWrite } from "@/server/progress/progress";
import { storableJson } from "@/server/progress/batch";
import type { Execution } from "@/server/services/runs/load-execution";

/** Above this many bytes an output is stored apart and travels as a reference, so that no engine limit is met. */
export const largestInlineOutputBytes = 256 * 1024;

/** What a node's step returns and the engine remembers: small, plain JSON. */
export interface NodeStepResult {
  /** `lost` means the run was stopped or handed on while the node ran; its function ends without another word. */
  status: "completed" | "failed" | "retry" | "lost";
  port?: string;
  text?: string;
  output?: Json;
  /** Set instead of `text` and `output` when they are large. */
  artifactId?: string;
  stateUpdates?: Record<string, Json>;
  openMessage?: { id: string; text: string };
  error?: ErrorRecord;
  /** How long to wait before the next attempt. */
  retryInMs?: number;
}

/** A node's output as the step returns it, with the artifact to store when it is too large to travel. */
export function packOutput(output: NodeOutput, nodeId: string): { inline: NodeOutput; artifact?: ArtifactWrite } {
  const content = storableJson({ text: output.text, output: output.output });
  if (Buffer.byteLength(content) <= largestInlineOutputBytes) return { inline: output };
  return {
    inline: {},
    artifact: { id: newId(), nodeId, kind: "json", name: "output.json", mime: "application/json", content },
  };
}

/** Outputs of ended nodes as templates see them; large ones are read back. */
export async function contextFor(
  execution: Execution,
  nodeId: string,
  results: ReadonlyMap<string, NodeStepResult>,
  state: Record<string, Json>,
): Promise<RunContext> {
  const { inputs, session } = execution;
  const outputs = await Promise.all(
    [...results].map(async ([id, result]) => [id, result.artifactId ? await readOutput(execution, result.artifactId) : result] as const),
  );
  return buildRunContext({ nodeId, inputs, session, state, outputs });
}

async function readOutput(execution: Execution, artifactId: string): Promise<NodeOutput> {
  const artifact = await db.artifact.findFirst({
    where: { id: artifactId, tenantId: execution.target.tenantId, runId: execution.target.runId },
    select: { content: true },
  });
  if (!artifact) throw new DomainError("internal", "A stored output of this run is missing.");
  return JSON.parse(artifact.content) as NodeOutput;
}
