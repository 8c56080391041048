"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

import { readJsonText } from "@/components/editor/fields/json-text";
import { JsonView } from "@/components/trace/json-view";
import { useTRPC } from "@/components/trpc/client";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { formatDuration } from "@/components/ui/format";
import { Textarea } from "@/components/ui/textarea";
import { isJsonObject } from "@/server/domain/json";

import { sampleArguments } from "./parameters";
import { Section } from "./section";
import type { ToolDetail, ToolTestResult } from "./types";

/** Calls the tool once, for real, as a run would. */
export function TestSection({ tool }: { tool: ToolDetail }) {
  const [text, setText] = useState(() => JSON.stringify(sampleArguments(tool.inputSchema), null, 2));
  const test = useMutation(useTRPC().tools.test.mutationOptions());
  const read = readJsonText(text, false);
  const given = read.ok ? (read.value ?? {}) : undefined;
  const problem = !read.ok ? read.message : isJsonObject(given) ? undefined : "The arguments must be a JSON object.";
  return (
    <Section
      title="Try it"
      description={`Makes one real call${tool.target ? ` to ${tool.target.host}` : ""} with the version in use.`}
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (isJsonObject(given)) test.mutate({ id: tool.id, arguments: given });
        }}
      >
        <Field label="Arguments" error={problem}>
          {(control) => (
            <Textarea
              {...control}
              className="max-h-80 font-mono text-xs"
              spellCheck={false}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        <Button
          type="submit"
          className="self-start"
          disabled={problem !== undefined || !tool.isAllowed}
          isBusy={test.isPending}
        >
          Call it once
        </Button>
        {tool.isAllowed ? null : <p className="text-xs text-muted-foreground">Allow the tool to try it.</p>}
      </form>
      <div aria-live="polite">
        {test.isError ? <p className="text-sm text-failed">{test.error.message}</p> : null}
        {test.data && !test.isPending ? <TestResult result={test.data} /> : null}
      </div>
    </Section>
  );
}

function TestResult({ result }: { result: ToolTestResult }) {
  return (
    <div className="flex flex-col gap-2 rounded-md border border-border p-3">
      <p className="flex items-center gap-2 text-xs text-muted-foreground">
        {result.ok ? <Badge tone="done">Answered {result.status}</Badge> : <Badge tone="failed">Failed</Badge>}
        {formatDuration(result.durationMs)}
      </p>
      {result.ok ? (
        typeof result.body === "string" ? (
          <pre className="max-h-96 overflow-auto font-mono text-xs wrap-anywhere whitespace-pre-wrap">
            {result.body}
          </pre>
        ) : (
          <JsonView value={result.body} name="answer" />
        )
      ) : (
        <>
          <p className="text-sm text-failed">{result.error.message}</p>
          {typeof result.error.details?.body === "string" && result.error.details.body !== "" ? (
            <pre className="max-h-60 overflow-auto font-mono text-xs wrap-anywhere whitespace-pre-wrap">
              {result.error.details.body}
            </pre>
          ) : null}
        </>
      )}
    </div>
  );
}
