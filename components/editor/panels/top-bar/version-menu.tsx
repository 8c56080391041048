"use client";

import { useQuery } from "@tanstack/react-query";
import { Check, History } from "lucide-react";
import { useState } from "react";
import { useTRPC } from "@/components/trpc/client";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { Skeleton } from "@/components/ui/skeleton";

interface VersionMenuProps {
  workflowId: string;
  /** The version in view, or null for the draft. */
  shown: number | null;
  onShow: (version: number | null) => void;
}

/** The draft and every published version: press one to see it. */
export function VersionMenu({ workflowId, shown, onShow }: VersionMenuProps) {
  const trpc = useTRPC();
  const [isOpen, setOpen] = useState(false);
  const versions = useQuery(trpc.workflows.versions.queryOptions({ id: workflowId }, { enabled: isOpen }));
  const show = (version: number | null) => {
    setOpen(false);
    onShow(version);
  };
  return (
    <Popover open={isOpen} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button variant="ghost" aria-label="Versions">
          <History aria-hidden />
          <span className="hidden md:inline">{shown === null ? "Draft" : `Version ${shown}`}</span>
        </Button>
      </PopoverTrigger>
      <PopoverContent align="end" aria-label="Versions" className="max-h-[60dvh] w-80 overflow-y-auto p-1">
        <VersionRow title="Draft" detail="What you are working on" isShown={shown === null} onShow={() => show(null)} />
        {versions.isPending ? <Skeleton className="m-2 h-10" /> : null}
        {versions.isError ? (
          <ErrorState
            className="py-4"
            title="The versions could not be loaded."
            message={versions.error.message}
            onRetry={() => void versions.refetch()}
          />
        ) : null}
        {versions.data?.map((version) => (
          <VersionRow
            key={version.id}
            title={`Version ${version.number}`}
            detail={[version.createdAt.toLocaleString(), version.createdBy, version.note].filter(Boolean).join(" · ")}
            isLive={version.isLive}
            isShown={shown === version.number}
            onShow={() => show(version.number)}
          />
        ))}
        {versions.data?.length === 0 ? (
          <p className="px-2 py-2 text-xs text-muted-foreground">Nothing has been published yet.</p>
        ) : null}
      </PopoverContent>
    </Popover>
  );
}

interface VersionRowProps {
  title: string;
  detail: string;
  isLive?: boolean;
  isShown: boolean;
  onShow: () => void;
}

function VersionRow({ title, detail, isLive = false, isShown, onShow }: VersionRowProps) {
  return (
    <button
      type="button"
      className="flex w-full items-start gap-2 rounded-md px-2 py-1.5 text-left hover:bg-hover"
      onClick={onShow}
    >
      <span className="min-w-0 flex-1">
        <span className="flex items-center gap-2 text-sm font-medium">
          {title}
          {isLive ? <Badge tone="done">Live</Badge> : null}
        </span>
        <span className="line-clamp-2 text-xs text-muted-foreground">{detail}</span>
      </span>
      {isShown ? <Check aria-label="Shown" className="mt-0.5 size-4" /> : null}
    </button>
  );
}
