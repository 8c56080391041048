"use client";

import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { httpMethods } from "@/server/domain/nodes/config-fields";

import { type DefinitionDraft, placesSentence } from "./definition-draft";
import { PairsField } from "./pairs-field";
import { ParametersField } from "./parameters-field";

interface DefinitionFormProps {
  draft: DefinitionDraft;
  onChange: (draft: DefinitionDraft) => void;
  problem?: { field: "address" | "body"; message: string };
}

const methodOptions = httpMethods.map((method) => ({ value: method, label: method }));

/** What a model is told of an HTTP tool, and the request that a call makes. */
export function DefinitionForm({ draft, onChange, problem }: DefinitionFormProps) {
  const patch = (part: Partial<DefinitionDraft>) => onChange({ ...draft, ...part });
  const errorAt = (field: "address" | "body") => (problem?.field === field ? problem.message : undefined);
  const hasBody = draft.method !== "GET" && draft.method !== "HEAD" && draft.method !== "DELETE";
  return (
    <div className="flex flex-col gap-4">
      <Field label="Description" help="When a model should call it, and what it gets back.">
        {(control) => (
          <Textarea
            {...control}
            maxLength={20_000}
            value={draft.description}
            onChange={(event) => patch({ description: event.target.value })}
          />
        )}
      </Field>
      <div className="grid grid-cols-[7.5rem_1fr] gap-2">
        <Field label="Method">
          {(control) => (
            <Select
              {...control}
              value={draft.method}
              options={methodOptions}
              onValueChange={(method) => patch({ method })}
            />
          )}
        </Field>
        <Field label="Address" isRequired error={errorAt("address")}>
          {(control) => (
            <Input
              {...control}
              className="font-mono text-xs"
              placeholder="https://api.example.com/orders/{id}, or /orders/{id}"
              value={draft.address}
              onChange={(event) => patch({ address: event.target.value })}
            />
          )}
        </Field>
      </div>
      <p className="-mt-2 text-xs text-muted-foreground">{placesSentence(draft)}</p>
      <ParametersField schema={draft.inputSchema} onChange={(inputSchema) => patch({ inputSchema })} />
      <PairsField label="Query" noun="query value" pairs={draft.query} onChange={(query) => patch({ query })} />
      <PairsField
        label="Headers"
        noun="header"
        help="Kept with the version and shown to everybody. Credentials belong to the address below."
        pairs={draft.headers}
        onChange={(headers) => patch({ headers })}
      />
      {hasBody ? (
        <Field label="Body" help="JSON that every call sends; parameters are added to it." error={errorAt("body")}>
          {(control) => (
            <Textarea
              {...control}
              className="font-mono text-xs"
              spellCheck={false}
              value={draft.body}
              onChange={(event) => patch({ body: event.target.value })}
            />
          )}
        </Field>
      ) : null}
    </div>
  );
}
