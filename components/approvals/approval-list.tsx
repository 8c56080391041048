"use client";

import { CircleHelp, ClipboardList, Wrench } from "lucide-react";
import Link from "next/link";

import { Checkbox } from "@/components/ui/checkbox";
import { cn } from "@/components/ui/cn";
import { RelativeTime } from "@/components/ui/relative-time";
import { Skeleton } from "@/components/ui/skeleton";
import { isPending } from "@/server/domain/interrupts/interrupt";

import { OutcomeBadge } from "./card-head";
import { Countdown } from "./countdown";
import type { InterruptView } from "./types";
import { visibleText } from "./visible-text";

/** Marks the links that J and K go through. */
export const approvalLinkAttribute = "data-approval-link";

const icons = {
  approval: Wrench,
  uncertain_call: CircleHelp,
  form: ClipboardList,
  frontend_tool: Wrench,
} as const satisfies Record<InterruptView["kind"], unknown>;

/** Whether a question can be answered together with others: a form and an uncertain call need a look each. */
export function isForBulk({ kind, status, mayDecide }: InterruptView): boolean {
  return kind === "approval" && isPending(status) && mayDecide;
}

interface ApprovalListProps {
  items: readonly InterruptView[];
  selectedId: string | undefined;
  hrefOf: (id: string) => string;
  onSelect: (id: string) => void;
  /** Absent where nothing can be chosen. */
  chosen?: { ids: ReadonlySet<string>; toggle: (id: string) => void };
}

/** Questions one below the other: what, where from, and how long there is. */
export function ApprovalList({ items, selectedId, hrefOf, onSelect, chosen }: ApprovalListProps) {
  return (
    <ul aria-label="Approvals" className="flex flex-col">
      {items.map((item) => (
        <li
          key={item.id}
          className={cn(
            "relative flex gap-2.5 border-b border-border px-4 py-2.5 hover:bg-hover sm:pl-5",
            item.id === selectedId && "bg-selected hover:bg-selected",
          )}
        >
          {chosen ? (
            <Checkbox
              aria-label={`Choose: ${item.message}`}
              title={isForBulk(item) ? undefined : "This one needs an answer of its own"}
              checked={chosen.ids.has(item.id)}
              disabled={!isForBulk(item)}
              onCheckedChange={() => chosen.toggle(item.id)}
              className="relative z-10 mt-0.5"
            />
          ) : null}
          <Row
            item={item}
            isSelected={item.id === selectedId}
            href={hrefOf(item.id)}
            onSelect={() => onSelect(item.id)}
          />
        </li>
      ))}
    </ul>
  );
}

interface RowProps {
  item: InterruptView;
  isSelected: boolean;
  href: string;
  onSelect: () => void;
}

function Row({ item, isSelected, href, onSelect }: RowProps) {
  const Icon = icons[item.kind];
  const isOpen = isPending(item.status);
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-0.5">
      <div className="flex items-start gap-2">
        <Icon aria-hidden className="mt-0.75 size-3.5 shrink-0 text-muted-foreground" />
        <Link
          href={href}
          {...{ [approvalLinkAttribute]: item.id }}
          aria-current={isSelected ? "true" : undefined}
          // The pane beside follows at once; a press for another tab stays the browser's.
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return;
            event.preventDefault();
            onSelect();
          }}
          className="line-clamp-2 min-w-0 flex-1 text-sm font-medium wrap-anywhere outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-ring"
        >
          <bdi>{visibleText(item.message)}</bdi>
        </Link>
        <RelativeTime
          value={(isOpen ? null : item.decidedAt) ?? item.createdAt}
          className="text-xs leading-5 text-muted-foreground"
        />
      </div>
      <div className="flex items-center gap-2 pl-5.5 text-xs text-muted-foreground">
        <span className="min-w-0 flex-1 truncate">
          {item.workflow.name}
          {item.host === null ? null : <bdi> · {visibleText(item.host)}</bdi>}
        </span>
        {isOpen ? (
          <Countdown expiresAt={item.expiresAt} readAt={item.readAt} onExpiry={item.onExpiry} kind={item.kind} />
        ) : (
          <OutcomeBadge interrupt={item} />
        )}
      </div>
    </div>
  );
}

/** The list while it loads, in its measures. */
export function ApprovalListSkeleton() {
  return (
    <div role="status" aria-label="Loading approvals">
      {["a", "b", "c", "d", "e", "f"].map((key) => (
        <div key={key} className="flex flex-col gap-2 border-b border-border px-4 py-3.5 sm:px-5">
          <Skeleton className="h-3 w-4/5" />
          <Skeleton className="h-3 w-2/5" />
        </div>
      ))}
    </div>
  );
}
