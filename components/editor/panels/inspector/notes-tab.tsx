"use client";

import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import { updateNode } from "@/components/editor/commands/update-node";
import { useBurst } from "@/components/editor/fields/use-burst";
import { nodesById } from "@/components/editor/graph";
import { useEditor } from "@/components/editor/store-context";

/** What the authors want to remember about a node. Saved with the workflow, never sent to a model. */
export function NotesTab({ nodeId }: { nodeId: string }) {
  const notes = useEditor((state) => nodesById(state.graph).get(nodeId)?.notes ?? "");
  const isReadOnly = useEditor((state) => state.session.isReadOnly);
  const burst = useBurst(`notes:${nodeId}`);
  return (
    <div className="p-3">
      <Field label="Notes" help="Kept with the workflow for its authors; a run does not see them.">
        {(control) => (
          <Textarea
            {...control}
            rows={10}
            maxLength={20_000}
            value={notes}
            readOnly={isReadOnly}
            onBlur={burst.end}
            onChange={(event) =>
              burst.commit((graph) => updateNode(graph, { nodeId, patch: { notes: event.target.value || undefined } }))
            }
          />
        )}
      </Field>
    </div>
  );
}
