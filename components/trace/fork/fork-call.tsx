import { argumentRows } from "@/components/approvals/argument-rows";
import { ArgumentTable } from "@/components/approvals/argument-table";
import { Badge } from "@/components/ui/badge";
import { RelativeTime } from "@/components/ui/relative-time";
import { SegmentedControl } from "@/components/ui/segmented-control";
import type { CallChoice } from "@/server/domain/run/fork-record";

import { ValueView } from "../value-view";
import { choicesFor, consequence, outcomeWords } from "./fork-words";
import type { OutsideCall } from "./types";

interface ForkCallProps {
  call: OutsideCall;
  choice: CallChoice;
  onChoose: (choice: CallChoice) => void;
}

/** One outside call that lies after the point: what was sent, what came of it, and what is to become of it. */
export function ForkCall({ call, choice, onChoose }: ForkCallProps) {
  return (
    <li className="flex flex-col gap-2.5 rounded-lg border border-border bg-card p-3">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="min-w-0 text-sm font-medium wrap-anywhere">{call.name}</span>
        {call.title === call.name ? null : <span className="text-sm text-muted-foreground">{call.title}</span>}
        <Badge className="font-mono">{call.method}</Badge>
        <Badge className="max-w-full min-w-0 truncate font-mono font-normal" title={call.url}>
          {call.host}
        </Badge>
        <span className="ml-auto text-xs text-muted-foreground">
          <RelativeTime value={call.at} />
        </span>
      </div>
      <ArgumentTable label="Arguments" rows={argumentRows(call.arguments)} nothing="It was sent no arguments." />
      <details className="text-sm">
        <summary className="cursor-pointer rounded-sm text-muted-foreground hover:text-foreground">
          {resultWords(call)}
        </summary>
        <div className="pt-2">
          <ValueView value={call.result?.body ?? null} name="result" nothing="Nothing of its answer was recorded." />
        </div>
      </details>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-t border-border pt-2.5">
        <SegmentedControl
          label={`What becomes of ${call.name}`}
          value={choice}
          onValueChange={onChoose}
          segments={choicesFor(call)}
        />
        <p className={choice === "again" ? "text-xs font-medium text-waiting" : "text-xs text-muted-foreground"}>
          {consequence(choice, call)}
        </p>
      </div>
    </li>
  );
}

function resultWords({ outcome, result }: OutsideCall): string {
  const status = result?.status ? ` with ${result.status}` : "";
  return `Result: ${outcomeWords[outcome]}${outcome === "answered" ? status : ""}`;
}
