import type { z } from "zod";
import type { runAnswer, runPageAnswer, spanListAnswer } from "@/server/http/run-contracts";
import type { NodeRunDetail, RunDetail, SpanSummary } from "@/server/services/runs/get-run";
import type { RunListItem } from "@/server/services/runs/list-runs";

type RunItem = z.output<typeof runPageAnswer>["items"][number];
type RunView = z.output<typeof runAnswer>;

type Summary = Omit<RunListItem, "error"> & { error: { code: string; message: string } | null };

/** A run as the REST API lists it. */
export function toRunItem(run: Summary): RunItem {
  return {
    id: run.id,
    status: run.status,
    source: run.source,
    workflow: { id: run.workflow.id, name: run.workflow.name },
    version: run.version,
    session_id: run.sessionId,
    error: toError(run.error),
    input_tokens: run.inputTokens,
    output_tokens: run.outputTokens,
    cost_micros: run.costMicros,
    created_at: run.createdAt.toISOString(),
    started_at: run.startedAt?.toISOString() ?? null,
    ended_at: run.endedAt?.toISOString() ?? null,
  };
}

/** A run with its nodes as the REST API gives it. */
export function toRunView(run: RunDetail): RunView {
  return {
    ...toRunItem(run),
    app_code: run.app?.code ?? null,
    parent_run_id: run.parentRunId,
    inputs: run.inputs,
    result: run.result,
    last_event_seq: run.lastEventSeq,
    node_runs: run.nodeRuns.map(toNodeRunView),
  };
}

function toNodeRunView(node: NodeRunDetail): RunView["node_runs"][number] {
  return {
    node_id: node.nodeId,
    kind: node.kind,
    title: node.title,
    attempt: node.attempt,
    status: node.status,
    port: node.port,
    input: node.input,
    output_text: node.outputText,
    output_json: node.outputJson,
    output_artifact_id: node.outputArtifactId,
    error: toError(node.error),
    input_tokens: node.inputTokens,
    output_tokens: node.outputTokens,
    cost_micros: node.costMicros,
    started_at: node.startedAt?.toISOString() ?? null,
    ended_at: node.endedAt?.toISOString() ?? null,
  };
}

/** The outline of a span as the REST API gives it. */
export function toSpanView(span: SpanSummary): z.output<typeof spanListAnswer>["items"][number] {
  return {
    id: span.id,
    parent_id: span.parentId,
    node_id: span.nodeId,
    attempt: span.attempt,
    kind: span.kind,
    name: span.name,
    status: span.status,
    attributes: span.attributes,
    error: toError(span.error),
    started_at: span.startedAt.toISOString(),
    ended_at: span.endedAt?.toISOString() ?? null,
  };
}

function toError(error: { code: string; message: string } | null): { code: string; message: string } | null {
  return error && { code: error.code, message: error.message };
}
