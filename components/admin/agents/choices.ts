import type { SelectOption } from "@/components/ui/select";
import { httpMethods } from "@/server/domain/nodes/config-fields";
import type { MergedEntries, MergedEntry } from "@/server/domain/runtime-config/merge";

import type { AgentsView } from "./types";

/** What can be chosen for a field; empty for fields that are written. */
export function choicesOf(
  entry: MergedEntry,
  field: string,
  entries: MergedEntries,
  bindings: AgentsView["bindings"],
): SelectOption[] {
  switch (`${entry.section}.${field}`) {
    case "workflow.agent":
      return entries.agents.map(({ key, values }) => ({ value: key, label: values.title || key }));
    case "workflow.task":
      return entries.tasks.map(({ key, values }) => ({ value: key, label: values.title || key }));
    case "workflow.after":
      return entries.workflow
        .filter(({ key }) => key !== entry.key)
        .map(({ key, values }) => ({ value: key, label: values.title || key }));
    case "agents.type":
      return [
        { value: "llm", label: "Asked once" },
        { value: "agent", label: "Uses tools in rounds" },
      ];
    case "agents.tools":
      return entries.tools.map(({ key }) => ({ value: key, label: key }));
    case "tools.method":
      return httpMethods.map((method) => ({ value: method, label: method }));
    case "tools.tool_binding_id":
      return bindings.map(({ id, name }) => ({ value: id, label: name }));
    default:
      return [];
  }
}
