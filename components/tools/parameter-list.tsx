import { Badge } from "@/components/ui/badge";
import type { JsonObject } from "@/server/domain/json";

import { readParameters, typeOf } from "./parameters";

/** The parameters of a tool, to read. */
export function ParameterList({ schema }: { schema: JsonObject }) {
  const parameters = readParameters(schema);
  if (parameters.length === 0) return <p className="text-sm text-muted-foreground">It takes no parameters.</p>;
  return (
    <ul aria-label="Parameters" className="rounded-md border border-border">
      {parameters.map((parameter) => (
        <li key={parameter.name} className="border-b border-border px-3 py-2 last:border-b-0">
          <p className="flex flex-wrap items-center gap-2">
            <span className="font-mono text-xs font-medium wrap-anywhere">{parameter.name}</span>
            <Badge>{typeOf(parameter) ?? "any"}</Badge>
            {parameter.isRequired ? <span className="text-xs text-muted-foreground">required</span> : null}
          </p>
          {typeof parameter.schema.description === "string" ? (
            <p className="mt-0.5 text-xs wrap-anywhere text-muted-foreground">{parameter.schema.description}</p>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
