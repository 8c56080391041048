"use client";

import { useState } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Select } from "@/components/ui/select";
import {
  type FormField,
  type FormFieldType,
  formFieldTypes,
  newFormField,
  readFormFields,
  writeFormSchema,
} from "./form-builder";
import { JsonField } from "./json-field";
import { RowList } from "./row-list";
import { TagsField } from "./tags-field";
import type { WidgetProps } from "./widget-props";

const typeLabels: Record<FormFieldType, string> = {
  text: "Text",
  "long-text": "Long text",
  number: "Number",
  integer: "Whole number",
  boolean: "Yes or no",
  choice: "Choice",
};

/** What a person fills in: built field by field, or written as JSON Schema where it says more than fields can. */
export function FormSchemaField({ hint, field, getVariables }: WidgetProps) {
  const [isJson, setJson] = useState(false);
  const fields = readFormFields(field.value);
  const showsJson = isJson || fields === undefined;
  return (
    <div className="flex flex-col gap-2">
      {fields === undefined ? (
        <p className="text-xs text-pretty text-muted-foreground">
          This form says more than fields can show, so it is edited as JSON Schema.
        </p>
      ) : (
        <SegmentedControl
          label={`Edit ${hint.label.toLowerCase()} as`}
          value={showsJson ? "json" : "fields"}
          segments={[
            { value: "fields", label: "Fields" },
            { value: "json", label: "JSON Schema" },
          ]}
          onValueChange={(view) => setJson(view === "json")}
          className="self-start"
        />
      )}
      {showsJson ? (
        <JsonField {...hint} {...field} getVariables={getVariables} allowsText={false} />
      ) : (
        <RowList
          label={hint.label}
          help={hint.help}
          error={field.error}
          rows={fields}
          onChange={(next) => field.onChange(writeFormSchema(next))}
          noun="field"
          isOrdered
          isReadOnly={field.isReadOnly}
          makeRow={() => newFormField(fields)}
          renderRow={(row, change, index) => (
            <FieldRow
              row={row}
              number={index + 1}
              onChange={change}
              onEnd={field.onEnd}
              isReadOnly={field.isReadOnly}
            />
          )}
        />
      )}
    </div>
  );
}

interface FieldRowProps {
  row: FormField;
  number: number;
  onChange: (row: FormField) => void;
  onEnd: () => void;
  isReadOnly: boolean;
}

function FieldRow({ row, number, onChange, onEnd, isReadOnly }: FieldRowProps) {
  return (
    <div className="flex flex-col gap-2">
      <Input
        aria-label={`Name of field ${number}`}
        className="h-7 w-44 font-mono text-xs"
        value={row.name}
        onBlur={onEnd}
        // A field without a name could not be told from others; the last letter is replaced, not taken away.
        onChange={(event) => (event.target.value === "" ? undefined : onChange({ ...row, name: event.target.value }))}
      />
      <Input
        aria-label={`Title of field ${number}`}
        placeholder="Title shown to people"
        value={row.title}
        onBlur={onEnd}
        onChange={(event) => onChange({ ...row, title: event.target.value })}
      />
      <Input
        aria-label={`Help of field ${number}`}
        placeholder="What to write, in a sentence"
        value={row.description}
        onBlur={onEnd}
        onChange={(event) => onChange({ ...row, description: event.target.value })}
      />
      <div className="flex items-center gap-3">
        <Select
          aria-label={`Type of field ${number}`}
          size="sm"
          className="w-32"
          value={row.type}
          options={formFieldTypes.map((type) => ({ value: type, label: typeLabels[type] }))}
          onValueChange={(type) => onChange({ ...row, type, options: type === "choice" ? ["Yes", "No"] : [] })}
        />
        <Label className="flex items-center gap-1.5">
          <Checkbox
            checked={row.isRequired}
            onCheckedChange={(checked) => onChange({ ...row, isRequired: checked === true })}
          />
          Required
        </Label>
      </div>
      {row.type === "choice" ? (
        <TagsField
          label={`Options of field ${number}`}
          placeholder="Add an option"
          noun="option"
          values={row.options}
          onChange={(options) => onChange({ ...row, options })}
          onEnd={onEnd}
          isReadOnly={isReadOnly}
        />
      ) : null}
    </div>
  );
}
