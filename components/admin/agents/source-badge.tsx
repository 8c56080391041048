import { Badge } from "@/components/ui/badge";
import type { ValueSource } from "@/server/domain/runtime-config/merge";

const words: Record<ValueSource, { label: string; title: string }> = {
  row: { label: "Override", title: "Set on this page" },
  template: { label: "Template", title: "From the files in config/agents" },
  default: { label: "Default", title: "Neither set here nor in config/agents" },
};

/** Where a value in effect comes from. */
export function SourceBadge({ source }: { source: ValueSource }) {
  const { label, title } = words[source];
  if (source === "row")
    return (
      <Badge tone="running" title={title}>
        {label}
      </Badge>
    );
  return (
    <Badge title={title} className={source === "default" ? "border-dashed bg-transparent" : undefined}>
      {label}
    </Badge>
  );
}
