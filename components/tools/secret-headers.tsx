"use client";

import { Plus, Trash2, Undo2 } from "lucide-react";
import { useState } from "react";

import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import type { HeaderChanges } from "@/server/domain/tools/tool-definition";

interface SecretHeadersProps {
  /** What is stored; its values are never told. */
  storedNames: readonly string[];
  /** What is to be set or, with null, removed when the form is saved. */
  changes: HeaderChanges;
  onChange: (changes: HeaderChanges) => void;
}

interface NewHeader {
  id: number;
  name: string;
  value: string;
}

/** Headers with credentials: stored ones show that they are set and can be replaced or removed, never read. */
export function SecretHeaders({ storedNames, changes, onChange }: SecretHeadersProps) {
  const [added, setAdded] = useState<NewHeader[]>([]);
  const publish = (rows: NewHeader[], stored: HeaderChanges) => {
    const fresh = rows.filter((row) => row.name.trim() !== "" && row.value !== "");
    onChange({ ...stored, ...Object.fromEntries(fresh.map((row) => [row.name.trim(), row.value])) });
  };
  const ofStored = Object.fromEntries(Object.entries(changes).filter(([name]) => storedNames.includes(name)));
  const setRows = (rows: NewHeader[]) => {
    setAdded(rows);
    publish(rows, ofStored);
  };
  const setStored = (name: string, value: string | null | undefined) => {
    const { [name]: _before, ...rest } = ofStored;
    publish(added, value === undefined ? rest : { ...rest, [name]: value });
  };
  const patch = (id: number, part: Partial<NewHeader>) =>
    setRows(added.map((row) => (row.id === id ? { ...row, ...part } : row)));

  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 text-xs font-medium">Headers with credentials</legend>
      {storedNames.map((name) => (
        <StoredHeader key={name} name={name} change={ofStored[name]} onChange={(value) => setStored(name, value)} />
      ))}
      {added.map((row, index) => (
        <div key={row.id} className="flex items-center gap-2">
          <Input
            aria-label={`Name of header ${index + 1}`}
            placeholder="Authorization"
            className="w-2/5 font-mono text-xs"
            value={row.name}
            onChange={(event) => patch(row.id, { name: event.target.value })}
          />
          <Input
            aria-label={`Value of header ${index + 1}`}
            type="password"
            autoComplete="off"
            placeholder="Value"
            className="min-w-0 flex-1 font-mono text-xs"
            value={row.value}
            onChange={(event) => patch(row.id, { value: event.target.value })}
          />
          <IconButton
            label={`Remove header ${index + 1}`}
            size="sm"
            onClick={() => setRows(added.filter((other) => other.id !== row.id))}
          >
            <Trash2 aria-hidden />
          </IconButton>
        </div>
      ))}
      <Button
        size="sm"
        className="self-start"
        onClick={() => setAdded([...added, { id: (added.at(-1)?.id ?? 0) + 1, name: "", value: "" }])}
      >
        <Plus aria-hidden />
        Add header
      </Button>
      <p className="text-xs text-muted-foreground">
        Values are sent with each call and never shown again, neither here nor in a trace.
      </p>
    </fieldset>
  );
}

interface StoredHeaderProps {
  name: string;
  /** Undefined: it stays. Null: it goes. */
  change: string | null | undefined;
  onChange: (change: string | null | undefined) => void;
}

function StoredHeader({ name, change, onChange }: StoredHeaderProps) {
  return (
    <div className="flex items-center gap-2">
      <span className="w-2/5 truncate font-mono text-xs">{name}</span>
      {change === null ? (
        <span className="min-w-0 flex-1 text-xs text-failed">Removed when you save</span>
      ) : (
        <Input
          aria-label={`New value of ${name}`}
          type="password"
          autoComplete="off"
          placeholder="Set. Type to replace it"
          className="min-w-0 flex-1 font-mono text-xs"
          value={change ?? ""}
          onChange={(event) => onChange(event.target.value === "" ? undefined : event.target.value)}
        />
      )}
      {change === undefined ? (
        <IconButton label={`Remove ${name}`} size="sm" onClick={() => onChange(null)}>
          <Trash2 aria-hidden />
        </IconButton>
      ) : (
        <IconButton label={`Keep ${name} as it is`} size="sm" onClick={() => onChange(undefined)}>
          <Undo2 aria-hidden />
        </IconButton>
      )}
    </div>
  );
}
