import { ChevronRight } from "lucide-react";
import { useId } from "react";

import { KindTile } from "@/components/kinds/kind-tile";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import { formatDuration } from "@/components/ui/format";
import { StatusBadge } from "@/components/ui/status-badge";
import { formatCostMicros } from "@/server/domain/usage/format";

import { changeOf, depthOf, differenceWords } from "./compare-words";
import type { ComparedPair } from "./types";

interface CompareListProps {
  pairs: readonly ComparedPair[];
  /** The first pair that differs. */
  firstAddress: string | undefined;
  openAddress: string | undefined;
  onOpen: (address: string) => void;
}

/** The pieces of two runs, aligned: each opens to what it came to on both sides. */
export function CompareList({ pairs, firstAddress, openAddress, onOpen }: CompareListProps) {
  return (
    <ul aria-label="Pieces of both runs" className="overflow-hidden rounded-lg border border-border bg-card">
      {pairs.map((pair) => (
        <Pair
          key={pair.address}
          pair={pair}
          isFirst={pair.address === firstAddress}
          isOpen={pair.address === openAddress}
          onOpen={() => onOpen(pair.address)}
        />
      ))}
    </ul>
  );
}

interface PairProps {
  pair: ComparedPair;
  isFirst: boolean;
  isOpen: boolean;
  onOpen: () => void;
}

function Pair({ pair, isFirst, isOpen, onOpen }: PairProps) {
  const { left, right, address, difference } = pair;
  const side = left ?? right;
  const detailId = useId();
  if (!side) return null;
  return (
    <li className="border-b border-border last:border-b-0">
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={detailId}
        onClick={onOpen}
        className={cn(
          "flex min-h-9 w-full flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5 text-left text-sm hover:bg-hover focus-visible:-outline-offset-2",
          isFirst && "bg-selected",
        )}
      >
        <span
          className="flex min-w-0 flex-1 basis-48 items-center gap-2"
          style={{ paddingLeft: Math.min(depthOf(address), 4) * 16 }}
        >
          <ChevronRight
            aria-hidden
            className={cn("size-3.5 shrink-0 text-muted-foreground transition-transform", isOpen && "rotate-90")}
          />
          <KindTile kind={side.kind} size="sm" />
          <span className="min-w-0 truncate font-medium" title={address}>
            {side.title}
          </span>
          {isFirst ? <Badge>First difference</Badge> : null}
        </span>
        <span className={cn("shrink-0 text-xs", difference === "none" ? "text-muted-foreground" : "font-medium")}>
          {differenceWords[difference]}
        </span>
        <span className="figures w-36 shrink-0 text-right text-xs text-muted-foreground max-sm:w-auto">
          {[
            changeOf(left?.durationMs, right?.durationMs, formatDuration),
            changeOf(left?.costMicros, right?.costMicros, formatCostMicros),
          ]
            .filter(Boolean)
            .join("  ")}
        </span>
      </button>
      {isOpen ? (
        <div id={detailId} className="grid gap-3 border-t border-border bg-sunken p-3 md:grid-cols-2">
          <Outcome letter="A" side={left} />
          <Outcome letter="B" side={right} />
        </div>
      ) : null}
    </li>
  );
}

function Outcome({ letter, side }: { letter: string; side: ComparedPair["left"] }) {
  return (
    <section aria-label={`What it came to in ${letter}`} className="flex min-w-0 flex-col gap-1.5">
      <header className="flex flex-wrap items-center gap-x-3 text-xs text-muted-foreground">
        <span className="font-semibold">{letter}</span>
        {side ? (
          <>
            <StatusBadge status={side.status} variant="quiet" />
            {side.isKept ? <span>kept from an earlier run</span> : null}
            {side.durationMs === null ? null : <span className="figures">{formatDuration(side.durationMs)}</span>}
            {side.costMicros > 0 ? <span className="figures">{formatCostMicros(side.costMicros)}</span> : null}
          </>
        ) : (
          <span>never came here</span>
        )}
      </header>
      {side ? (
        <pre className="max-h-64 overflow-auto rounded-lg border border-border bg-card px-3 py-2 font-mono text-xs whitespace-pre-wrap wrap-anywhere">
          {side.preview ?? "It has no output."}
        </pre>
      ) : null}
    </section>
  );
}
