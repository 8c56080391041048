"use client";

import { useMutation } from "@tanstack/react-query";
import Link from "next/link";

import { useTRPC } from "@/components/trpc/client";
import { toast } from "@/components/ui/toast";

import { AddressSection } from "./address-section";
import { DefinitionSection } from "./definition-section";
import { HandlingFields, SwitchRow } from "./handling-fields";
import { McpSection } from "./mcp-section";
import { Section } from "./section";
import { TestSection } from "./test-section";
import type { ToolDetail } from "./types";
import { useRefreshTools } from "./use-refresh-tools";
import { VersionsSection } from "./versions-section";

/** The page's parts, in the order in which one looks: what has changed, how it is handled, what it is, what it does. */
export function ToolSections({ tool }: { tool: ToolDetail }) {
  const isEditable = !tool.isArchived;
  return (
    <>
      {tool.kind === "mcp" ? <McpSection tool={tool} /> : null}
      {isEditable ? <HandlingSection tool={tool} /> : null}
      {tool.kind === "http" ? (
        // What is being edited belongs to the version that was in use when one began.
        <DefinitionSection key={`${tool.id}:${tool.version}`} tool={tool} isEditable={isEditable} />
      ) : null}
      {tool.kind === "http" && isEditable ? <AddressSection key={tool.id} tool={tool} /> : null}
      {isEditable ? <TestSection key={`test:${tool.id}:${tool.version}`} tool={tool} /> : null}
      <VersionsSection tool={tool} />
      <Section title="Used by">
        {tool.usedBy.length === 0 ? (
          <p className="text-sm text-muted-foreground">
            No workflow names it. Choose it in a tool node, or among an agent&rsquo;s tools.
          </p>
        ) : (
          <ul className="flex flex-col gap-1">
            {tool.usedBy.map((workflow) => (
              <li key={workflow.id}>
                <Link href={`/workflows/${workflow.id}`} className="rounded-sm text-sm hover:underline">
                  {workflow.name}
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Section>
    </>
  );
}

function HandlingSection({ tool }: { tool: ToolDetail }) {
  const refreshTools = useRefreshTools();
  const change = useMutation(
    useTRPC().tools.settings.mutationOptions({
      onError: (error) => toast.failed(`${tool.name} was not changed`, { description: error.message }),
      onSettled: refreshTools,
    }),
  );
  const shown = { ...tool, ...(change.isPending ? change.variables : {}) };
  return (
    <Section title="Handling" description="Holds wherever the tool is used, at once.">
      {tool.kind === "mcp" ? (
        <SwitchRow
          label="Allow this tool"
          help="Off: no workflow can call it, whatever its server offers."
          isOn={shown.isAllowed ?? tool.isAllowed}
          isDisabled={change.isPending}
          onChange={(isAllowed) => change.mutate({ id: tool.id, isAllowed })}
        />
      ) : null}
      <HandlingFields
        needsApproval={shown.needsApproval ?? tool.needsApproval}
        onUncertain={shown.onUncertain ?? tool.onUncertain}
        isDisabled={change.isPending}
        onChange={(next) => change.mutate({ id: tool.id, ...next })}
      />
    </Section>
  );
}
