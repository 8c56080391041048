import { cn } from "./cn";

interface SeparatorProps {
  orientation?: "horizontal" | "vertical";
  className?: string;
}

/** A hairline for the eye alone; sections are told apart by their headings. */
export function Separator({ orientation = "horizontal", className }: SeparatorProps) {
  return (
    <div
      data-slot="separator"
      aria-hidden
      className={cn(
        "shrink-0 bg-border",
        orientation === "horizontal" ? "h-px w-full" : "h-4 w-px self-center",
        className,
      )}
    />
  );
}
