"use client";

import { useQuery } from "@tanstack/react-query";
import { ExternalLink } from "lucide-react";
import Link from "next/link";

import type { ToolListItem } from "@/components/tools/types";
import { useTRPC } from "@/components/trpc/client";
import { Select, type SelectOption } from "@/components/ui/select";

/** Stands for "no stored tool": an option's value must not be empty. */
const none = "none";

interface StoredToolSelectProps {
  id?: string;
  label: string;
  describedBy?: string;
  isInvalid?: true;
  /** The binding that is named now. */
  bindingId: string;
  /** Gives an undefined id when the option of no stored tool is chosen, and the tool where it is known. */
  onChange: (bindingId: string | undefined, tool: ToolListItem | undefined) => void;
  /** What the option of no stored tool says; without it there is none. */
  noneLabel?: string;
  isReadOnly: boolean;
}

/** One of the Tools page's tools. What is off, or no longer there, stays named and says so. */
export function StoredToolSelect({ id, label, bindingId, onChange, noneLabel, ...props }: StoredToolSelectProps) {
  const tools = useQuery(useTRPC().tools.list.queryOptions({ query: "", isArchived: false }));
  const named = tools.data?.find((tool) => tool.bindingId === bindingId);
  const options: SelectOption[] = (tools.data ?? []).map((tool) => ({
    value: tool.bindingId,
    label: tool.name,
    description: tool.isAllowed
      ? [tool.server?.name ?? tool.target?.host, tool.needsApproval ? "asks first" : ""].filter(Boolean).join(" · ")
      : "Off: allow it on the Tools page",
    isDisabled: !tool.isAllowed && tool.bindingId !== bindingId,
  }));
  if (noneLabel) options.unshift({ value: none, label: noneLabel });
  if (bindingId !== "" && !named) {
    const isLoading = tools.isPending;
    options.push({ value: bindingId, label: isLoading ? "Loading" : "A tool that is not there any more" });
  }
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <Select
        id={id}
        aria-label={id ? undefined : label}
        aria-describedby={props.describedBy}
        aria-invalid={props.isInvalid}
        className="min-w-0 flex-1"
        placeholder={tools.data?.length === 0 ? "No tools are stored yet" : "Choose a tool"}
        disabled={props.isReadOnly}
        value={bindingId === "" ? (noneLabel ? none : undefined) : bindingId}
        options={options}
        onValueChange={(value) => {
          const tool = tools.data?.find((one) => one.bindingId === value);
          onChange(value === none ? undefined : value, tool);
        }}
      />
      <Link
        href={named ? `/tools/${named.id}` : "/tools"}
        target="_blank"
        aria-label={named ? `Open ${named.name} on the Tools page` : "Open the Tools page"}
        className="grid size-7 shrink-0 place-items-center rounded-md text-muted-foreground hover:bg-selected hover:text-foreground"
      >
        <ExternalLink aria-hidden className="size-3.5" />
      </Link>
    </span>
  );
}
