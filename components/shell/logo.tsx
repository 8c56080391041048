import { cn } from "@/components/ui/cn";

/** Two tracks, a set of points, and the one lamp that is lit. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg aria-hidden viewBox="0 0 24 24" fill="none" className={cn("size-6", className)}>
      <path
        d="M2.5 17.5h19M5.5 17.5c4.5 0 4.5-9 9-9h1.5"
        className="stroke-foreground"
        strokeWidth="1.75"
        strokeLinecap="round"
      />
      <circle cx="18.75" cy="8.5" r="2.75" className="fill-waiting-solid" />
    </svg>
  );
}
