import type { FieldHint } from "@/server/domain/nodes/definition";
import type { ConfigField } from "./use-config-field";
import type { VariableOption } from "./variables";

/** What every editor of a configuration field is given. */
export interface WidgetProps {
  nodeId: string;
  name: string;
  hint: FieldHint;
  field: ConfigField;
  getVariables: () => readonly VariableOption[];
}
