import type { ReactNode } from "react";

import { cn } from "./cn";
import { Skeleton } from "./skeleton";
import { Table, TableBody, TableCell, TableRow } from "./table";

/** From which width a list is a table; below it, cards. */
const breakpoints = {
  sm: { table: "hidden sm:block", cards: "sm:hidden" },
  md: { table: "hidden md:block", cards: "md:hidden" },
};

interface ListSkeletonProps {
  /** What is being loaded, for who cannot see it. */
  label: string;
  /** The table's real head. */
  head: ReactNode;
  /** One class a column, such as `w-20`; `ml-auto` for figures. */
  widths: readonly string[];
  rows: number;
  cards: number;
  /** The height of a card. */
  cardClassName: string;
  tableFrom: keyof typeof breakpoints;
}

/** A list while it loads, in the measures of its rows and its cards. */
export function ListSkeleton({ label, head, widths, rows, cards, cardClassName, tableFrom }: ListSkeletonProps) {
  const { table, cards: cardList } = breakpoints[tableFrom];
  return (
    <div role="status" aria-label={label}>
      <div className={table}>
        <Table className="overflow-visible">
          {head}
          <TableBody>
            {numbers(rows).map((row) => (
              <TableRow key={row}>
                {numbers(widths.length).map((column) => (
                  <TableCell key={column}>
                    <Skeleton className={cn("h-3", widths[column])} />
                  </TableCell>
                ))}
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </div>
      <div className={cn("flex flex-col gap-2", cardList)}>
        {numbers(cards).map((card) => (
          <Skeleton key={card} className={cn("rounded-lg", cardClassName)} />
        ))}
      </div>
    </div>
  );
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
