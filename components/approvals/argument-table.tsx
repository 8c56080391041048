import type { ArgumentRow } from "./argument-rows";
import { JsonValue } from "./json-value";
import { PlainText } from "./plain-text";

interface ArgumentTableProps {
  /** What the values are: "Arguments". */
  label: string;
  rows: readonly ArgumentRow[];
  /** The sentence for no values. */
  nothing: string;
}

/** The values of a call line by line; a changed one shows what it was and what it became. */
export function ArgumentTable({ label, rows, nothing }: ArgumentTableProps) {
  if (rows.length === 0) return <p className="text-sm text-muted-foreground">{nothing}</p>;
  return (
    <table aria-label={label} className="w-full table-fixed border-separate border-spacing-0 text-sm">
      <tbody>
        {rows.map((row) => (
          <tr key={row.name} className="group/argument align-top">
            <th
              scope="row"
              className="w-[34%] border-t border-border py-1.5 pr-3 text-left font-mono text-xs leading-5 font-normal wrap-anywhere text-muted-foreground group-first/argument:border-t-0"
            >
              <PlainText text={row.name || "value"} />
            </th>
            <td className="border-t border-border py-1.5 group-first/argument:border-t-0">
              {row.isChanged ? <Change {...row} /> : <JsonValue value={row.after} />}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Change({ before, after }: Pick<ArgumentRow, "before" | "after">) {
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-2">
      <dt className="text-xs leading-5 text-muted-foreground">Before</dt>
      <dd className="min-w-0 text-muted-foreground">
        <del className="decoration-neutral-8">
          <JsonValue value={before} />
        </del>
      </dd>
      <dt className="text-xs leading-5 text-muted-foreground">After</dt>
      <dd className="min-w-0 font-medium">
        <ins className="no-underline">
          <JsonValue value={after} />
        </ins>
      </dd>
    </dl>
  );
}
