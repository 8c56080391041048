"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import type { HeaderChanges } from "@/server/domain/tools/tool-definition";

import { AddressFields } from "./address-fields";
import { Section } from "./section";
import type { ToolDetail } from "./types";
import { useRefreshTools } from "./use-refresh-tools";

/** Where the calls go and what credentials they carry; the same for every version. */
export function AddressSection({ tool }: { tool: ToolDetail }) {
  const refreshTools = useRefreshTools();
  const [baseUrl, setBaseUrl] = useState(tool.binding.baseUrl);
  const [headers, setHeaders] = useState<HeaderChanges>({});
  // The rows for new headers begin afresh once they are stored.
  const [savedCount, setSavedCount] = useState(0);
  const save = useMutation(
    useTRPC().tools.configure.mutationOptions({
      onSuccess: () => {
        setHeaders({});
        setSavedCount((count) => count + 1);
        toast.done("Address and credentials are saved");
      },
      onSettled: refreshTools,
    }),
  );
  const isChanged = baseUrl !== tool.binding.baseUrl || Object.keys(headers).length > 0;
  return (
    <Section
      title="Address and credentials"
      description="Belong to the tool, not to a version. Stored headers go to no other server than the one they were given for."
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ id: tool.id, baseUrl, headers });
        }}
      >
        <AddressFields
          key={savedCount}
          baseUrl={baseUrl}
          onBaseUrlChange={setBaseUrl}
          storedNames={tool.binding.headerNames}
          headers={headers}
          onHeadersChange={setHeaders}
        />
        {save.isError ? (
          <p role="alert" className="text-sm text-failed">
            {save.error.message}
          </p>
        ) : null}
        <Button type="submit" className="self-start" disabled={!isChanged} isBusy={save.isPending}>
          Save address
        </Button>
      </form>
    </Section>
  );
}
