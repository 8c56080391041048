import { RotateCcw } from "lucide-react";

import { Badge } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";

import { type ModelExchange, type ModelMessage, prettyArguments } from "./chat-messages";
import { CopyButton } from "./copy-button";

const roleNames: Record<string, string> = { system: "System", user: "User", assistant: "Assistant", tool: "Tool" };

interface MessagesViewProps {
  exchange: ModelExchange;
  /** The pieces of the run from which messages can be said again, by the place of the message. */
  places: ReadonlyMap<number, string>;
  onRunAgain: ((address: string, name: string) => void) | undefined;
}

/** What a model was sent and what it answered, in the order in which it read it. Text is never read as markup. */
export function MessagesView({ exchange, places, onRunAgain }: MessagesViewProps) {
  return (
    <div className="flex flex-col gap-3">
      {exchange.tools.length > 0 ? (
        <p className="flex flex-wrap items-center gap-1.5 text-xs text-muted-foreground">
          Tools on offer
          {exchange.tools.map((tool) => (
            <Badge key={tool} className="font-mono font-normal">
              {tool}
            </Badge>
          ))}
        </p>
      ) : null}
      <ol aria-label="Messages" className="flex flex-col gap-2">
        {exchange.messages.map((message, at) => (
          // A conversation only grows at its end: the place is the identity.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={at}>
            <Message message={message} place={places.get(at)} onRunAgain={onRunAgain} />
          </li>
        ))}
      </ol>
    </div>
  );
}

interface MessageProps {
  message: ModelMessage;
  place: string | undefined;
  onRunAgain: MessagesViewProps["onRunAgain"];
}

function Message({ message, place, onRunAgain }: MessageProps) {
  const { role, text, toolCalls, answers, isAnswer } = message;
  return (
    <article
      className={cn(
        "rounded-lg border px-3 py-2",
        role === "assistant" ? "border-border bg-card" : "border-transparent bg-muted",
        isAnswer && "border-neutral-8",
      )}
    >
      <header className="flex h-6 items-center gap-2 text-xs font-medium text-muted-foreground">
        <span>{roleNames[role] ?? role}</span>
        {answers === undefined ? null : <span className="font-mono font-normal">{answers}</span>}
        {isAnswer ? <span className="font-normal">answered</span> : null}
        <span className="-mr-1.5 ml-auto flex items-center">
          {place !== undefined && onRunAgain ? (
            <IconButton label="Run again from here" size="sm" onClick={() => onRunAgain(place, "this message")}>
              <RotateCcw aria-hidden className="size-3.5" />
            </IconButton>
          ) : null}
          {text === "" ? null : <CopyButton label="Copy message" text={text} />}
        </span>
      </header>
      {text === "" ? null : (
        <p className={cn("whitespace-pre-wrap wrap-anywhere", role === "tool" ? "font-mono text-xs" : "text-sm")}>
          {text}
        </p>
      )}
      {toolCalls.map((call) => (
        <div
          key={call.id || call.name}
          className="mt-1.5 rounded-md border border-border bg-sunken px-2.5 py-1.5 font-mono text-xs"
        >
          <p className="font-medium">{call.name}</p>
          <pre className="whitespace-pre-wrap wrap-anywhere text-muted-foreground">
            {prettyArguments(call.arguments)}
          </pre>
        </div>
      ))}
    </article>
  );
}
