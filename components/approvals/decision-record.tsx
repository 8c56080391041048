import { ArrowUpRight } from "lucide-react";
import Link from "next/link";

import { isJsonObject } from "@/server/domain/json";

import { argumentRows, diffArguments } from "./argument-rows";
import { ArgumentTable } from "./argument-table";
import { reasonOf } from "./interrupt-words";
import { PlainText } from "./plain-text";
import { fieldsOf } from "./schema-shape";
import type { InterruptView } from "./types";

interface DecisionRecordProps {
  interrupt: InterruptView;
  myId: string | undefined;
  wasDecidedBefore: boolean;
}

/** What was proposed, what a person made of it, why, and what came of it. */
export function DecisionRecord({ interrupt, myId, wasDecidedBefore }: DecisionRecordProps) {
  const { decision, decidedBy, result, resumeRunId } = interrupt;
  const reason = reasonOf(decision);
  const choice = decision?.type === "answer" ? decision.choice : undefined;
  return (
    <>
      {wasDecidedBefore ? (
        <p role="status" className="text-muted-foreground">
          {decidedBy && decidedBy.id !== myId ? `${decidedBy.name} had decided` : "This had been decided"} before your
          answer came. The first decision stands.
        </p>
      ) : null}
      <Values interrupt={interrupt} />
      {choice === undefined ? null : (
        <Fact name="Choice" text={interrupt.choices.find((each) => each.id === choice)?.label ?? choice} />
      )}
      {reason === undefined ? null : <Fact name="Reason" text={reason} />}
      {interrupt.kind === "approval" && interrupt.status === "APPROVED" ? (
        <p role="status" className="text-xs text-muted-foreground">
          {resumeRunId === null
            ? "It is carried out when everything else that this run asks is decided."
            : "Being carried out now."}
        </p>
      ) : null}
      {/* A form's answer is all that came of it. */}
      {result === null || interrupt.kind === "form" ? null : <Fact name="Result" text={result} isCode />}
      {resumeRunId === null ? null : (
        <Link
          href={`/runs/${resumeRunId}`}
          className="inline-flex w-fit items-center gap-1 rounded-sm text-xs text-muted-foreground hover:text-foreground"
        >
          The run that went on from here
          <ArrowUpRight aria-hidden className="size-3.5" />
        </Link>
      )}
    </>
  );
}

function Values({ interrupt: { kind, proposal, decision, inputSchema } }: { interrupt: InterruptView }) {
  if (kind === "form") {
    const values = decision?.type === "answer" ? decision.values : proposal;
    const titles = new Map(fieldsOf(inputSchema ?? {}).map((field) => [field.name, field.title]));
    const rows = argumentRows(values, inputSchema).map((row) => ({ ...row, name: titles.get(row.name) ?? row.name }));
    return rows.length === 0 ? null : <ArgumentTable label="Values" rows={rows} nothing="" />;
  }
  const edited = decision?.type === "approve" && isJsonObject(decision.editedArgs) ? decision.editedArgs : undefined;
  return (
    <ArgumentTable
      label="Arguments"
      rows={edited === undefined ? argumentRows(proposal, inputSchema) : diffArguments(proposal, edited, inputSchema)}
      nothing="The call has no arguments."
    />
  );
}

function Fact({ name, text, isCode = false }: { name: string; text: string; isCode?: boolean }) {
  return (
    <section className="flex flex-col gap-1">
      <h3 className="text-xs text-muted-foreground">{name}</h3>
      <div
        className={
          isCode
            ? "max-h-72 overflow-auto rounded-md border border-border bg-sunken px-3 py-2 font-mono text-xs"
            : undefined
        }
      >
        <PlainText text={text} />
      </div>
    </section>
  );
}
