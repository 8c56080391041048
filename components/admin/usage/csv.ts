type Cell = string | number | null;

/**
 * A table as RFC 4180 text with a header line. Text that a spreadsheet would run as a formula is led by an apostrophe, because
 * names of models and workflows come from outside.
 */
export function toCsv(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [header, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

function cell(value: Cell): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Money as a plain number of dollars, exact to the micro-dollar. */
export function dollars(costMicros: number): string {
  return (costMicros / 1e6).toFixed(6);
}
