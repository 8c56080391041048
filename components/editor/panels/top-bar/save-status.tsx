"use client";

import { useSyncExternalStore } from "react";
import { useStore } from "zustand";
import { Button } from "@/components/ui/button";
import type { Autosave, SaveState } from "@/components/editor/autosave";

const tickMs = 1000;

interface SaveStatusProps {
  autosave: Autosave;
  openedAt: Date;
  /** Asks again which draft goes on. */
  onResolve: () => void;
}

/** Whether the draft is saved, in words: "Draft saved 12 s ago". */
export function SaveStatus({ autosave, openedAt, onResolve }: SaveStatusProps) {
  const state = useStore(autosave.state);
  const now = useNow();
  return (
    <span className="flex min-w-0 items-center gap-2 text-xs text-muted-foreground">
      <span role="status" className="truncate">
        {saveWords(state, openedAt.getTime(), now)}
      </span>
      {state.status === "failed" ? (
        <Button size="sm" variant="ghost" onClick={() => void autosave.flush()}>
          Retry
        </Button>
      ) : null}
      {state.status === "conflict" ? (
        <Button size="sm" variant="ghost" onClick={onResolve}>
          Choose
        </Button>
      ) : null}
    </span>
  );
}

function saveWords(state: SaveState, openedAt: number, now: number): string {
  switch (state.status) {
    case "saved":
      return `Draft saved ${agoWords(now - (state.at ?? openedAt))}`;
    case "unsaved":
    case "saving":
      return "Saving";
    case "failed":
      return `Not saved. ${state.message}`;
    case "conflict":
      return "Not saved: changed elsewhere";
  }
}

function agoWords(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 5) return "just now";
  if (seconds < 60) return `${seconds} s ago`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h ago` : `${Math.round(hours / 24)} days ago`;
}

function subscribeToClock(onTick: () => void): () => void {
  const timer = setInterval(onTick, tickMs);
  return () => clearInterval(timer);
}

/** The time in whole seconds as milliseconds; renders again with every tick. */
function useNow(): number {
  return useSyncExternalStore(subscribeToClock, () => Math.floor(Date.now() / tickMs) * tickMs);
}
