"use client";

import { useMutation } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import Link from "next/link";

import { useTRPC } from "@/components/trpc/client";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { DataItem, DataList } from "@/components/ui/data-list";
import { toast } from "@/components/ui/toast";

import { ParameterList } from "./parameter-list";
import { Section } from "./section";
import type { ToolDetail } from "./types";
import { useRefreshTools } from "./use-refresh-tools";

/** A tool that an MCP server offers: what was accepted of it, and what the server has made of it since. */
export function McpSection({ tool }: { tool: ToolDetail }) {
  return (
    <>
      {tool.change ? <ChangeSection tool={tool} change={tool.change} /> : null}
      {tool.offer === "gone" ? (
        <p role="status" className="mb-4 flex gap-2 rounded-lg bg-failed-soft px-4 py-3 text-sm text-failed">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          The server no longer offers this tool. Calls go to it as before and will most likely be refused.
        </p>
      ) : null}
      <Section title="What it is">
        <DataList>
          <DataItem name="Server">
            <Link href="/tools?tab=servers" className="rounded-sm hover:underline">
              {tool.server?.name}
            </Link>{" "}
            <span className="font-mono text-xs text-muted-foreground">{tool.target?.host}</span>
          </DataItem>
          <DataItem name="Its name there">
            <span className="font-mono text-xs">{tool.remoteName}</span>
          </DataItem>
          <DataItem name="Accepted">Version {tool.version}</DataItem>
          <DataItem name="Description">
            <span className="whitespace-pre-wrap">{tool.description || "None"}</span>
          </DataItem>
        </DataList>
        <ParameterList schema={tool.inputSchema} />
      </Section>
    </>
  );
}

interface ChangeSectionProps {
  tool: ToolDetail;
  change: NonNullable<ToolDetail["change"]>;
}

const kindWords = { added: "Added", removed: "Removed", changed: "Changed" } as const;

/** Before and after of what the server changed, and the decision about it. */
function ChangeSection({ tool, change }: ChangeSectionProps) {
  const refreshTools = useRefreshTools();
  const accept = useMutation(
    useTRPC().tools.acceptChange.mutationOptions({
      onSuccess: ({ number }) => toast.done(`${tool.name} is used as version ${number}`),
      onError: (error) => toast.failed("The change was not accepted", { description: error.message }),
      onSettled: refreshTools,
    }),
  );
  return (
    <section
      aria-labelledby="tool-change"
      className="mb-4 flex flex-col gap-3 rounded-lg border border-waiting-line bg-waiting-soft px-4 py-3"
    >
      <div>
        <h2 id="tool-change" className="text-sm font-semibold">
          The server has changed this tool
        </h2>
        <p className="mt-0.5 text-xs text-muted-foreground">
          Version {tool.version} stays in use until you accept the change. Calls whose arguments the changed tool would
          not take fail with a sentence.
        </p>
      </div>
      <ul className="flex flex-col gap-2">
        {change.differences.map((difference) => (
          <li key={difference.subject} className="rounded-md border border-border bg-card p-3">
            <p className="mb-2 flex items-center gap-2 text-xs font-medium">
              <Badge>{kindWords[difference.kind]}</Badge>
              <span className="font-mono">{difference.subject}</span>
            </p>
            <div className="grid gap-2 sm:grid-cols-2">
              <Side name="Before" text={difference.before} />
              <Side name="After" text={difference.after} />
            </div>
          </li>
        ))}
      </ul>
      <Button
        variant="primary"
        className="self-start"
        isBusy={accept.isPending}
        onClick={() => accept.mutate({ id: tool.id, hash: change.hash })}
      >
        Use the changed tool
      </Button>
    </section>
  );
}

function Side({ name, text }: { name: string; text: string | null }) {
  return (
    <div className="min-w-0">
      <p className="text-xs text-muted-foreground">{name}</p>
      <p className="mt-0.5 max-h-60 overflow-y-auto text-xs wrap-anywhere whitespace-pre-wrap">
        {text ?? <span className="text-faint">Not there</span>}
      </p>
    </div>
  );
}
