import { defaultPort } from "../nodes/definition";
import { parseConfigOf, resolveKind } from "../nodes/registry";
import { parseTemplate } from "../template/parse-template";
import { buildGraph, type Graph } from "../workflow/graph";
import type { Workflow, WorkflowNode } from "../workflow/schema";

/** An answer whose text a model's words can be sent as, while they come: prefix, words, suffix. */
export interface StreamedAnswer {
  answerNodeId: string;
  prefix: string;
  suffix: string;
}

/**
 * The answers that stream, by the id of the llm or agent node that speaks for them. A node speaks for an answer when the
 * answer follows it and nothing else, its failure ends the run, and the answer's template is fixed text around exactly its
 * text. An agent's earlier rounds may turn out not to be the answer, so around an agent no fixed text is possible.
 */
export function streamedAnswers(workflow: Pick<Workflow, "nodes" | "edges">): Map<string, StreamedAnswer> {
  const graph = buildGraph(workflow);
  const answers = new Map<string, StreamedAnswer>();
  for (const [index, node] of graph.nodes.entries()) {
    if (resolveKind(node.type) !== "answer") continue;
    const speaker = speakerOf(graph, index);
    if (speaker === undefined || answers.has(speaker.id)) continue;
    const around = textAround(node, speaker.id);
    if (around === undefined) continue;
    if (resolveKind(speaker.type) === "agent" && (around.prefix !== "" || around.suffix !== "")) continue;
    answers.set(speaker.id, { answerNodeId: node.id, ...around });
  }
  return answers;
}

function speakerOf(graph: Graph, index: number): WorkflowNode | undefined {
  const [edge, ...others] = graph.incoming[index] ?? [];
  if (edge === undefined || others.length > 0 || edge.port !== defaultPort) return undefined;
  const node = graph.nodes[edge.source];
  const kind = node === undefined ? undefined : resolveKind(node.type);
  const isSpeaker = (kind === "llm" || kind === "agent") && (node?.on_error ?? "fail") === "fail";
  return isSpeaker ? node : undefined;
}

function textAround(answer: WorkflowNode, speakerId: string): { prefix: string; suffix: string } | undefined {
  const config = parseConfigOf("answer", answer.config);
  const template = config.ok ? parseTemplate(config.value.template) : undefined;
  if (!template?.ok) return undefined;
  const { segments } = template.value;
  const at = segments.findIndex((segment) => segment.kind === "placeholder");
  const placeholder = segments[at];
  if (placeholder?.kind !== "placeholder" || placeholder.filters.length > 0) return undefined;
  if (placeholder.path.join("\u0000") !== ["nodes", speakerId, "text"].join("\u0000")) return undefined;
  const [before, after] = [segments.slice(0, at), segments.slice(at + 1)];
  if (after.some((segment) => segment.kind === "placeholder")) return undefined;
  const textOf = (part: typeof segments) =>
    part.map((segment) => (segment.kind === "literal" ? segment.text : "")).join("");
  return { prefix: textOf(before), suffix: textOf(after) };
}
