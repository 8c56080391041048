"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { useTRPC } from "@/components/trpc/client";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";

import { ThemeMenuItems } from "./theme-menu";

interface AccountMenuProps {
  /** The button that opens it. */
  trigger: ReactNode;
  side: "right" | "top";
  /** Entries before the theme. */
  children?: ReactNode;
}

/** Who one is and where, and the theme. */
export function AccountMenu({ trigger, side, children }: AccountMenuProps) {
  const info = useQuery(useTRPC().system.info.queryOptions());
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>{trigger}</DropdownMenuTrigger>
      <DropdownMenuContent side={side} align="end" className="w-56">
        {info.data ? (
          <>
            <div className="px-2 py-1.5">
              <p className="truncate font-medium">{info.data.person.name}</p>
              <p className="truncate text-xs text-muted-foreground">
                {info.data.tenant.name} · {info.data.person.role}
              </p>
              {info.data.models.isOffline ? (
                <p className="mt-1 text-xs text-muted-foreground">
                  Offline model: answers are simple until a key is set in OPENAI_API_KEY.
                </p>
              ) : null}
            </div>
            <DropdownMenuSeparator />
          </>
        ) : null}
        {children}
        <ThemeMenuItems />
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
