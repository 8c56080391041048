/** Micro-dollars as people read them: "$0.00", "$0.0042", "$12.34". Below a cent four decimals. */
export function formatCostMicros(micros: number | bigint): string {
  const dollars = Number(micros) / 1e6;
  const size = Math.abs(dollars);
  const sign = dollars < 0 ? "-" : "";
  if (size === 0) return "$0.00";
  if (size < 0.0001) return `${sign}<$0.0001`;
  if (size < 0.01) return `${sign}$${size.toFixed(4)}`;
  return `${sign}$${withThousands(size.toFixed(2))}`;
}

/** A token count as people read it: "950", "1.2k", "45k", "1.3M". */
export function formatTokens(tokens: number | bigint): string {
  const count = Number(tokens);
  if (count < 1000) return String(count);
  if (count < 999_500) return `${shorten(count / 1000)}k`;
  return `${shorten(count / 1_000_000)}M`;
}

function shorten(value: number): string {
  return value < 9.95 ? value.toFixed(1).replace(/\.0$/, "") : withThousands(value.toFixed(0));
}

/** Grouped by hand: a locale-dependent format would differ between the server and the browser. */
function withThousands(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}
