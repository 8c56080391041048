import { Card, CardHeader, CardTitle } from "@/components/ui/card";
import { formatNumber } from "@/components/ui/format";
import { RelativeTime } from "@/components/ui/relative-time";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";

import type { TableStorage } from "./types";
import { formatBytes, formatKept } from "./words";

/** Each table: how long it is kept, how much it holds, what was removed. On a phone each is a card. */
export function TablesCard({ tables }: { tables: readonly TableStorage[] }) {
  return (
    <Card role="region" aria-labelledby="tables-title" className="min-w-0 overflow-hidden">
      <CardHeader className="pb-3">
        <CardTitle id="tables-title">Tables</CardTitle>
      </CardHeader>
      <Table aria-labelledby="tables-title" className="border-t border-border max-sm:hidden">
        <TableHeader>
          <tr>
            <TableHead className="bg-card pl-4">Holds</TableHead>
            <TableHead className="bg-card">Kept</TableHead>
            <TableHead isNumeric className="bg-card">
              Rows
            </TableHead>
            <TableHead isNumeric className="bg-card">
              Size
            </TableHead>
            <TableHead isNumeric className="bg-card">
              Oldest
            </TableHead>
            <TableHead isNumeric className="bg-card pr-4">
              Last removed
            </TableHead>
          </tr>
        </TableHeader>
        <TableBody>
          {tables.map((table) => (
            <TableRow key={table.name}>
              <TableCell className="pl-4">
                {table.holds} <code className="ml-1 font-mono text-xs text-muted-foreground">{table.name}</code>
              </TableCell>
              <TableCell className="text-muted-foreground">{formatKept(table.keptDays, table.keptFrom)}</TableCell>
              <TableCell isNumeric>{formatNumber(table.rows)}</TableCell>
              <TableCell isNumeric>{formatBytes(table.bytes)}</TableCell>
              <TableCell isNumeric>{table.oldestAt ? <RelativeTime value={table.oldestAt} /> : null}</TableCell>
              <TableCell isNumeric className="pr-4">
                {table.removed === null ? null : formatNumber(table.removed)}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      <ul className="divide-y divide-border border-t border-border sm:hidden">
        {tables.map((table) => (
          <TableItem key={table.name} table={table} />
        ))}
      </ul>
    </Card>
  );
}

function TableItem({ table }: { table: TableStorage }) {
  return (
    <li className="px-4 py-3 text-sm">
      <div className="flex items-baseline justify-between gap-3">
        <span className="font-medium">{table.holds}</span>
        <span className="figures shrink-0">{formatBytes(table.bytes)}</span>
      </div>
      <p className="text-muted-foreground">Kept {formatKept(table.keptDays, table.keptFrom)}</p>
      <p className="figures text-xs text-muted-foreground">
        {formatNumber(table.rows)} rows
        {table.oldestAt ? (
          <>
            , oldest <RelativeTime value={table.oldestAt} />
          </>
        ) : null}
        {table.removed === null ? null : `, ${formatNumber(table.removed)} removed last`}
      </p>
    </li>
  );
}
