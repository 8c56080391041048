"use client";

import { Plus, Trash2 } from "lucide-react";
import { useId, useState } from "react";

import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { readJsonText } from "@/components/editor/fields/json-text";
import { isJsonObject, type JsonObject } from "@/server/domain/json";

import { freshName, type Parameter, parameterTypes, readParameters, typeOf, writeParameters } from "./parameters";

interface ParametersFieldProps {
  schema: JsonObject;
  onChange: (schema: JsonObject) => void;
}

/** A tool's parameters as a table, or as the JSON Schema behind it. */
export function ParametersField({ schema, onChange }: ParametersFieldProps) {
  const [view, setView] = useState<"table" | "json">("table");
  return (
    <fieldset className="flex flex-col gap-2">
      <div className="flex items-center justify-between gap-2">
        <legend className="float-left text-xs font-medium">Parameters</legend>
        <SegmentedControl
          label="How to edit parameters"
          value={view}
          onValueChange={setView}
          segments={[
            { value: "table", label: "Table" },
            { value: "json", label: "JSON Schema" },
          ]}
        />
      </div>
      {view === "table" ? (
        <ParameterTable schema={schema} onChange={onChange} />
      ) : (
        <SchemaText schema={schema} onChange={onChange} />
      )}
    </fieldset>
  );
}

const typeOptions = parameterTypes.map((type) => ({ value: type, label: type }));

function ParameterTable({ schema, onChange }: ParametersFieldProps) {
  const parameters = readParameters(schema);
  const write = (next: Parameter[]) => onChange(writeParameters(schema, next));
  const patch = (index: number, part: Partial<Parameter>) =>
    write(parameters.map((parameter, at) => (at === index ? { ...parameter, ...part } : parameter)));
  return (
    <>
      {parameters.map((parameter, index) => {
        const description = typeof parameter.schema.description === "string" ? parameter.schema.description : "";
        return (
          // Its name is what is being typed, so the place is its identity.
          // oxlint-disable-next-line react/no-array-index-key
          <div
            key={index}
            className="grid grid-cols-[1fr_7.5rem_auto] items-center gap-2 rounded-md border border-border p-2"
          >
            <Input
              aria-label={`Name of parameter ${index + 1}`}
              className="font-mono text-xs"
              value={parameter.name}
              onChange={(event) => {
                const name = event.target.value;
                // Two of one name would become one.
                if (!parameters.some((other, at) => at !== index && other.name === name)) patch(index, { name });
              }}
            />
            <Select
              aria-label={`Type of parameter ${index + 1}`}
              size="sm"
              placeholder="Any"
              value={typeOf(parameter)}
              options={typeOptions}
              onValueChange={(type) => patch(index, { schema: { ...parameter.schema, type } })}
            />
            <IconButton
              label={`Remove parameter ${parameter.name}`}
              size="sm"
              onClick={() => write(parameters.filter((_, at) => at !== index))}
            >
              <Trash2 aria-hidden />
            </IconButton>
            <Input
              aria-label={`Description of parameter ${index + 1}`}
              placeholder="What it is, for the model"
              className="text-xs"
              value={description}
              onChange={(event) => {
                const { description: _before, ...rest } = parameter.schema;
                const text = event.target.value;
                patch(index, { schema: text === "" ? rest : { ...rest, description: text } });
              }}
            />
            <Required isRequired={parameter.isRequired} onChange={(isRequired) => patch(index, { isRequired })} />
          </div>
        );
      })}
      <Button
        size="sm"
        className="self-start"
        onClick={() =>
          write([...parameters, { name: freshName(parameters), isRequired: true, schema: { type: "string" } }])
        }
      >
        <Plus aria-hidden />
        Add parameter
      </Button>
    </>
  );
}

function Required({ isRequired, onChange }: { isRequired: boolean; onChange: (isRequired: boolean) => void }) {
  const id = useId();
  return (
    <span className="col-span-2 flex items-center gap-2">
      <Checkbox id={id} checked={isRequired} onCheckedChange={(checked) => onChange(checked === true)} />
      <Label htmlFor={id}>Required</Label>
    </span>
  );
}

/** Text that can not be read stays with the reason, and the last good schema counts. */
function SchemaText({ schema, onChange }: ParametersFieldProps) {
  const [text, setText] = useState(() => JSON.stringify(schema, null, 2));
  const [problem, setProblem] = useState<string>();
  return (
    <>
      <Textarea
        aria-label="JSON Schema of the parameters"
        aria-invalid={problem ? true : undefined}
        className="max-h-96 min-h-40 font-mono text-xs"
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          const read = readJsonText(event.target.value, false);
          if (!read.ok) setProblem(read.message);
          else if (!isJsonObject(read.value) || read.value.type !== "object")
            setProblem('The schema must be an object with "type": "object".');
          else {
            setProblem(undefined);
            onChange(read.value);
          }
        }}
      />
      {problem ? (
        <p role="alert" className="text-xs text-failed">
          {problem} The last schema that could be read is kept.
        </p>
      ) : null}
    </>
  );
}
