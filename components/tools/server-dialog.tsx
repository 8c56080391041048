"use client";

import { useMutation } from "@tanstack/react-query";
import { useId, useState } from "react";

import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";
import type { HeaderChanges } from "@/server/domain/tools/tool-definition";

import { SecretHeaders } from "./secret-headers";
import { lookWords } from "./tool-words";
import type { McpServer } from "./types";
import { useRefreshTools } from "./use-refresh-tools";

interface ServerDialogProps {
  /** Absent to add one. */
  server?: McpServer;
  onClose: () => void;
}

/** Adds an MCP server, which asks it at once, or changes where it is and what is sent to it, which asks nothing. */
export function ServerDialog({ server, onClose }: ServerDialogProps) {
  const trpc = useTRPC();
  const refreshTools = useRefreshTools();
  const formId = useId();
  const [name, setName] = useState(server?.name ?? "");
  const [url, setUrl] = useState(server?.url ?? "");
  const [headers, setHeaders] = useState<HeaderChanges>({});
  const add = useMutation(
    trpc.tools.addServer.mutationOptions({
      onSuccess: (look) => {
        toast.done(`Added ${name}`, { description: lookWords(look) });
        refreshTools();
        onClose();
      },
    }),
  );
  const change = useMutation(
    trpc.tools.changeServer.mutationOptions({
      onSuccess: () => {
        refreshTools();
        onClose();
      },
    }),
  );
  const error = add.error ?? change.error;
  return (
    <Dialog open onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}>
      <DialogContent
        title={server ? `Edit ${server.name}` : "Add MCP server"}
        description={
          server
            ? "Nothing is asked before you refresh it or a run calls one of its tools."
            : "The server is asked once what it offers. Every tool stays off until you allow it."
        }
        footer={
          <Button type="submit" form={formId} variant="primary" isBusy={add.isPending || change.isPending}>
            {server ? "Save server" : "Add and look"}
          </Button>
        }
      >
        <form
          id={formId}
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            if (server) change.mutate({ id: server.id, name: name.trim(), url: url.trim(), headers });
            else add.mutate({ name: name.trim(), url: url.trim(), headers });
          }}
        >
          <Field label="Name" isRequired help="The names of its tools begin with it.">
            {(control) => (
              <Input
                {...control}
                required
                maxLength={80}
                value={name}
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </Field>
          <Field
            label="URL"
            isRequired
            help="Where it answers by streamable HTTP, such as https://mcp.example.com/mcp."
          >
            {(control) => (
              <Input
                {...control}
                required
                type="url"
                inputMode="url"
                className="font-mono text-xs"
                value={url}
                onChange={(event) => setUrl(event.target.value)}
              />
            )}
          </Field>
          <SecretHeaders storedNames={server?.headerNames ?? []} changes={headers} onChange={setHeaders} />
          {error ? (
            <p role="alert" className="text-sm text-failed">
              {error.message}
            </p>
          ) : null}
        </form>
      </DialogContent>
    </Dialog>
  );
}
