"use client";

import { useQuery } from "@tanstack/react-query";
import { ExternalLink } from "lucide-react";
import Link from "next/link";

import { useTRPC } from "@/components/trpc/client";
import { Select } from "@/components/ui/select";

interface AppSelectProps {
  id?: string;
  label: string;
  describedBy?: string;
  isInvalid?: true;
  /** Code of the app that is named now, or empty. */
  appCode: string;
  onChange: (appCode: string) => void;
  isReadOnly: boolean;
}

/** One of the published apps, with a way to its workflow. An app that is not published any more stays named and says so. */
export function AppSelect({ id, label, appCode, onChange, ...props }: AppSelectProps) {
  const apps = useQuery(useTRPC().apps.list.queryOptions());
  const named = apps.data?.find((app) => app.code === appCode);
  const options = (apps.data ?? []).map((app) => ({ value: app.code, label: app.name, description: app.code }));
  if (appCode !== "" && !named)
    options.push({ value: appCode, label: appCode, description: apps.isPending ? "Loading" : "Not published" });
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <Select
        id={id}
        aria-label={id ? undefined : label}
        aria-describedby={props.describedBy}
        aria-invalid={props.isInvalid}
        className="min-w-0 flex-1"
        placeholder={apps.data?.length === 0 ? "No apps are published yet" : "Choose an app"}
        disabled={props.isReadOnly}
        value={appCode === "" ? undefined : appCode}
        options={options}
        onValueChange={onChange}
      />
      {named ? (
        <Link
          href={`/workflows/${named.workflowId}`}
          target="_blank"
          aria-label={`Open ${named.name} in a new tab`}
          className="grid size-7 shrink-0 place-items-center rounded-md text-muted-foreground hover:bg-hover hover:text-foreground"
        >
          <ExternalLink aria-hidden className="size-3.5" />
        </Link>
      ) : null}
    </span>
  );
}
