"use client";

import { useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";

import { useTRPC } from "@/components/trpc/client";
import { DataItem, DataList } from "@/components/ui/data-list";
import { ErrorState } from "@/components/ui/error-state";
import { formatExactTime } from "@/components/ui/format";
import { Skeleton } from "@/components/ui/skeleton";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import type { Json } from "@/server/domain/json";
import type { AppRouter } from "@/server/trpc/root";

import { placesOf, readExchange } from "./chat-messages";
import { CopyButton } from "./copy-button";
import type { TraceSpan } from "./types";
import { ValueView } from "./value-view";
import { MessagesView } from "./messages-view";

type SpanContent = inferRouterOutputs<AppRouter>["runs"]["span"];

interface SpanTabsProps {
  span: TraceSpan;
  detail: SpanContent;
  artifactId: string | null;
  tab: string | undefined;
  onTab: (tab: string) => void;
  onRunAgain: ((address: string, name: string) => void) | undefined;
}

/** The parts of a span. The first one is shown until another is chosen, and again for a span that lacks the chosen one. */
export function SpanTabs({ span, detail, artifactId, tab, onTab, onRunAgain }: SpanTabsProps) {
  const { input, output, attributes } = detail;
  const exchange = span.kind === "llm" ? readExchange(input, output) : undefined;
  const tabs = [...(exchange ? ["Messages"] : []), "Output", "Input", "Attributes", "Raw"];
  const shown = tab !== undefined && tabs.includes(tab) ? tab : (tabs[0] ?? "Output");
  return (
    <Tabs value={shown} onValueChange={onTab}>
      <TabsList aria-label="Parts of the span" className="overflow-x-auto overflow-y-hidden px-4">
        {tabs.map((name) => (
          <TabsTrigger key={name} value={name}>
            {name}
          </TabsTrigger>
        ))}
      </TabsList>
      {exchange ? (
        <TabsContent value="Messages" className="px-4 py-3">
          <MessagesView exchange={exchange} places={placesOf(exchange, span.nodeId)} onRunAgain={onRunAgain} />
        </TabsContent>
      ) : null}
      <TabsContent value="Output" className="px-4 py-3">
        {output === null && artifactId !== null ? (
          <WholeOutput runId={span.runId} artifactId={artifactId} />
        ) : (
          <ValueView
            value={output}
            name="output"
            nothing={
              {
                running: "Nothing yet: it is still running.",
                waiting: "Nothing yet: it waits for a person.",
                failed: "It failed before it had an output.",
                cancelled: "It was stopped before it had an output.",
                completed: "It has no output.",
                skipped: "It has no output.",
              }[span.status]
            }
          />
        )}
      </TabsContent>
      <TabsContent value="Input" className="px-4 py-3">
        <ValueView value={input} name="input" nothing="It was given nothing." />
      </TabsContent>
      <TabsContent value="Attributes" className="px-4 py-3">
        <Attributes span={span} attributes={attributes} />
      </TabsContent>
      <TabsContent value="Raw" className="px-4 py-3">
        <Raw value={{ ...span, attributes, input, output }} />
      </TabsContent>
    </Tabs>
  );
}

/** An output that was too large for its span. It is read when someone looks at it. */
function WholeOutput({ runId, artifactId }: { runId: string; artifactId: string }) {
  const artifact = useQuery(useTRPC().runs.artifact.queryOptions({ runId, artifactId }, { staleTime: Infinity }));
  if (artifact.isPending) return <Skeleton className="h-40 rounded-lg" />;
  if (artifact.isError) {
    return (
      <ErrorState
        title="The output could not be loaded."
        message={artifact.error.message}
        onRetry={() => void artifact.refetch()}
        isRetrying={artifact.isFetching}
      />
    );
  }
  return <ValueView value={contentOf(artifact.data)} name="output" nothing="It has no output." />;
}

function contentOf({ mime, content }: { mime: string; content: string }): Json {
  return mime === "application/json" ? (JSON.parse(content) as Json) : content;
}

function Attributes({ span, attributes }: { span: TraceSpan; attributes: SpanContent["attributes"] }) {
  const facts: [string, string][] = [
    ["Kind", span.kind],
    ["Node", span.nodeId ?? ""],
    ["Began", span.startedAtMs === null ? "" : formatExactTime(new Date(span.startedAtMs + span.shiftMs))],
    ["Ended", span.endedAtMs === null ? "" : formatExactTime(new Date(span.endedAtMs + span.shiftMs))],
    ...Object.entries(attributes).map(([name, value]): [string, string] => [
      name,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  ];
  return (
    <DataList>
      {facts
        .filter(([, value]) => value !== "")
        .map(([name, value]) => (
          <DataItem key={name} name={name}>
            {value}
          </DataItem>
        ))}
    </DataList>
  );
}

function Raw({ value }: { value: object }) {
  const text = JSON.stringify(value, null, 2);
  return (
    <div className="relative rounded-lg border border-border bg-card">
      <CopyButton label="Copy all" text={text} className="absolute top-1 right-1 bg-card" />
      <pre className="max-h-[70dvh] overflow-auto px-3 py-2.5 font-mono text-xs whitespace-pre-wrap wrap-anywhere">
        {text}
      </pre>
    </div>
  );
}
