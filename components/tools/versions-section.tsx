"use client";

import { useMutation } from "@tanstack/react-query";

import { useTRPC } from "@/components/trpc/client";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import { toast } from "@/components/ui/toast";

import { Section } from "./section";
import type { ToolDetail } from "./types";
import { useRefreshTools } from "./use-refresh-tools";

/** Every version, the newest first. An HTTP tool can go back to any of them. */
export function VersionsSection({ tool }: { tool: ToolDetail }) {
  const refreshTools = useRefreshTools();
  const choose = useMutation(
    useTRPC().tools.chooseVersion.mutationOptions({
      onSuccess: (_nothing, { number }) => toast.done(`Version ${number} is in use`),
      onError: (error) => toast.failed("The version was not changed", { description: error.message }),
      onSettled: refreshTools,
    }),
  );
  const canChoose = tool.kind === "http" && !tool.isArchived;
  return (
    <Section title="Versions" description="A version never changes.">
      <ul className="rounded-md border border-border">
        {tool.versions.map((version) => (
          <li
            key={version.number}
            className="flex h-10 items-center gap-3 border-b border-border px-3 text-sm last:border-b-0"
          >
            <span className="figures font-medium">Version {version.number}</span>
            <RelativeTime value={version.createdAt} className="text-xs text-muted-foreground" />
            <span className="ml-auto">
              {version.isUsed ? (
                <Badge tone="done">In use</Badge>
              ) : canChoose ? (
                <Button
                  size="sm"
                  isBusy={choose.isPending && choose.variables.number === version.number}
                  onClick={() => choose.mutate({ id: tool.id, number: version.number })}
                >
                  {`Use version ${version.number}`}
                </Button>
              ) : null}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
