"use client";

import type { ReactNode } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { Textarea } from "@/components/ui/textarea";
import type { FieldHint } from "@/server/domain/nodes/definition";
import type { NodeKind } from "@/server/domain/workflow/schema";
import { AppField, AppInputsField } from "./app-field";
import { ApproversField } from "./approvers-field";
import { CasesField } from "./cases-field";
import { ChoicesField } from "./choices-field";
import { CodeField } from "./code-field";
import { DocumentsField } from "./documents-field";
import { DurationField } from "./duration-field";
import { FormSchemaField } from "./form-field";
import { InputsField } from "./inputs-field";
import { JsonField } from "./json-field";
import { KeyValuesField } from "./key-values-field";
import { MessagesField } from "./messages-field";
import { ModelField } from "./model-field";
import { NumberField } from "./number-field";
import { asNumber, asText } from "./read-json";
import { fieldDefault, fieldOptions, fieldWidget } from "./schema-fields";
import { SourceEditor } from "./source-editor";
import { ToolBindingField } from "./tool-binding-field";
import { ToolsField } from "./tools-field";
import { useConfigField } from "./use-config-field";
import { useVariables } from "./variables";
import type { WidgetProps } from "./widget-props";

type Widget = NonNullable<FieldHint["widget"]>;

interface ConfigWidgetProps {
  kind: NodeKind;
  nodeId: string;
  name: string;
  hint: FieldHint;
}

/** The editor of one configuration field: the one its kind names, or the one its schema calls for. */
export function ConfigWidget({ kind, nodeId, name, hint }: ConfigWidgetProps) {
  const field = useConfigField(nodeId, name);
  const getVariables = useVariables(nodeId);
  const widget = hint.widget ?? fieldWidget(kind, name);
  return widgets[widget]({ kind, nodeId, name, hint, field, getVariables });
}

type KindWidgetProps = WidgetProps & { kind: NodeKind };

const widgets = {
  template: (props) => <TextSource {...props} language="template" />,
  expression: (props) => <TextSource {...props} language="expression" />,
  code: (props) => <CodeField {...props} />,
  model: (props) => <ModelField {...props} />,
  messages: (props) => <MessagesField {...props} />,
  json: (props) => <JsonWidget {...props} allowsText />,
  "json-schema": (props) => <JsonWidget {...props} allowsText={false} />,
  cases: (props) => <CasesField {...props} />,
  assignments: (props) => <KeyValuesField {...props} />,
  "key-values": (props) => <KeyValuesField {...props} />,
  documents: (props) => <DocumentsField {...props} />,
  tools: (props) => <ToolsField {...props} />,
  "tool-binding": (props) => <ToolBindingField {...props} />,
  app: (props) => <AppField {...props} />,
  "app-inputs": (props) => <AppInputsField {...props} />,
  inputs: () => <InputsField />,
  form: (props) => <FormSchemaField {...props} />,
  choices: (props) => <ChoicesField {...props} />,
  approvers: ({ field }) => <ApproversField {...field} />,
  duration: ({ hint, field }) => (
    <DurationField label={hint.label} help={hint.help} {...field} value={asNumber(field.value)} />
  ),
  text: (props) => <TextWidget {...props} />,
  textarea: (props) => <TextareaWidget {...props} />,
  number: (props) => <NumberWidget {...props} />,
  switch: (props) => <SwitchWidget {...props} />,
  select: (props) => <SelectWidget {...props} />,
} satisfies Record<Widget, (props: KindWidgetProps) => ReactNode>;

/** Addresses and conditions are one line; prompts and templates may have many. */
const singleLineFields = new Set(["url", "path", "base_url", "source_url", "query", "expression", "items", "until"]);

function TextSource({
  hint,
  field,
  name,
  getVariables,
  language,
}: WidgetProps & { language: "template" | "expression" }) {
  return (
    <SourceEditor
      label={hint.label}
      help={hint.help}
      error={field.error}
      language={language}
      placeholder={hint.placeholder}
      isSingleLine={singleLineFields.has(name)}
      value={asText(field.value)}
      onChange={(value) => field.onChange(value === "" ? undefined : value)}
      onEnd={field.onEnd}
      getVariables={getVariables}
      isReadOnly={field.isReadOnly}
    />
  );
}

function JsonWidget({ hint, field, getVariables, allowsText }: WidgetProps & { allowsText: boolean }) {
  return <JsonField {...hint} {...field} getVariables={getVariables} allowsText={allowsText} />;
}

function TextWidget({ hint, field }: WidgetProps) {
  return (
    <Field label={hint.label} help={hint.help} error={field.error}>
      {(control) => (
        <Input
          {...control}
          value={asText(field.value)}
          placeholder={hint.placeholder}
          readOnly={field.isReadOnly}
          onBlur={field.onEnd}
          onChange={(event) => field.onChange(event.target.value || undefined)}
        />
      )}
    </Field>
  );
}

function TextareaWidget({ hint, field }: WidgetProps) {
  return (
    <Field label={hint.label} help={hint.help} error={field.error}>
      {(control) => (
        <Textarea
          {...control}
          value={asText(field.value)}
          placeholder={hint.placeholder}
          readOnly={field.isReadOnly}
          className="max-h-80"
          onBlur={field.onEnd}
          onChange={(event) => field.onChange(event.target.value || undefined)}
        />
      )}
    </Field>
  );
}

function NumberWidget({ kind, name, hint, field }: KindWidgetProps) {
  const fallback = fieldDefault(kind, name);
  const placeholder = fallback === undefined ? "Default" : `Default: ${String(fallback)}`;
  return (
    <NumberField
      label={hint.label}
      help={hint.help}
      error={field.error}
      value={asNumber(field.value)}
      placeholder={hint.placeholder ?? placeholder}
      onChange={field.onChange}
      onEnd={field.onEnd}
      isReadOnly={field.isReadOnly}
    />
  );
}

function SwitchWidget({ kind, name, hint, field }: KindWidgetProps) {
  const checked = field.value === undefined ? fieldDefault(kind, name) === true : field.value === true;
  return (
    <Field label={hint.label} help={hint.help} error={field.error}>
      {(control) => (
        <Switch {...control} checked={checked} disabled={field.isReadOnly} onCheckedChange={field.onChange} />
      )}
    </Field>
  );
}

function SelectWidget({ kind, name, hint, field }: KindWidgetProps) {
  const options = fieldOptions(kind, name);
  const fallback = fieldDefault(kind, name);
  const value = asText(field.value) || (typeof fallback === "string" ? fallback : undefined);
  return (
    <Field label={hint.label} help={hint.help} error={field.error}>
      {(control) => (
        <Select
          {...control}
          value={value}
          options={options}
          disabled={field.isReadOnly}
          onValueChange={(next) => {
            field.onChange(next);
            field.onEnd();
          }}
        />
      )}
    </Field>
  );
}
