import { Ban, CircleCheck, CirclePause, CircleX, Globe, Wrench } from "lucide-react";
import type { ReactNode } from "react";

import { Badge } from "@/components/ui/badge";
import { RelativeTime } from "@/components/ui/relative-time";
import { isPending } from "@/server/domain/interrupts/interrupt";

import { Countdown } from "./countdown";
import { decidedWords, outcomeOf } from "./interrupt-words";
import { PlainText } from "./plain-text";
import type { InterruptView } from "./types";
import { visibleText } from "./visible-text";

const icons = { waiting: CirclePause, done: CircleCheck, failed: CircleX, neutral: Ban } as const;

/** An outcome as icon and word. */
export function OutcomeBadge({ interrupt, waitingWord }: { interrupt: InterruptView; waitingWord?: string }) {
  const { word, tone } = outcomeOf(interrupt);
  const Icon = icons[tone];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden />
      {isPending(interrupt.status) ? (waitingWord ?? word) : word}
    </Badge>
  );
}

interface CardHeadProps {
  interrupt: InterruptView;
  myId: string | undefined;
  context: ReactNode;
}

/** State, time, the sentence of what will happen, and where it would go. */
export function CardHead({ interrupt, myId, context }: CardHeadProps) {
  const isOpen = isPending(interrupt.status);
  return (
    <header className="flex flex-col gap-2">
      <div className="flex min-h-5 flex-wrap items-center gap-x-2 gap-y-1">
        <OutcomeBadge
          interrupt={interrupt}
          waitingWord={interrupt.mayDecide ? "Waiting for you" : "Waiting for somebody else"}
        />
        <p className="min-w-0 flex-1 text-xs text-muted-foreground">
          {isOpen ? (
            <>
              asked <RelativeTime value={interrupt.createdAt} />
            </>
          ) : (
            <>
              {decidedWords(interrupt, myId)}
              {interrupt.decidedAt === null ? null : (
                <>
                  {" · "}
                  <RelativeTime value={interrupt.decidedAt} />
                </>
              )}
            </>
          )}
        </p>
        {isOpen ? (
          <Countdown
            expiresAt={interrupt.expiresAt}
            readAt={interrupt.readAt}
            onExpiry={interrupt.onExpiry}
            kind={interrupt.kind}
          />
        ) : null}
      </div>
      {context}
      <h2 className="text-base font-medium">
        <PlainText text={interrupt.message} />
      </h2>
      {interrupt.toolName === null && interrupt.host === null ? null : (
        <ul aria-label="Where it goes" className="flex flex-wrap items-center gap-1.5">
          {interrupt.toolName === null ? null : (
            <Chip icon={<Wrench aria-hidden />} label="Tool" text={interrupt.toolName} />
          )}
          {interrupt.method === null ? null : <Chip label="Method" text={interrupt.method} />}
          {interrupt.host === null ? null : <Chip icon={<Globe aria-hidden />} label="Host" text={interrupt.host} />}
        </ul>
      )}
    </header>
  );
}

function Chip({ icon, label, text }: { icon?: ReactNode; label: string; text: string }) {
  return (
    <li className="min-w-0">
      <Badge className="h-auto min-h-5 max-w-full font-mono font-normal whitespace-normal text-foreground [&_svg]:text-muted-foreground">
        {icon}
        <span className="sr-only">{label}: </span>
        <bdi className="wrap-anywhere">{visibleText(text)}</bdi>
      </Badge>
    </li>
  );
}
