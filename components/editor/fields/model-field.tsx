"use client";

import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { useTRPC } from "@/components/trpc/client";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { asText } from "./read-json";
import type { WidgetProps } from "./widget-props";

/** The model by name. Any name that the provider knows may be written; the default is named where the field is empty. */
export function ModelField({ hint, field }: WidgetProps) {
  const trpc = useTRPC();
  const info = useQuery(trpc.system.info.queryOptions());
  // A provider that cannot be asked for its models is no reason to complain: any name may be written.
  const offered = useQuery(trpc.system.models.queryOptions(undefined, { retry: false }));
  const listId = useId();
  const models = info.data?.models;
  const placeholder = models?.defaultModel ? `Default: ${models.defaultModel}` : hint.placeholder;
  return (
    <Field label={hint.label} help={hint.help} error={field.error}>
      {(control) => (
        <>
          <Input
            {...control}
            list={listId}
            className="font-mono text-xs"
            value={asText(field.value)}
            placeholder={placeholder}
            readOnly={field.isReadOnly}
            onBlur={field.onEnd}
            onChange={(event) => field.onChange(event.target.value || undefined)}
          />
          <datalist id={listId}>
            {(offered.data ?? []).map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}
