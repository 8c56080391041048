"use client";

import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import type { FieldHint } from "@/server/domain/nodes/definition";
import { definitionOf } from "@/server/domain/nodes/registry";
import type { NodeKind } from "@/server/domain/workflow/schema";
import { ConfigWidget } from "@/components/editor/fields/config-widget";
import { ChatSettingsFields, InputsField } from "@/components/editor/fields/inputs-field";
import { framesOf } from "@/components/editor/frames";
import { nodesById } from "@/components/editor/graph";
import { fieldIssue, issuesOf } from "@/components/editor/issues";
import { useEditor } from "@/components/editor/store-context";
import { NodeIdField } from "./node-id-field";
import { ParentField } from "./parent-field";
import { ReliabilityFields } from "./reliability-fields";

/** The form of a node: the fields of its kind, then what every node has. */
export function SetupTab({ nodeId, kind }: { nodeId: string; kind: NodeKind | undefined }) {
  const sections = kind ? sectionsOf(kind) : [];
  return (
    <div className="flex flex-col">
      <GeneralProblems nodeId={nodeId} fields={kind ? Object.keys(definitionOf(kind).fields) : []} />
      {kind === "start" ? (
        <>
          <FieldGroup>
            <InputsField />
          </FieldGroup>
          <FoldedGroup title="Chat">
            <ChatSettingsFields />
          </FoldedGroup>
        </>
      ) : null}
      {sections.map(({ title, fields }) => {
        const widgets = fields.map(([name, hint]) =>
          kind ? <ConfigWidget key={name} kind={kind} nodeId={nodeId} name={name} hint={hint} /> : null,
        );
        if (title === null) return <FieldGroup key="main">{widgets}</FieldGroup>;
        return (
          <ConfigSection key={title} title={title} nodeId={nodeId} fields={fields.map(([name]) => name)}>
            {widgets}
          </ConfigSection>
        );
      })}
      {kind && kind !== "start" ? <PlaceGroup nodeId={nodeId} /> : null}
      {kind && kind !== "start" ? (
        <FoldedGroup title="When it fails">
          <ReliabilityFields nodeId={nodeId} kind={kind} />
        </FoldedGroup>
      ) : null}
      <FoldedGroup title="Name in templates">
        <NodeIdField nodeId={nodeId} />
      </FoldedGroup>
    </div>
  );
}

/** Shown as soon as there is anything that a node could lie in. */
function PlaceGroup({ nodeId }: { nodeId: string }) {
  const hasContainers = useEditor((state) => framesOf(state.graph).size > 0);
  return hasContainers ? (
    <FoldedGroup title="Place">
      <ParentField nodeId={nodeId} />
    </FoldedGroup>
  ) : null;
}

type NamedField = [name: string, hint: FieldHint];

/** Fields without a section first, then each section in the order of its first field. */
function sectionsOf(kind: NodeKind): { title: string | null; fields: NamedField[] }[] {
  const sections = new Map<string | null, NamedField[]>();
  for (const [name, hint] of Object.entries(definitionOf(kind).fields)) {
    if (!hint) continue;
    const title = hint.section ?? null;
    const fields = sections.get(title);
    if (fields) fields.push([name, hint]);
    else sections.set(title, [[name, hint]]);
  }
  return [...sections]
    .map(([title, fields]) => ({ title, fields }))
    .sort((a, b) => Number(a.title !== null) - Number(b.title !== null));
}

function FieldGroup({ children }: { children: ReactNode }) {
  return <div className="flex flex-col gap-4 px-3 py-3">{children}</div>;
}

interface FoldedGroupProps {
  title: string;
  isOpen?: boolean;
  children: ReactNode;
}

function FoldedGroup({ title, isOpen = false, children }: FoldedGroupProps) {
  return (
    <details open={isOpen} className="group border-t border-border">
      <summary className="flex h-9 list-none items-center gap-1.5 px-3 text-xs font-medium text-muted-foreground hover:text-foreground">
        <ChevronRight aria-hidden className="size-3.5 transition-transform group-open:rotate-90" />
        {title}
      </summary>
      <div className="flex flex-col gap-4 px-3 pb-4">{children}</div>
    </details>
  );
}

interface ConfigSectionProps {
  title: string;
  nodeId: string;
  fields: readonly string[];
  children: ReactNode;
}

/** A folded section opens by itself where a field in it is set or wrong. */
function ConfigSection({ title, nodeId, fields, children }: ConfigSectionProps) {
  const isUsed = useEditor((state) => {
    const config = nodesById(state.graph).get(nodeId)?.config ?? {};
    return fields.some((field) => config[field] !== undefined || fieldIssue(state.issues, nodeId, field) !== undefined);
  });
  return (
    <FoldedGroup title={title} isOpen={isUsed}>
      {children}
    </FoldedGroup>
  );
}

/** Problems of the node that belong to none of its fields. */
function GeneralProblems({ nodeId, fields }: { nodeId: string; fields: readonly string[] }) {
  const issues = useEditor((state) => issuesOf(state.issues, nodeId));
  const general = issues.filter((issue) => !fields.some((field) => issue.path?.includes(field)));
  if (general.length === 0) return null;
  return (
    <ul aria-label="Problems of this node" className="flex flex-col gap-1 px-3 pt-3">
      {general.map((issue) => (
        <li
          key={`${issue.code}:${issue.message}`}
          className={issue.severity === "error" ? "text-xs text-failed" : "text-xs text-muted-foreground"}
        >
          {issue.message}
        </li>
      ))}
    </ul>
  );
}
