"use client";

import { PanelLeft, Share2 } from "lucide-react";
import { useState } from "react";

import { ShareDialog } from "@/components/share/share-dialog";
import { formatCompact, formatMicros, formatNumber } from "@/components/ui/format";
import { IconButton } from "@/components/ui/icon-button";
import { Sheet, SheetContent } from "@/components/ui/sheet";
import { Tooltip } from "@/components/ui/tooltip";

import { agentsApp } from "./agents-app";
import { SessionList } from "./session-list";
import { SessionMenu } from "./session-menu";
import { titleOf } from "./title";
import type { SessionDetail } from "./types";

interface ConversationHeaderProps {
  sessionId: string | null;
  session: SessionDetail | undefined;
  /** What it is called until its title is known. */
  fallbackTitle: string;
  /** The app that is talked to, which can be shared; absent for the configured agents. */
  appCode: string | undefined;
}

/** What the conversation is called, what it has used so far, and on a phone the way to the others. */
export function ConversationHeader({ sessionId, session, fallbackTitle, appCode }: ConversationHeaderProps) {
  const [isSharing, setSharing] = useState(false);
  const [isListOpen, setListOpen] = useState(false);
  const title = session ? titleOf(session) : fallbackTitle;
  return (
    <header className="flex h-12 shrink-0 items-center gap-2 border-b border-border bg-background px-3 sm:px-5">
      <IconButton label="Show conversations" size="sm" className="-ml-1 md:hidden" onClick={() => setListOpen(true)}>
        <PanelLeft aria-hidden />
      </IconButton>
      <Sheet open={isListOpen} onOpenChange={setListOpen}>
        <SheetContent side="left" title="Chat" className="[&>div]:flex [&>div]:flex-col">
          <SessionList currentId={sessionId} onNavigate={() => setListOpen(false)} />
        </SheetContent>
      </Sheet>
      <h1 className="min-w-0 truncate text-sm font-semibold">{title}</h1>
      {session ? (
        <span className="hidden shrink-0 text-sm text-muted-foreground sm:inline">
          {session.isWithAgents ? agentsApp.name : session.app?.name}
        </span>
      ) : null}
      <div className="flex-1" />
      {session ? <Usage session={session} /> : null}
      {appCode === undefined ? null : (
        <>
          <IconButton label="Share this app" size="sm" onClick={() => setSharing(true)}>
            <Share2 aria-hidden />
          </IconButton>
          <ShareDialog appCode={appCode} isOpen={isSharing} onOpenChange={setSharing} />
        </>
      )}
      {session ? <SessionMenu session={session} /> : null}
    </header>
  );
}

function Usage({ session }: { session: SessionDetail }) {
  const tokens = session.inputTokens + session.outputTokens;
  if (tokens === 0 && session.costMicros === 0) return null;
  const detail = `${formatNumber(session.inputTokens)} tokens in, ${formatNumber(session.outputTokens)} out`;
  return (
    <Tooltip content={detail}>
      <p className="figures shrink-0 text-xs text-muted-foreground">
        <span className="sr-only">Used so far: </span>
        {formatCompact(tokens)} tokens
        <span aria-hidden className="px-1 text-faint">
          ·
        </span>
        {formatMicros(session.costMicros)}
      </p>
    </Tooltip>
  );
}
