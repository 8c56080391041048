import type { ReactNode } from "react";

import { KindTile } from "@/components/kinds/kind-tile";

import { GraphPreview } from "./graph-preview";
import type { TemplateItem } from "./types";

/** What a template's card shows, in the dialog and on the empty page alike. */
export function TemplateFace({ template, aside }: { template: TemplateItem; aside?: ReactNode }) {
  return (
    <>
      <span className="dot-grid block h-24 border-b border-border bg-sunken p-2">
        <GraphPreview graph={template.preview} />
      </span>
      <span className="flex flex-1 flex-col px-3.5 py-3">
        <span className="flex items-center gap-2 font-medium">
          <span className="min-w-0 flex-1 truncate">{template.name}</span>
          {aside}
        </span>
        <span className="mt-0.5 text-xs text-pretty text-muted-foreground">{template.description}</span>
        <span className="mt-auto flex flex-wrap gap-1 pt-2.5">
          {template.kinds.map((kind) => (
            <KindTile key={kind} kind={kind} size="sm" />
          ))}
        </span>
      </span>
    </>
  );
}
