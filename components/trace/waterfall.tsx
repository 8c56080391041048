"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { RotateCcw } from "lucide-react";
import {
  type KeyboardEvent,
  type RefObject,
  useCallback,
  useEffect,
  useEffectEvent,
  useId,
  useMemo,
  useRef,
  useState,
} from "react";

import { Button } from "@/components/ui/button";
import { ContextMenu, ContextMenuContent, ContextMenuItem, ContextMenuTrigger } from "@/components/ui/context-menu";
import { EmptyState } from "@/components/ui/empty-state";
import { Kbd } from "@/components/ui/kbd";

import { treeMove } from "./keyboard";
import type { Trace } from "./layout";
import { TimeLines, TimeRuler } from "./time-ruler";
import { makeScale, panBy, type ScaleKind, wholeTrace, type Zoom, zoomBy } from "./time-scale";
import { rowHeight, TraceRow } from "./trace-row";
import { TraceToolbar } from "./trace-toolbar";
import { noFilter, type RowFilter, visibleRows } from "./visible-rows";

const noneClosed: ReadonlySet<string> = new Set();
const pageOfRows = 15;
/** What is drawn before the browser has measured the list. */
const firstRect = { width: 800, height: 600 };

interface WaterfallProps {
  trace: Trace;
  selectedId: string | undefined;
  onSelect: (spanId: string) => void;
  /** Begins a run from the selected span; absent where none can be begun from it. */
  onRunAgain: (() => void) | undefined;
}

/** The spans of a run as a tree on a time line. Only rows in sight are drawn, so ten thousand are as quick as ten. */
export function Waterfall({ trace, selectedId, onSelect, onRunAgain }: WaterfallProps) {
  const [filter, setFilter] = useState<RowFilter>(noFilter);
  const [closed, setClosed] = useState(noneClosed);
  const [scaleKind, setScaleKind] = useState<ScaleKind>("linear");
  const [zoom, setZoom] = useState<Zoom>(wholeTrace);
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();

  const rows = useMemo(() => visibleRows(trace, closed, filter), [trace, closed, filter]);
  const scale = useMemo(() => makeScale(scaleKind, trace), [scaleKind, trace]);
  // Its functions are never handed on, so nothing below can go stale.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
    initialRect: firstRect,
    getItemKey: (index) => rows[index]?.entry.span.id ?? index,
  });
  const drawn = virtual.getVirtualItems();
  const selectedRow = rows.findIndex((row) => row.entry.span.id === selectedId);

  const toggle = useCallback((spanId: string) => {
    setClosed((current) => {
      const next = new Set(current);
      if (!next.delete(spanId)) next.add(spanId);
      return next;
    });
  }, []);

  // A selection made elsewhere (the map, the address) is brought into sight.
  const reveal = useEffectEvent((row: number) => virtual.scrollToIndex(row));
  useEffect(() => {
    if (selectedRow >= 0) reveal(selectedRow);
  }, [selectedId, selectedRow]);

  useTimelineWheel(scroller, rows.length === 0, setZoom);

  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key.toLowerCase() === "r" && onRunAgain) {
      event.preventDefault();
      onRunAgain();
      return;
    }
    const zoomed = {
      "+": zoomBy(zoom, 0.5, 0.5),
      "=": zoomBy(zoom, 0.5, 0.5),
      "-": zoomBy(zoom, 2, 0.5),
      "0": wholeTrace,
    }[event.key];
    const move = treeMove(rows, selectedId, event.key, pageOfRows);
    if (!zoomed && !move) return;
    event.preventDefault();
    if (zoomed) setZoom(zoomed);
    else if (move?.type === "select") onSelect(move.spanId);
    else if (move) toggle(move.spanId);
  };

  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <TraceToolbar
        filter={filter}
        onFilter={setFilter}
        scaleKind={scaleKind}
        onScaleKind={(kind) => {
          setScaleKind(kind);
          setZoom(wholeTrace);
        }}
        zoom={zoom}
        onZoom={setZoom}
        hasClosed={closed.size > 0}
        onOpenAll={(isOpen) =>
          setClosed(
            isOpen ? noneClosed : new Set(trace.entries.flatMap((entry) => (entry.depth > 0 ? [entry.span.id] : []))),
          )
        }
      />
      <div className="flex min-h-0 flex-1 flex-col [--trace-columns:minmax(0,1fr)_auto] sm:[--trace-columns:minmax(180px,34%)_1fr_76px]">
        <div className="hidden h-7 shrink-0 grid-cols-[var(--trace-columns)] items-center border-b border-border bg-background text-xs text-muted-foreground sm:grid">
          <span className="pl-3">Span</span>
          <TimeRuler scale={scale} zoom={zoom} onZoom={setZoom} onFit={() => setZoom(wholeTrace)} />
          <span className="pr-3 text-right">Duration</span>
        </div>
        {rows.length === 0 ? (
          <EmptyState
            title="No span is like this"
            description={filter.only === "errors" ? "Nothing in this run failed." : undefined}
            actions={<Button onClick={() => setFilter(noFilter)}>Show all spans</Button>}
          />
        ) : (
          <ContextMenu>
            <ContextMenuTrigger asChild>
              <div
                ref={scroller}
                role="treegrid"
                aria-label="Trace"
                aria-rowcount={rows.length}
                aria-activedescendant={
                  drawn.some((item) => item.index === selectedRow) ? rowId(id, selectedId) : undefined
                }
                tabIndex={0}
                onKeyDown={press}
                className="min-h-0 flex-1 overflow-y-auto focus-visible:-outline-offset-2"
              >
                <div role="presentation" className="relative" style={{ height: virtual.getTotalSize() }}>
                  <div
                    aria-hidden
                    className="pointer-events-none absolute inset-0 hidden grid-cols-[var(--trace-columns)] sm:grid"
                  >
                    <span className="relative col-start-2">
                      <TimeLines scale={scale} zoom={zoom} />
                    </span>
                  </div>
                  {drawn.map((item) => {
                    const row = rows[item.index];
                    return row ? (
                      <TraceRow
                        key={item.key}
                        row={row}
                        id={rowId(id, row.entry.span.id)}
                        index={item.index + 1}
                        top={item.start}
                        isSelected={row.entry.span.id === selectedId}
                        scale={scale}
                        zoom={zoom}
                        onSelect={onSelect}
                        onToggle={toggle}
                      />
                    ) : null;
                  })}
                </div>
              </div>
            </ContextMenuTrigger>
            <ContextMenuContent>
              <ContextMenuItem disabled={onRunAgain === undefined} onSelect={onRunAgain}>
                <RotateCcw aria-hidden />
                Run again from here
                <Kbd className="ml-auto">R</Kbd>
              </ContextMenuItem>
            </ContextMenuContent>
          </ContextMenu>
        )}
      </div>
    </div>
  );
}

