"use client";

import { useState } from "react";

import { initialTexts, type InputTexts, readInputs } from "@/components/inputs/read-inputs";
import type { Json } from "@/server/domain/json";
import { messageInput } from "@/server/domain/run/inputs";
import type { WorkflowInput } from "@/server/domain/workflow/schema";

import type { ComposerState } from "./composer";
import type { ChatApp } from "./types";
import type { Outgoing } from "./use-conversation";

interface UsedComposer {
  state: ComposerState;
  change: (change: Partial<ComposerState>) => void;
  /** What the app asks for beyond the message. */
  inputs: readonly WorkflowInput[];
  /** What to send for a text, or undefined when an input is wrong, which is then said beside it. */
  take: (text: string) => Pick<Outgoing, "text" | "inputs"> | undefined;
  /** Puts a refused message back where it was written. */
  putBack: (message: Pick<Outgoing, "text">, reason: string) => void;
}

/** What is being written. An input begins with what the last run was given, else with its default. */
export function useComposer(app: ChatApp | undefined, lastInputs: Readonly<Record<string, Json>>): UsedComposer {
  const [written, setWritten] = useState<ComposerState>({ text: "", inputs: {}, inputErrors: {}, refusal: null });
  const declared = app?.inputs ?? [];
  const forMessage = messageInput(declared);
  const inputs = declared.filter((input) => input !== forMessage);
  const texts = initialTexts(inputs, { ...textsOf(lastInputs), ...written.inputs });

  function change(changed: Partial<ComposerState>): void {
    setWritten((before) => ({ ...before, ...changed }));
  }

  return {
    state: { ...written, inputs: texts },
    change,
    inputs,
    take(text) {
      const read = readInputs(inputs, texts);
      change({ inputErrors: read.ok ? {} : read.errors, refusal: null });
      return read.ok ? { text, inputs: read.values } : undefined;
    },
    putBack(message, reason) {
      setWritten((before) => ({
        ...before,
        text: [message.text, before.text].filter((text) => text !== "").join("\n\n"),
        refusal: reason,
      }));
    },
  };
}

function textsOf(values: Readonly<Record<string, Json>>): InputTexts {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => {
      if (value === null) return [];
      return [[name, typeof value === "string" || typeof value === "boolean" ? value : JSON.stringify(value, null, 2)]];
    }),
  );
}
