"use client";

import { useMutation, useQuery } from "@tanstack/react-query";

import { CopyButton } from "@/components/trace/copy-button";
import { useTRPC } from "@/components/trpc/client";
import { toast } from "@/components/ui/toast";

import { SwitchRow } from "./handling-fields";
import { useRefreshTools } from "./use-refresh-tools";

/** Whether MCP clients may call a published app, with the address they call it at. */
export function ServeAppSwitch({ code }: { code: string }) {
  const trpc = useTRPC();
  const refreshTools = useRefreshTools();
  const served = useQuery(trpc.tools.servedApps.queryOptions());
  const serve = useMutation(
    trpc.tools.serveApp.mutationOptions({
      onError: (error) => toast.failed("The app was not changed", { description: error.message }),
      onSettled: refreshTools,
    }),
  );
  const app = served.data?.apps.find((one) => one.code === code);
  if (!app || !served.data) return null;
  const isServed = serve.isPending ? serve.variables.isServed : app.isServed;
  return (
    <div className="flex flex-col gap-2">
      <SwitchRow
        label="Offer it to MCP clients"
        help="They find it as a tool named by its code; a call runs the published version and gives its answer."
        isOn={isServed}
        isDisabled={serve.isPending}
        onChange={(next) => serve.mutate({ code, isServed: next })}
      />
      {isServed ? (
        <div className="ml-11 flex items-center gap-2">
          <code className="min-w-0 flex-1 truncate rounded-md bg-muted px-2 py-1 font-mono text-xs">
            {served.data.address}
          </code>
          <CopyButton label="Copy address" text={served.data.address} />
        </div>
      ) : null}
    </div>
  );
}
