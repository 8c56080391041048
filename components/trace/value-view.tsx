import { isJsonObject, type Json } from "@/server/domain/json";

import { CopyButton } from "./copy-button";
import { JsonView } from "./json-view";

interface ValueViewProps {
  value: Json;
  /** What it is, for labels: "output". */
  name: string;
  /** The sentence for nothing. */
  nothing: string;
}

/** Text as text, everything else as JSON, and both where a value holds both. Text is never read as markup. */
export function ValueView({ value, name, nothing }: ValueViewProps) {
  if (value === null || value === "") return <p className="text-sm text-muted-foreground">{nothing}</p>;
  if (typeof value === "string") return <TextBlock text={value} name={name} />;
  if (isJsonObject(value) && typeof value.text === "string" && value.text !== "") {
    const { text, ...rest } = value;
    const others = Object.fromEntries(Object.entries(rest).filter(([, each]) => each !== null));
    return (
      <div className="flex flex-col gap-3">
        <TextBlock text={text} name={name} />
        {Object.keys(others).length > 0 ? <JsonView value={others} name={`rest of the ${name}`} /> : null}
      </div>
    );
  }
  return <JsonView value={value} name={name} />;
}

function TextBlock({ text, name }: { text: string; name: string }) {
  return (
    <div className="relative rounded-lg border border-border bg-card">
      <CopyButton label={`Copy ${name}`} text={text} className="absolute top-1 right-1 bg-card" />
      <p className="px-3 py-2.5 pr-10 text-sm whitespace-pre-wrap wrap-anywhere">{text}</p>
    </div>
  );
}
