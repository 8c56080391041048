import type { SelectOption } from "@/components/ui/select";
import type { Json } from "@/server/domain/json";
import type { ValueSource } from "@/server/domain/runtime-config/merge";

import type { FieldWidget } from "./field-specs";
import { SourceBadge } from "./source-badge";

interface EffectiveValueProps {
  label: string;
  widget: FieldWidget;
  value: Json;
  /** What the values of a choice are called. */
  options: readonly SelectOption[];
  source: ValueSource;
  /** What stands for an empty value, such as the name of the default model. */
  whenEmpty: string;
}

/** What a field comes to once row, template and default are merged, and which of them it is from. */
export function EffectiveValue({ label, widget, value, options, source, whenEmpty }: EffectiveValueProps) {
  return (
    <div role="group" aria-label={`${label} in effect`} className="flex min-w-0 flex-col gap-1.5">
      <div className="flex min-h-5 items-center justify-between gap-2 text-xs text-muted-foreground">
        In effect
        <SourceBadge source={source} />
      </div>
      <div className="min-w-0 rounded-md bg-muted px-2.5 py-1.5 text-sm">
        {isEmpty(value) ? (
          <span className="text-muted-foreground">{whenEmpty}</span>
        ) : (
          <Value widget={widget} value={value} options={options} />
        )}
      </div>
    </div>
  );
}

function Value({ widget, value, options }: Pick<EffectiveValueProps, "widget" | "value" | "options">) {
  const nameOf = (one: Json) => options.find((option) => option.value === one)?.label ?? String(one);
  if (widget === "prompt")
    return <p className="max-h-80 overflow-y-auto text-xs whitespace-pre-wrap wrap-anywhere">{String(value)}</p>;
  if (widget === "json")
    return (
      <pre className="max-h-80 overflow-y-auto font-mono text-xs whitespace-pre-wrap wrap-anywhere">
        {JSON.stringify(value, null, 2)}
      </pre>
    );
  if (widget === "code" || widget === "model")
    return <code className="font-mono text-xs wrap-anywhere">{String(value)}</code>;
  if (widget === "yes-no") return value === true ? "Yes" : "No";
  if (Array.isArray(value)) return <span className="wrap-anywhere">{value.map(nameOf).join(", ")}</span>;
  return <span className="figures wrap-anywhere">{nameOf(value)}</span>;
}

function isEmpty(value: Json): boolean {
  if (value === null || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}
