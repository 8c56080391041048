"use client";

import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";

import { cn } from "@/components/ui/cn";
import { Tooltip } from "@/components/ui/tooltip";

interface RailFace {
  /** The accessible name, and the tooltip of the narrow rail. */
  label: string;
  /** What the pinned rail shows when that is shorter than the label, which must hold the same words. */
  text?: ReactNode;
  icon: ReactNode;
  isPinned: boolean;
  /** Stands at the right end when the rail is pinned: a key. */
  aside?: ReactNode;
  /** How many things wait there for the person; nothing is shown for 0. */
  count?: number;
}

function railItemClasses(isPinned: boolean, isCurrent: boolean): string {
  return cn(
    "flex h-9 items-center gap-2.5 rounded-md text-sm font-medium text-muted-foreground transition-colors hover:bg-selected hover:text-foreground data-[state=open]:bg-selected data-[state=open]:text-foreground [&_svg]:size-4.5 [&_svg]:shrink-0 [&_svg]:stroke-[1.75]",
    isPinned ? "w-full px-2.5" : "w-9 justify-center",
    isCurrent && "bg-selected text-foreground",
  );
}

function Face({ label, text = label, icon, isPinned, aside, count = 0 }: RailFace) {
  if (!isPinned) return count > 0 ? <CountedIcon icon={icon} count={count} /> : icon;
  return (
    <>
      {icon}
      <span className="min-w-0 flex-1 truncate text-left">{text}</span>
      {count > 0 ? <Count count={count} /> : aside}
    </>
  );
}

/** An icon with the number of what waits at its corner. */
export function CountedIcon({ icon, count }: { icon: ReactNode; count: number }) {
  return (
    <span className="relative">
      {icon}
      <Count count={count} className="absolute -top-2 left-2.5" />
    </span>
  );
}

/** In amber, because a person is waited for. The name of the place says the number too, so this is for the eye alone. */
function Count({ count, className }: { count: number; className?: string }) {
  return (
    <span
      aria-hidden
      className={cn(
        "figures grid h-4 min-w-4 place-items-center rounded-full bg-waiting-solid px-1 text-[10px] leading-none font-semibold text-neutral-12 dark:text-neutral-1",
        className,
      )}
    >
      {count > 99 ? "99+" : count}
    </span>
  );
}

/** "Approvals, 3 wait for you" */
export function countedLabel(label: string, count: number): string {
  if (count === 0) return label;
  return count === 1 ? `${label}, 1 waits for you` : `${label}, ${count} wait for you`;
}

/** A place in the rail: icon and label when pinned, else the icon with its label as a tooltip. */
export function RailLink({ href, isCurrent, ...face }: RailFace & { href: string; isCurrent: boolean }) {
  return (
    <Tooltip content={face.isPinned ? undefined : countedLabel(face.label, face.count ?? 0)} side="right">
      <Link
        href={href}
        aria-label={countedLabel(face.label, face.count ?? 0)}
        aria-current={isCurrent ? "page" : undefined}
        className={railItemClasses(face.isPinned, isCurrent)}
      >
        <Face {...face} />
      </Link>
    </Tooltip>
  );
}

/** An action in the rail. It hands its other props to the button, so it can be the trigger of a menu or a popover. */
export function RailButton({
  label,
  text,
  icon,
  isPinned,
  aside,
  className,
  ...props
}: RailFace & ComponentProps<"button">) {
  return (
    <Tooltip content={isPinned ? undefined : label} side="right">
      <button type="button" aria-label={label} className={cn(railItemClasses(isPinned, false), className)} {...props}>
        <Face label={label} text={text} icon={icon} isPinned={isPinned} aside={aside} />
      </button>
    </Tooltip>
  );
}
