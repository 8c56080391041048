import Link from "next/link";

import { Badge } from "@/components/ui/badge";
import { ListSkeleton } from "@/components/ui/list-skeleton";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";

import { uncertaintyWords, usesWords } from "./tool-words";
import type { ToolListItem } from "./types";

/** Marks the links that J and K go through. */
export const toolLinkAttribute = "data-tool-link";

interface ToolListProps {
  tools: readonly ToolListItem[];
}

/** Tools as rows of 36 px; the whole row leads to the tool. */
export function ToolTable({ tools }: ToolListProps) {
  return (
    <Table aria-label="Tools" className="overflow-visible">
      <ToolTableHead />
      <TableBody>
        {tools.map((tool) => (
          <TableRow key={tool.id} className="relative">
            <TableCell className="max-w-0 truncate">
              <ToolLink tool={tool} />
              <span className="ml-2 text-muted-foreground">{tool.description}</span>
            </TableCell>
            <TableCell className="max-w-56">
              <Target tool={tool} />
            </TableCell>
            <TableCell>
              <ToolState tool={tool} />
            </TableCell>
            <TableCell className="text-muted-foreground">{tool.needsApproval ? "Asks first" : ""}</TableCell>
            <TableCell className="text-muted-foreground">{uncertaintyWords[tool.onUncertain].label}</TableCell>
            <TableCell isNumeric>{tool.version}</TableCell>
            <TableCell className={tool.usedBy.length === 0 ? "text-faint" : "text-muted-foreground"}>
              <span title={tool.usedBy.map((workflow) => workflow.name).join(", ")}>
                {usesWords(tool.usedBy.length)}
              </span>
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function ToolTableHead() {
  return (
    <TableHeader>
      <tr>
        <TableHead>Tool</TableHead>
        <TableHead className="w-56">Calls go to</TableHead>
        <TableHead className="w-28">State</TableHead>
        <TableHead className="w-24">Approval</TableHead>
        <TableHead className="w-28">If cut off</TableHead>
        <TableHead isNumeric className="w-20">
          Version
        </TableHead>
        <TableHead className="w-28">Used by</TableHead>
      </tr>
    </TableHeader>
  );
}

/** Tools on a narrow screen: one card each. */
export function ToolCards({ tools }: ToolListProps) {
  return (
    <ul aria-label="Tools" className="flex flex-col gap-2">
      {tools.map((tool) => (
        <li
          key={tool.id}
          className="relative flex flex-col gap-1.5 rounded-lg border border-border bg-card px-3.5 py-3 active:bg-hover"
        >
          <div className="flex items-center justify-between gap-3">
            <ToolLink tool={tool} />
            <ToolState tool={tool} />
          </div>
          {tool.description ? (
            <p className="line-clamp-2 text-xs wrap-anywhere text-muted-foreground">{tool.description}</p>
          ) : null}
          <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
            <Target tool={tool} />
            <p className="text-xs text-muted-foreground">
              {[tool.needsApproval ? "Asks first" : "", `Version ${tool.version}`, usesWords(tool.usedBy.length)]
                .filter(Boolean)
                .join(" · ")}
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}

/** Stretches over its whole row or card. */
function ToolLink({ tool }: { tool: ToolListItem }) {
  return (
    <Link
      href={`/tools/${tool.id}`}
      {...{ [toolLinkAttribute]: "" }}
      className="font-mono text-xs font-medium wrap-anywhere outline-none after:absolute after:inset-0 after:rounded-md focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-ring"
    >
      {tool.name}
    </Link>
  );
}

/** Method and host, as chips. */
export function Target({ tool }: { tool: Pick<ToolListItem, "target" | "server"> }) {
  if (!tool.target) return <span className="text-xs text-failed">No address</span>;
  return (
    <span className="flex min-w-0 items-center gap-1.5" title={tool.target.url}>
      <Badge>{tool.target.method}</Badge>
      <span className="min-w-0 truncate text-xs text-muted-foreground">{tool.server?.name ?? tool.target.host}</span>
    </span>
  );
}

/** Whether it can be called, and what somebody should look at first. */
export function ToolState({ tool }: { tool: Pick<ToolListItem, "isAllowed" | "offer" | "isArchived"> }) {
  if (tool.isArchived) return <Badge>Archived</Badge>;
  if (!tool.isAllowed) return <Badge>Off</Badge>;
  if (tool.offer === "changed") return <Badge tone="waiting">Changed</Badge>;
  if (tool.offer === "gone") return <Badge tone="failed">No longer offered</Badge>;
  return <Badge tone="done">On</Badge>;
}

/** The list while it loads. */
export function ToolListSkeleton() {
  return (
    <ListSkeleton
      label="Loading tools"
      head={<ToolTableHead />}
      widths={["w-60", "w-36", "w-10", "w-14", "w-16", "ml-auto w-6", "w-16"]}
      rows={6}
      cards={6}
      cardClassName="h-21"
      tableFrom="md"
    />
  );
}
