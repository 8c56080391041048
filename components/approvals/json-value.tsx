import type { Json } from "@/server/domain/json";

import { PlainText } from "./plain-text";

/** One value of a call. Text stands as itself; what is not text is told apart by its type face. */
export function JsonValue({ value, className }: { value: Json | undefined; className?: string }) {
  if (value === undefined) return <span className="text-faint">not set</span>;
  if (value === "") return <span className="text-faint">empty text</span>;
  if (typeof value === "string") return <PlainText text={value} className={className} />;
  return (
    <PlainText
      text={JSON.stringify(value)}
      className={className ? `font-mono text-xs ${className}` : "font-mono text-xs"}
    />
  );
}
