"use client";

import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { deleteElements } from "@/components/editor/commands/delete-elements";
import { useEditor, useEditorStore } from "@/components/editor/store-context";

/** Asks before a deletion that takes away what lies inside an iteration or a loop. It is one step, which Undo takes back. */
export function DeleteBodyDialog() {
  const store = useEditorStore();
  const deletion = useEditor((state) => state.session.deletion);
  if (!deletion) return null;
  const { nodeIds, edgeIds, insideCount } = deletion;
  const close = () => store.updateSession({ deletion: null });
  const nodes = insideCount === 1 ? "1 node" : `${insideCount} nodes`;
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={(isOpen) => (isOpen ? undefined : close())}
      title={`Delete with the ${nodes} inside?`}
      description="What lies inside goes with it. Undo brings everything back."
      confirmLabel="Delete all"
      isDangerous
      onConfirm={() => {
        store.commit((graph) => deleteElements(graph, { nodeIds, edgeIds }));
        close();
      }}
    />
  );
}
