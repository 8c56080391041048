"use client";

import { useQuery } from "@tanstack/react-query";
import { PanelLeftClose, PanelLeftOpen, Search } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useState } from "react";

import { usePendingCount } from "@/components/approvals/use-pending-count";
import { useTRPC } from "@/components/trpc/client";
import { cn } from "@/components/ui/cn";
import { Kbd } from "@/components/ui/kbd";
import { useModifierKey } from "@/components/ui/modifier-key";

import { AccountMenu } from "./account-menu";
import { useCommandPalette } from "./command-palette-context";
import { initialsOf } from "./initials";
import { Logo } from "./logo";
import { destinations, isWithin } from "./navigation";
import { OfflineModelChip } from "./offline-model";
import { RailButton, RailLink } from "./rail-item";
import { saveRailPreference } from "./rail-preference";

/** The left rail: 52 px of icons, or 200 px with labels when pinned. The choice lives in a cookie. */
export function Rail({ isInitiallyPinned }: { isInitiallyPinned: boolean }) {
  const [isPinned, setPinned] = useState(isInitiallyPinned);
  const pathname = usePathname();
  const palette = useCommandPalette();
  const modifier = useModifierKey();
  const info = useQuery(useTRPC().system.info.queryOptions());
  const waiting = usePendingCount()?.mine ?? 0;
  const person = info.data?.person.name ?? "";

  function togglePinned(): void {
    saveRailPreference(!isPinned);
    setPinned(!isPinned);
  }

  return (
    <aside
      data-pinned={isPinned}
      className={cn(
        "hidden shrink-0 flex-col border-r border-border bg-sunken px-2 pb-2 transition-[width] duration-200 sm:flex print:hidden",
        isPinned ? "w-50" : "w-13",
      )}
    >
      <Link
        href="/workflows"
        aria-label="Signalbox, to the workflows"
        className={cn("flex h-12 shrink-0 items-center gap-2.5 rounded-md", isPinned ? "px-2" : "justify-center")}
      >
        <Logo />
        {isPinned ? <span className="text-base font-semibold tracking-tight">Signalbox</span> : null}
      </Link>
      <div className="mb-2">
        <RailButton
          label="Search and commands"
          text="Search"
          icon={<Search aria-hidden />}
          isPinned={isPinned}
          aside={<Kbd>{modifier} K</Kbd>}
          onClick={palette.open}
        />
      </div>
      <nav aria-label="Main" className="flex flex-col gap-0.5">
        {destinations.map(({ href, label, icon: Icon, hasCount }) => (
          <RailLink
            key={href}
            href={href}
            label={label}
            icon={<Icon aria-hidden />}
            isPinned={isPinned}
            isCurrent={isWithin(pathname, href)}
            count={hasCount ? waiting : 0}
          />
        ))}
      </nav>
      <div className="mt-auto flex flex-col gap-1">
        <OfflineModelChip isPinned={isPinned} side="right" />
        <RailButton
          label={isPinned ? "Collapse" : "Pin the rail open"}
          icon={isPinned ? <PanelLeftClose aria-hidden /> : <PanelLeftOpen aria-hidden />}
          isPinned={isPinned}
          onClick={togglePinned}
        />
        <AccountMenu
          side="right"
          trigger={
            <RailButton
              label={person === "" ? "Account and theme" : `${person}: account and theme`}
              text={person === "" ? "Account" : person}
              icon={
                <span className="grid size-6 shrink-0 place-items-center rounded-full bg-neutral-5 text-xs text-foreground">
                  {initialsOf(person)}
                </span>
              }
              isPinned={isPinned}
              className={isPinned ? "px-1.5" : undefined}
            />
          }
        />
      </div>
    </aside>
  );
}
