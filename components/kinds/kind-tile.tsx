import { CircleHelp } from "lucide-react";
import type { CSSProperties } from "react";

import { cn } from "@/components/ui/cn";
import type { NodeKind } from "@/server/domain/workflow/schema";

import { kindAppearance } from "./kind-appearance";

interface KindTileProps {
  /** `undefined` for a node whose type this version does not know. */
  kind: NodeKind | undefined;
  size?: "sm" | "md";
  className?: string;
}

/** The icon of a kind on its tinted tile: 24 px on a node, 20 px in lists. Decoration: the words beside it name the kind. */
export function KindTile({ kind, size = "md", className }: KindTileProps) {
  const Icon = kind ? kindAppearance[kind].icon : CircleHelp;
  const style: CSSProperties & { "--hue"?: number } = kind ? { "--hue": kindAppearance[kind].hue } : {};
  return (
    <span
      data-slot="kind-tile"
      aria-hidden
      style={style}
      className={cn(
        "grid shrink-0 place-items-center",
        kind ? "hue-tile" : "bg-selected text-muted-foreground",
        size === "md" ? "size-6 rounded-md [&_svg]:size-3.5" : "size-5 rounded-sm [&_svg]:size-3",
        className,
      )}
    >
      <Icon />
    </span>
  );
}
