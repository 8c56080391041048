import { ChevronLeft, ChevronRight } from "lucide-react";

import { IconButton } from "@/components/ui/icon-button";

import type { Variants } from "./types";

interface VariantSwitchProps {
  variants: Variants | null;
  /** What there are several of: "message", "answer". */
  thing: string;
  /** No other may be chosen now. */
  isDisabled: boolean;
  onChoose: (variant: Variants["all"][number]) => void;
}

/** Which of several versions is shown, and the way to the one before and after it. Nothing where there is only one. */
export function VariantSwitch({ variants, thing, isDisabled, onChoose }: VariantSwitchProps) {
  if (!variants) return null;
  const { shown, all } = variants;
  const [before, after] = [all[shown - 1], all[shown + 1]];
  return (
    <div
      role="group"
      aria-label={`Versions of this ${thing}`}
      className="flex items-center text-xs text-muted-foreground"
    >
      <IconButton
        label={`Earlier ${thing}`}
        size="sm"
        disabled={isDisabled || !before}
        onClick={() => before && onChoose(before)}
      >
        <ChevronLeft aria-hidden />
      </IconButton>
      <span className="figures px-0.5">
        {shown + 1} / {all.length}
      </span>
      <IconButton
        label={`Later ${thing}`}
        size="sm"
        disabled={isDisabled || !after}
        onClick={() => after && onChoose(after)}
      >
        <ChevronRight aria-hidden />
      </IconButton>
    </div>
  );
}
