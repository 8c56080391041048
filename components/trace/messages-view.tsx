import { Badge } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";

import { type ModelExchange, type ModelMessage, prettyArguments } from "./chat-messages";
import { CopyButton } from "./copy-button";

const roleNames: Record<string, string> = { system: "System", user: "User", assistant: "Assistant", tool: "Tool" };

/** What a model was sent and what it answered, in the order in which it read it. Text is never read as markup. */
export function MessagesView({ exchange }: { exchange: ModelExchange }) {
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
            <Message message={message} />
          </li>
        ))}
      </ol>
    </div>
  );
}

function Message({ message }: { message: ModelMessage }) {
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
        {text === "" ? null : <CopyButton label="Copy message" text={text} className="-mr-1.5 ml-auto" />}
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
