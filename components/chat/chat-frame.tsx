"use client";

import { usePathname } from "next/navigation";
import type { ReactNode } from "react";

import { sessionIdOf } from "./conversation-address";
import { SessionList } from "./session-list";

/** The conversations at the left, and beside them the one that is open. On a phone the list is a sheet of the open one. */
export function ChatFrame({ children }: { children: ReactNode }) {
  const pathname = usePathname();
  return (
    <div className="flex min-h-0 flex-1">
      <div className="hidden w-68 shrink-0 flex-col border-r border-border bg-sunken md:flex">
        <SessionList currentId={sessionIdOf(pathname)} />
      </div>
      {children}
    </div>
  );
}
