"use client";

import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";

interface RowListProps<Row> {
  label: string;
  help?: string;
  error?: string;
  rows: readonly Row[];
  onChange: (rows: Row[]) => void;
  /** What a row is called, for its buttons: "case", "message". */
  noun: string;
  makeRow: () => Row;
  renderRow: (row: Row, change: (row: Row) => void, index: number) => ReactNode;
  /** Rows have an order that means something. */
  isOrdered?: boolean;
  isReadOnly?: boolean;
}

/** A list edited row by row: add, change, move, remove. */
export function RowList<Row>({
  label,
  help,
  error,
  rows,
  onChange,
  noun,
  makeRow,
  renderRow,
  isOrdered = false,
  isReadOnly,
}: RowListProps<Row>) {
  const replace = (index: number, row: Row) => onChange(rows.map((each, at) => (at === index ? row : each)));
  const swap = (index: number, other: number) => {
    const next = [...rows];
    const [a, b] = [rows[index], rows[other]];
    if (a === undefined || b === undefined) return;
    next[index] = b;
    next[other] = a;
    onChange(next);
  };
  return (
    <fieldset className="flex flex-col gap-2" disabled={isReadOnly}>
      <legend className="mb-1.5 flex w-full text-xs font-medium">{label}</legend>
      {rows.map((row, index) => (
        // A row has no identity of its own in the document; its place is all there is.
        <div key={index} className="group/row relative rounded-md border border-border p-2">
          <div className="absolute top-1 right-1 z-10 flex opacity-0 transition-opacity group-focus-within/row:opacity-100 group-hover/row:opacity-100">
            {isOrdered ? (
              <>
                <IconButton
                  size="sm"
                  className="size-6"
                  label={`Move ${noun} ${index + 1} up`}
                  disabled={index === 0}
                  onClick={() => swap(index, index - 1)}
                >
                  <ArrowUp />
                </IconButton>
                <IconButton
                  size="sm"
                  className="size-6"
                  label={`Move ${noun} ${index + 1} down`}
                  disabled={index === rows.length - 1}
                  onClick={() => swap(index, index + 1)}
                >
                  <ArrowDown />
                </IconButton>
              </>
            ) : null}
            <IconButton
              size="sm"
              className="size-6"
              label={`Remove ${noun} ${index + 1}`}
              onClick={() => onChange(rows.filter((_, at) => at !== index))}
            >
              <Trash2 />
            </IconButton>
          </div>
          {renderRow(row, (next) => replace(index, next), index)}
        </div>
      ))}
      {isReadOnly ? null : (
        <Button size="sm" variant="secondary" className="self-start" onClick={() => onChange([...rows, makeRow()])}>
          <Plus aria-hidden />
          Add {noun}
        </Button>
      )}
      {help ? <p className="text-xs text-pretty text-muted-foreground">{help}</p> : null}
      {error ? <p className="text-xs text-pretty text-failed">{error}</p> : null}
    </fieldset>
  );
}