function rowId(gridId: string, spanId: string | undefined): string {
  return `${gridId}-${spanId}`;
}

/** Ctrl or Cmd and the wheel zoom the time line at the pointer; Shift and the wheel, or a sideways one, move it. */
function useTimelineWheel(
  scroller: RefObject<HTMLElement | null>,
  isEmpty: boolean,
  change: (update: (zoom: Zoom) => Zoom) => void,
): void {
  const turn = useEffectEvent((event: WheelEvent) => {
    const row = scroller.current?.querySelector<HTMLElement>("[role=row] > :nth-child(2)");
    const sideways = event.shiftKey
      ? event.deltaY || event.deltaX
      : Math.abs(event.deltaX) > Math.abs(event.deltaY)
        ? event.deltaX
        : 0;
    if (!row || (!event.ctrlKey && !event.metaKey && sideways === 0)) return;
    event.preventDefault();
    const { left, width } = row.getBoundingClientRect();
    const anchor = Math.min(1, Math.max(0, (event.clientX - left) / width));
    if (event.ctrlKey || event.metaKey) change((zoom) => zoomBy(zoom, Math.exp(event.deltaY * 0.005), anchor));
    else change((zoom) => panBy(zoom, sideways / width));
  });
  // React listens passively to the wheel, and the browser would zoom the page. The list comes and goes with its rows.
  useEffect(() => {
    const element = scroller.current;
    const listen = (event: WheelEvent) => turn(event);
    element?.addEventListener("wheel", listen, { passive: false });
    return () => element?.removeEventListener("wheel", listen);
  }, [scroller, isEmpty]);
}
