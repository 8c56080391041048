"use client";

import { useQuery } from "@tanstack/react-query";
import { Unplug } from "lucide-react";
import type { ReactNode } from "react";

import { useTRPC } from "@/components/trpc/client";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";

import { RailButton } from "./rail-item";

/** Whether answers come from the built-in offline model because no key is set; false until the server has said so. */
function useIsOfflineModel(): boolean {
  const info = useQuery(useTRPC().system.info.queryOptions());
  return info.data?.models.isOffline ?? false;
}

function Code({ children }: { children: ReactNode }) {
  return <code className="rounded-sm bg-selected px-1 py-px font-mono text-xs text-foreground">{children}</code>;
}

/** Says that no model is connected, and how to connect one. Absent when one is. */
export function OfflineModelChip({ isPinned, side }: { isPinned: boolean; side: "right" | "top" }) {
  const isOffline = useIsOfflineModel();
  if (!isOffline) return null;
  return (
    <Popover>
      <PopoverTrigger asChild>
        <RailButton
          label="Offline model"
          icon={<Unplug aria-hidden />}
          isPinned={isPinned}
          className="border border-dashed border-neutral-8"
        />
      </PopoverTrigger>
      <PopoverContent side={side} align="end" sideOffset={12} className="w-80 space-y-2 p-4">
        <h2 className="font-medium">No model is connected</h2>
        <p className="text-pretty text-muted-foreground">
          Workflows run on a small built-in model that works without a network. It follows the flow, but its answers are
          simple and cost nothing.
        </p>
        <p className="text-pretty text-muted-foreground">
          Set <Code>OPENAI_API_KEY</Code> in the environment or in <Code>.env</Code>, and start again. For another
          provider that speaks OpenAI&apos;s protocol, set <Code>OPENAI_BASE_URL</Code> too.
        </p>
      </PopoverContent>
    </Popover>
  );
}
