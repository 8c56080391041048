"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { toast } from "@/components/ui/toast";
import type { Autosave } from "./autosave";
import { withPositions } from "@/components/editor/commands/tidy-layout";
import { isOneOf, isSameDocument } from "./draft-backup";
import type { Graph } from "./graph";
import { useEditorStore } from "./store-context";

interface ConflictDialogProps {
  workflowId: string;
  autosave: Autosave;
  /** The question can be put off: nothing is sent meanwhile, and what is unsaved stays in this browser. */
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}

interface Theirs {
  graph: Graph;
  version: number;
}

/**
 * Asks which draft goes on when it was changed elsewhere meanwhile. Either way the other one stays one undo away, so nothing
 * is lost by the choice. A draft that says the same as this one is no question, nor is one that this browser sent without
 * learning that it had arrived.
 */
export function ConflictDialog(props: ConflictDialogProps) {
  const isConflict = useStore(props.autosave.state, (state) => state.status === "conflict");
  return isConflict ? <ConflictQuestion {...props} /> : null;
}

function ConflictQuestion({ workflowId, autosave, isOpen, onOpenChange }: ConflictDialogProps) {
  const store = useEditorStore();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [theirs, setTheirs] = useState<Theirs | null>(null);

  useEffect(() => {
    let isCurrent = true;
    queryClient
      .fetchQuery({ ...trpc.workflows.get.queryOptions({ id: workflowId }), staleTime: 0 })
      .then((workflow) => {
        if (!isCurrent) return;
        const graph = withPositions(workflow.draft);
        if (isSameDocument(graph, store.getState().graph)) {
          autosave.rebase({ version: workflow.draftVersion, saved: store.getState().graph });
        } else if (isOneOf(graph, autosave.unanswered())) {
          autosave.rebase({ version: workflow.draftVersion, saved: graph });
        } else {
          setTheirs({ graph, version: workflow.draftVersion });
        }
      })
      .catch((error: unknown) =>
        toast.failed("The other draft could not be loaded.", {
          description: error instanceof Error ? error.message : String(error),
        }),
      );
    return () => {
      isCurrent = false;
    };
  }, [queryClient, trpc, workflowId, autosave, store]);

  if (!theirs) return null;

  const resolve = () => {
    autosave.rebase({ version: theirs.version, saved: theirs.graph });
    // The next conflict asks again.
    onOpenChange(true);
  };
  const keepMine = () => {
    const mine = store.getState().graph;
    store.commit(() => theirs.graph);
    store.commit(() => mine);
    resolve();
    toast.done("Your draft goes on.", { description: "Undo shows the other one." });
  };
  const takeTheirs = () => {
    store.commit(() => theirs.graph);
    resolve();
    toast.done("The other draft was taken.", { action: { label: "Undo", onClick: store.undo } });
  };

  return (
    <Dialog open={isOpen} onOpenChange={onOpenChange}>
      <DialogContent
        title="This draft was changed elsewhere"
        description="Another tab or person saved a draft of this workflow after you opened it. Choose which one goes on; undo brings the other one back."
        size="sm"
        footer={
          <>
            <Button onClick={takeTheirs}>Take the other draft</Button>
            <Button variant="primary" onClick={keepMine}>
              Keep mine
            </Button>
          </>
        }
      >
        <p className="text-sm text-muted-foreground">{differenceOf(store.getState().graph, theirs.graph)}</p>
      </DialogContent>
    </Dialog>
  );
}

function differenceOf(mine: Graph, theirs: Graph): string {
  const count = (graph: Graph) =>
    `${graph.nodes.length} ${graph.nodes.length === 1 ? "node" : "nodes"} and ${graph.edges.length} ${graph.edges.length === 1 ? "edge" : "edges"}`;
  return `Yours has ${count(mine)}; the other one has ${count(theirs)}.`;
}
