import Link from "next/link";

import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { formatMicros, formatNumber } from "@/components/ui/format";
import { RelativeTime } from "@/components/ui/relative-time";
import { Sparkline } from "@/components/ui/sparkline";
import { StatusBadge } from "@/components/ui/status-badge";

import { GraphPreview } from "./graph-preview";
import type { WorkflowItem } from "./types";
import { WorkflowMenu } from "./workflow-menu";

/** One workflow: its graph, how its last run went, and what it did and cost in seven days. The card is a link to the editor. */
export function WorkflowCard({ workflow }: { workflow: WorkflowItem }) {
  const { id, name, app, lastRun, preview, updatedAt, week } = workflow;
  return (
    <Card className="group/card relative flex flex-col overflow-hidden transition-colors focus-within:border-neutral-8 hover:border-neutral-8">
      <div className="dot-grid h-32 border-b border-border bg-sunken p-2">
        <GraphPreview graph={preview} />
      </div>
      <div className="flex flex-1 flex-col gap-2 px-3.5 pt-3 pb-2.5">
        <div className="flex items-center gap-2">
          <h2 className="min-w-0 flex-1 truncate font-medium">
            <Link href={`/workflows/${id}`} className="after:absolute after:inset-0 after:rounded-lg">
              {name}
            </Link>
          </h2>
          {app?.liveVersion ? (
            <Badge>Live v{app.liveVersion}</Badge>
          ) : (
            <Badge className="border-dashed bg-transparent">Draft</Badge>
          )}
          <WorkflowMenu workflow={workflow} className="relative z-10 -mr-2" />
        </div>
        <div className="flex h-5 items-center gap-2 text-xs text-muted-foreground">
          {lastRun ? (
            <>
              <StatusBadge status={lastRun.status} variant="quiet" className="text-xs" />
              <RelativeTime value={lastRun.createdAt} className="relative z-10" />
            </>
          ) : (
            <span>
              Not run yet, edited <RelativeTime value={updatedAt} className="relative z-10" />
            </span>
          )}
        </div>
        <div className="mt-auto flex h-6 items-end justify-between gap-3">
          <Week week={week} />
        </div>
      </div>
    </Card>
  );
}

function Week({ week }: { week: WorkflowItem["week"] }) {
  if (week.runs === 0) return <span className="text-xs text-faint">No runs this week</span>;
  const runs = `${formatNumber(week.runs)} ${week.runs === 1 ? "run" : "runs"}`;
  return (
    <>
      <span className="figures text-xs text-muted-foreground">
        <span className="text-foreground">{runs}</span> · {formatMicros(week.costMicros)} this week
      </span>
      <Sparkline values={week.days} label={`Runs a day, oldest first: ${week.days.join(", ")}`} />
    </>
  );
}
