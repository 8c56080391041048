import { CircleX } from "lucide-react";
import Link from "next/link";

import { KindTile } from "@/components/kinds/kind-tile";
import { Card, CardHeader, CardTitle } from "@/components/ui/card";
import { GraphPreview } from "@/components/workflows/graph-preview";
import { resolveKind } from "@/server/domain/nodes/registry";
import type { RuntimeExamination } from "@/server/domain/runtime-config/resolve-runtime-config";
import type { RuntimeStage } from "@/server/domain/runtime-config/resolve-stages";
import type { Workflow } from "@/server/domain/workflow/schema";

import { placeHref } from "./address";
import type { AgentsDraft } from "./use-agents-draft";

/** The workflow that the configuration compiles to, as it would run now: its graph, and what each stage does. */
export function StagePreview({ draft }: { draft: AgentsDraft }) {
  const { workflow, stages }: RuntimeExamination = draft.examined;
  const general = draft.issues.filter(({ path }) => (path?.length ?? 0) < 2);
  return (
    <Card role="region" aria-labelledby="stage-preview" className="min-w-0 overflow-hidden">
      <CardHeader className="min-h-12 flex-wrap py-2">
        <CardTitle id="stage-preview">What runs</CardTitle>
        <p className="text-xs text-muted-foreground">Compiled from the stages below, for requests that name no app.</p>
      </CardHeader>
      {general.map((issue) => (
        <p key={issue.message} className="flex items-start gap-2 px-4 pb-3 text-sm text-failed">
          <CircleX aria-hidden className="mt-0.5 size-4 shrink-0" />
          {issue.message}
        </p>
      ))}
      {workflow ? (
        <div className="dot-grid h-28 border-y border-border bg-sunken p-2">
          <GraphPreview graph={graphOf(workflow)} />
        </div>
      ) : (
        <p
          role="status"
          className="border-y border-border bg-sunken px-4 py-6 text-center text-sm text-muted-foreground"
        >
          The stages do not fit together yet, so there is nothing to draw. The stages with a red dot say why.
        </p>
      )}
      <ol className="grid grid-cols-[repeat(auto-fit,minmax(13rem,1fr))] gap-px bg-border">
        {stages.map((stage) => (
          <li key={stage.key} className="bg-card px-4 py-3">
            <StageFacts stage={stage} />
          </li>
        ))}
      </ol>
    </Card>
  );
}

function StageFacts({ stage }: { stage: RuntimeStage }) {
  const { key, title, agent, task, tools, when } = stage;
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <div className="flex items-center gap-2">
        <KindTile kind={agent.values.type} size="sm" />
        <Link
          href={placeHref({ section: "workflow", entry: key })}
          replace
          scroll={false}
          className="min-w-0 truncate rounded-sm text-sm font-medium hover:underline"
        >
          {title}
        </Link>
      </div>
      <p className="text-xs text-muted-foreground">
        <Reference section="agents" entry={agent.key} label={agent.values.title || agent.key} />
        {" · "}
        <Reference section="tasks" entry={task.key} label={task.values.title || task.key} />
      </p>
      <p className="truncate text-xs text-muted-foreground">{agent.values.model || "Default model"}</p>
      {tools.length > 0 ? (
        <p className="truncate text-xs text-muted-foreground">Tools: {tools.map((tool) => tool.key).join(", ")}</p>
      ) : null}
      {when === "" ? null : (
        <p className="text-xs wrap-anywhere text-muted-foreground">
          Only when <code className="font-mono">{when}</code>
        </p>
      )}
    </div>
  );
}

function Reference({ section, entry, label }: { section: "agents" | "tasks"; entry: string; label: string }) {
  return (
    <Link
      href={placeHref({ section, entry })}
      replace
      scroll={false}
      className="rounded-sm hover:text-foreground hover:underline"
    >
      {label}
    </Link>
  );
}

function graphOf({ nodes, edges }: Workflow) {
  return {
    nodes: nodes.map(({ id, type, ui }) => ({ id, kind: resolveKind(type), x: ui?.x ?? 0, y: ui?.y ?? 0 })),
    edges,
  };
}
