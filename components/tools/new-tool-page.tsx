"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useId, useState } from "react";

import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { PageBody, PageHeader } from "@/components/ui/page-header";
import { toast } from "@/components/ui/toast";
import type { HeaderChanges } from "@/server/domain/tools/tool-definition";

import { AddressFields } from "./address-fields";
import { emptyDraft, toDefinition } from "./definition-draft";
import { DefinitionForm } from "./definition-form";
import { type Handling, HandlingFields } from "./handling-fields";
import { Section } from "./section";
import { useRefreshTools } from "./use-refresh-tools";

/** Describes an HTTP service as a tool. It can be tried once it is stored. */
export function NewToolPage() {
  const router = useRouter();
  const refreshTools = useRefreshTools();
  const formId = useId();
  const [name, setName] = useState("");
  const [draft, setDraft] = useState(emptyDraft);
  const [handling, setHandling] = useState<Handling>({ needsApproval: false, onUncertain: "retry" });
  const [baseUrl, setBaseUrl] = useState("");
  const [headers, setHeaders] = useState<HeaderChanges>({});
  const [hasTried, setHasTried] = useState(false);
  const create = useMutation(
    useTRPC().tools.create.mutationOptions({
      onSuccess: ({ id }) => {
        toast.done(`Stored ${name}`, { description: "Try it before a workflow does." });
        refreshTools();
        router.push(`/tools/${id}`);
      },
    }),
  );
  const read = toDefinition(draft);
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Tools", href: "/tools" }, { label: "New tool" }]}
        actions={
          <Button type="submit" form={formId} size="sm" variant="primary" isBusy={create.isPending}>
            Store tool
          </Button>
        }
      />
      <PageBody>
        <form
          id={formId}
          className="mx-auto flex max-w-160 flex-col"
          onSubmit={(event) => {
            event.preventDefault();
            setHasTried(true);
            if (read.ok)
              create.mutate({ name: name.trim(), definition: read.value, binding: { baseUrl, headers }, ...handling });
          }}
        >
          <Section title="What it is">
            <Field label="Name" isRequired help="What models call it: letters, digits, _ and -.">
              {(control) => (
                <Input
                  {...control}
                  required
                  pattern="[A-Za-z0-9_\-]{1,64}"
                  maxLength={64}
                  className="font-mono text-xs"
                  value={name}
                  onChange={(event) => setName(event.target.value)}
                />
              )}
            </Field>
            <DefinitionForm
              draft={draft}
              onChange={setDraft}
              problem={hasTried && !read.ok ? read.issues : undefined}
            />
          </Section>
          <Section title="Address and credentials" description="Belong to the tool, not to a version of it.">
            <AddressFields
              baseUrl={baseUrl}
              onBaseUrlChange={setBaseUrl}
              storedNames={[]}
              headers={headers}
              onHeadersChange={setHeaders}
            />
          </Section>
          <Section title="Handling">
            <HandlingFields {...handling} onChange={(change) => setHandling({ ...handling, ...change })} />
          </Section>
          {create.isError ? (
            <p role="alert" className="text-sm text-failed">
              {create.error.message}
            </p>
          ) : null}
        </form>
      </PageBody>
    </>
  );
}
