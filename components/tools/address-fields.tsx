"use client";

import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { HeaderChanges } from "@/server/domain/tools/tool-definition";

import { SecretHeaders } from "./secret-headers";

interface AddressFieldsProps {
  baseUrl: string;
  onBaseUrlChange: (baseUrl: string) => void;
  storedNames: readonly string[];
  headers: HeaderChanges;
  onHeadersChange: (headers: HeaderChanges) => void;
}

/** Where a tool's service is, and the credentials that go there. */
export function AddressFields({ baseUrl, onBaseUrlChange, storedNames, headers, onHeadersChange }: AddressFieldsProps) {
  return (
    <>
      <Field label="Base URL" help="Put before an address that is only a path.">
        {(control) => (
          <Input
            {...control}
            inputMode="url"
            className="font-mono text-xs"
            placeholder="https://api.example.com"
            value={baseUrl}
            onChange={(event) => onBaseUrlChange(event.target.value)}
          />
        )}
      </Field>
      <SecretHeaders storedNames={storedNames} changes={headers} onChange={onHeadersChange} />
    </>
  );
}
