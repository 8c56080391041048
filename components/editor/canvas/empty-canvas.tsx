"use client";

import { Kbd } from "@/components/ui/kbd";
import { Button } from "@/components/ui/button";
import { KindTile } from "@/components/kinds/kind-tile";
import type { CanvasActions } from "./canvas-actions";

/** What to do first, on a canvas without nodes. */
export function EmptyCanvas({ actions }: { actions: CanvasActions }) {
  return (
    <div className="pointer-events-none absolute inset-0 z-10 grid place-items-center p-6">
      <div className="pointer-events-auto flex max-w-90 flex-col items-center gap-3 text-center">
        <h2 className="text-lg font-semibold">Nothing on the board yet</h2>
        <p className="text-sm text-pretty text-muted-foreground">
          A workflow begins with a Start, does its work from left to right and ends with an Answer. Drag nodes from the
          list, or press <Kbd>N</Kbd> and type what you need.
        </p>
        <Button onClick={() => actions.add("start")}>
          <KindTile kind="start" size="sm" />
          Begin with a Start
        </Button>
      </div>
    </div>
  );
}
