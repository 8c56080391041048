"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { MessageSquare, Plus, Workflow } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTheme } from "next-themes";
import * as Dialog from "radix-ui/dialog";
import { useDeferredValue, useState } from "react";

import { useTRPC } from "@/components/trpc/client";
import { Command, CommandEmpty, CommandGroup, CommandInput, CommandItem, CommandList } from "@/components/ui/command";
import { scrimClasses } from "@/components/ui/dialog";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";

import { useCommandPalette } from "./command-palette-context";
import { destinations } from "./navigation";
import { rankEntry } from "./rank-entry";
import { themes } from "./theme-menu";

const foundLimit = 8;

/** Everything by name: places, workflows, apps, the latest runs, creation, theme. */
export function CommandPalette() {
  const { isOpen, setOpen } = useCommandPalette();
  return (
    <Dialog.Root open={isOpen} onOpenChange={setOpen}>
      <Dialog.Portal>
        <Dialog.Overlay className={scrimClasses} />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-x-4 top-[12dvh] z-50 mx-auto flex max-h-[60dvh] max-w-144 flex-col overflow-hidden rounded-lg border border-border bg-popover shadow-float outline-none animate-in fade-in-0 zoom-in-[0.98] duration-150 data-[state=closed]:animate-out data-[state=closed]:fade-out-0 data-[state=closed]:duration-100"
        >
          <Dialog.Title className="sr-only">Search and commands</Dialog.Title>
          <PaletteBody onDone={() => setOpen(false)} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function PaletteBody({ onDone }: { onDone: () => void }) {
  const trpc = useTRPC();
  const router = useRouter();
  const { setTheme } = useTheme();
  const [text, setText] = useState("");
  const query = useDeferredValue(text.trim());
  const workflows = useQuery(
    trpc.workflows.list.queryOptions({ query: query || undefined }, { placeholderData: keepPreviousData }),
  );
  const runs = useQuery(trpc.runs.list.queryOptions({ limit: foundLimit }));
  const found = (workflows.data ?? []).slice(0, foundLimit);

  function go(href: string): void {
    onDone();
    router.push(href);
  }

  return (
    <Command label="Search and commands" filter={rankEntry} loop>
      <CommandInput placeholder="Search or jump to" value={text} onValueChange={setText} />
      <CommandList>
        <CommandEmpty>Nothing is called "{text}".</CommandEmpty>
        <CommandGroup heading="Go to">
          {destinations.map(({ href, label, icon: Icon, keywords }) => (
            <CommandItem key={href} value={`go ${href}`} keywords={[label, ...keywords]} onSelect={() => go(href)}>
              <Icon aria-hidden />
              {label}
            </CommandItem>
          ))}
        </CommandGroup>
        <CommandGroup heading="Create">
          <CommandItem
            value="create workflow"
            keywords={["New workflow", "create", "template"]}
            onSelect={() => go("/workflows?create=1")}
          >
            <Plus aria-hidden />
            New workflow
          </CommandItem>
        </CommandGroup>
        {found.length > 0 ? (
          <CommandGroup heading="Workflows">
            {found.map((workflow) => (
              <CommandItem
                key={workflow.id}
                value={`workflow ${workflow.id}`}
                keywords={[workflow.name, query]}
                onSelect={() => go(`/workflows/${workflow.id}`)}
              >
                <Workflow aria-hidden />
                <span className="truncate">{workflow.name}</span>
              </CommandItem>
            ))}
          </CommandGroup>
        ) : null}
        {found.some((workflow) => workflow.app) ? (
          <CommandGroup heading="Chat with">
            {found.map(({ app }) =>
              app ? (
                <CommandItem
                  key={app.code}
                  value={`chat ${app.code}`}
                  keywords={[app.name, query]}
                  onSelect={() => go(`/chat?app=${encodeURIComponent(app.code)}`)}
                >
                  <MessageSquare aria-hidden />
                  <span className="truncate">{app.name}</span>
                </CommandItem>
              ) : null,
            )}
          </CommandGroup>
        ) : null}
        {runs.data && runs.data.items.length > 0 ? (
          <CommandGroup heading="Latest runs">
            {runs.data.items.map((run) => (
              <CommandItem
                key={run.id}
                value={`run ${run.id}`}
                keywords={[run.workflow.name, run.id, run.status, "run"]}
                onSelect={() => go(`/runs/${run.id}`)}
              >
                <StatusBadge status={run.status} variant="quiet" className="w-24" />
                <span className="min-w-0 flex-1 truncate">{run.workflow.name}</span>
                <RelativeTime value={run.createdAt} className="text-xs text-muted-foreground" />
              </CommandItem>
            ))}
          </CommandGroup>
        ) : null}
        <CommandGroup heading="Theme">
          {themes.map(({ value, label, icon: Icon }) => (
            <CommandItem
              key={value}
              value={`theme ${value}`}
              keywords={[`${label} theme`, "mode", "appearance"]}
              onSelect={() => {
                setTheme(value);
                onDone();
              }}
            >
              <Icon aria-hidden />
              {label} theme
            </CommandItem>
          ))}
        </CommandGroup>
      </CommandList>
    </Command>
  );
}
