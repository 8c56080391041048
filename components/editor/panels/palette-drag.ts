import type { NodeKind } from "@/server/domain/workflow/schema";

/** The type under which a dragged palette entry carries its kind. */
export const paletteDragType = "application/x-signalbox-node";

export function draggedKind(value: string, kinds: readonly NodeKind[]): NodeKind | undefined {
  return kinds.find((kind) => kind === value);
}
