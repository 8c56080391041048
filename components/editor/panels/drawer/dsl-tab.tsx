"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { validate } from "@/components/editor/validation";
import { withPositions } from "@/components/editor/commands/tidy-layout";
import { CodeEditor } from "@/components/editor/fields/code-editor";
import { readJsonText } from "@/components/editor/fields/json-text";
import type { Graph } from "@/components/editor/graph";
import { useEditor, useEditorStore } from "@/components/editor/store-context";

/** The document as text. Edits are applied as one undo step; until then the canvas stays as it is. */
export function DslTab() {
  const store = useEditorStore();
  const graph = useEditor((state) => state.graph);
  const isReadOnly = useEditor((state) => state.session.isReadOnly);
  const [edited, setEdited] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const written = JSON.stringify(graph, null, 2);

  const apply = async () => {
    const read = await readDocument(edited ?? written);
    if (!read.ok) return setProblem(read.message);
    store.commit(() => read.graph);
    setEdited(null);
    setProblem(null);
  };
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(edited ?? written);
      toast.done("Copied the document.");
    } catch {
      toast.failed("The browser did not allow copying.", { description: "Select the text and copy it by key." });
    }
  };

  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex items-center gap-2 px-3 py-1.5">
        <p className="min-w-0 flex-1 truncate text-xs text-muted-foreground" role={problem ? "alert" : undefined}>
          {problem ? (
            <span className="text-failed">{problem}</span>
          ) : edited === null ? (
            "The draft as it is saved."
          ) : (
            "Edited here, not applied yet."
          )}
        </p>
        <Button size="sm" variant="ghost" onClick={() => void copy()}>
          Copy
        </Button>
        {edited === null ? null : (
          <>
            <Button
              size="sm"
              variant="ghost"
              onClick={() => {
                setEdited(null);
                setProblem(null);
              }}
            >
              Discard
            </Button>
            <Button size="sm" variant="primary" onClick={() => void apply()}>
              Apply
            </Button>
          </>
        )}
      </div>
      <CodeEditor
        className="mx-3 mb-3 min-h-0 flex-1 [&_.cm-editor]:h-full [&_[data-slot=code-mirror]]:h-full"
        label="Document"
        language="json"
        hasLineNumbers
        hasOwnHistory
        isReadOnly={isReadOnly}
        value={edited ?? written}
        onChange={(text) => setEdited(text === written ? null : text)}
      />
    </div>
  );
}

/** Reads a document written by hand. Problems that a draft may have are no reason to refuse it. */
async function readDocument(text: string): Promise<{ ok: true; graph: Graph } | { ok: false; message: string }> {
  const json = readJsonText(text, false);
  if (!json.ok) return json;
  const { workflow, issues } = await validate(json.value);
  if (workflow) return { ok: true, graph: withPositions(workflow) };
  return { ok: false, message: issues[0]?.message ?? "This is not a workflow document." };
}
