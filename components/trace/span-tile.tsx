import { Activity, Hourglass } from "lucide-react";

import { KindTile } from "@/components/kinds/kind-tile";
import { nodeDefinitions } from "@/server/domain/nodes/registry";
import type { NodeKind } from "@/server/domain/workflow/schema";

import type { TraceSpan } from "./types";

/** Calls wear the tile of the node kind that is made of such a call. */
const tileOfCall = {
  llm: "llm",
  tool: "tool",
  retrieval: "knowledge-retrieval",
  code: "code",
} as const satisfies Record<Exclude<TraceSpan["kind"], "run" | "node" | "wait">, NodeKind>;

export function SpanTile({ span, size = "sm" }: { span: Pick<TraceSpan, "kind" | "nodeKind">; size?: "sm" | "md" }) {
  if (span.kind === "run" || span.kind === "wait") {
    return (
      <span
        aria-hidden
        className={`grid shrink-0 place-items-center bg-selected text-muted-foreground ${size === "md" ? "size-6 rounded-md [&_svg]:size-3.5" : "size-5 rounded-sm [&_svg]:size-3"}`}
      >
        {span.kind === "run" ? <Activity /> : <Hourglass />}
      </span>
    );
  }
  return <KindTile kind={span.kind === "node" ? span.nodeKind : tileOfCall[span.kind]} size={size} />;
}

/** What a span is, in words. */
export function kindName(span: Pick<TraceSpan, "kind" | "nodeKind">): string {
  if (span.kind === "node") return span.nodeKind ? nodeDefinitions[span.nodeKind].label : "Node";
  return {
    run: "From start to end",
    wait: "Nothing ran until somebody decided",
    llm: "Model call",
    tool: "Tool call",
    retrieval: "Retrieval",
    code: "Code",
  }[span.kind];
}
