"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/client";
import { Field } from "@/components/ui/field";
import type { Json } from "@/server/domain/json";
import { nodesById } from "@/components/editor/graph";
import { useEditor } from "@/components/editor/store-context";
import { AppSelect } from "./app-select";
import { CodeEditor } from "./code-editor";
import { JsonField } from "./json-field";
import { readJsonText, writeJsonText } from "./json-text";
import { asObject, asText } from "./read-json";
import type { WidgetProps } from "./widget-props";

/** The app that a node runs. */
export function AppField({ hint, field }: WidgetProps) {
  return (
    <Field label={hint.label} help={hint.help} error={field.error}>
      {(control) => (
        <AppSelect
          id={control.id}
          label={hint.label}
          describedBy={control["aria-describedby"]}
          isInvalid={control["aria-invalid"]}
          appCode={asText(field.value)}
          isReadOnly={field.isReadOnly}
          onChange={(appCode) => {
            field.onChange(appCode);
            field.onEnd();
          }}
        />
      )}
    </Field>
  );
}

/** What the chosen app is given: a field for each input that it declares; as JSON while the app is not known. */
export function AppInputsField({ nodeId, hint, field, getVariables }: WidgetProps) {
  const appCode = useEditor((state) => asText(nodesById(state.graph).get(nodeId)?.config.app_code));
  const apps = useQuery(useTRPC().apps.list.queryOptions());
  const app = apps.data?.find((one) => one.code === appCode);
  const given = asObject(field.value);
  if (!app) return <JsonField {...hint} {...field} getVariables={getVariables} allowsText />;

  const declared = new Set(app.inputs.map((input) => input.name));
  const unknown = Object.keys(given).filter((name) => !declared.has(name));
  const change = ({ name, type }: (typeof app.inputs)[number], text: string) => {
    const { [name]: _before, ...others } = given;
    if (text === "") return field.onChange(others);
    const isText = type === "string" || type === "text";
    const read = isText ? undefined : readJsonText(text, true);
    field.onChange({ ...given, [name]: read?.ok && read.value !== undefined ? read.value : text });
  };
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-1.5 text-xs font-medium text-muted-foreground">{hint.label}</legend>
      {app.inputs.length === 0 ? <p className="text-xs text-muted-foreground">This app takes no inputs.</p> : null}
      {app.inputs.map((input) => (
        <Field key={input.name} label={input.title ?? input.name} help={input.description} isRequired={input.required}>
          {() => (
            <CodeEditor
              label={input.title ?? input.name}
              language="template"
              placeholder={`A ${input.type}, or a placeholder`}
              value={writeGiven(given[input.name])}
              onChange={(text) => change(input, text)}
              onBlur={field.onEnd}
              getVariables={getVariables}
              isReadOnly={field.isReadOnly}
            />
          )}
        </Field>
      ))}
      {unknown.length > 0 ? (
        <p className="text-xs text-muted-foreground">
          {app.name} has no input {unknown.join(", ")}; it is given and not used.
        </p>
      ) : null}
      {field.error ? <p className="text-xs text-failed">{field.error}</p> : null}
    </fieldset>
  );
}

function writeGiven(value: Json | undefined): string {
  return typeof value === "string" ? value : writeJsonText(value, true);
}
