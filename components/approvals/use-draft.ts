"use client";

import { useState } from "react";

import { validateArguments } from "@/server/domain/agent/validate-arguments";
import type { Json, JsonObject } from "@/server/domain/json";

import { formSchema } from "./form-schema";
import { type JsonPath, pathText, setAt } from "./json-path";

/** Values that are edited, and how to change them. Shared by all fields of one form. */
export interface Draft {
  value: Json;
  /** What is compared with; `undefined` shows no comparison, as in a form that somebody fills in. */
  original: Json | undefined;
  /** Paths of JSON fields whose text can not be read. */
  unreadable: ReadonlySet<string>;
  /** Whether an empty required field is already called missing; a form waits until it is sent. */
  saysMissing: boolean;
  change: (path: JsonPath, next: Json | undefined) => void;
  setReadable: (path: JsonPath, isReadable: boolean) => void;
}

interface DraftState {
  draft: Draft;
  /** The schema with a type for everything, see `formSchema`. */
  schema: JsonObject;
  /** What keeps it from being sent, as sentences. */
  problems: string[];
  /** Takes a whole other value, as the JSON tab does. */
  replace: (value: Json) => void;
}

interface DraftOptions {
  initial: Json;
  original: Json | undefined;
  saysMissing: boolean;
}

/** Values in the making, checked with every change by the same rules as on the server. */
export function useDraft(given: JsonObject | null, { initial, original, saysMissing }: DraftOptions): DraftState {
  const [value, setValue] = useState(initial);
  const [schema, setSchema] = useState(() => formSchema(given ?? undefined, initial));
  const [unreadable, setUnreadable] = useState<ReadonlySet<string>>(new Set<string>());

  function setReadable(path: JsonPath, isReadable: boolean): void {
    setUnreadable((current) => {
      const next = new Set(current);
      if (isReadable) next.delete(pathText(path));
      else next.add(pathText(path));
      return next;
    });
  }

  const sentences = [...validateArguments(value, given ?? {}), ...validateArguments(value, schema)];
  return {
    draft: {
      value,
      original,
      unreadable,
      saysMissing,
      change: (path, next) => setValue((current) => setAt(current, path, next)),
      setReadable,
    },
    schema,
    problems: [...new Set(sentences), ...[...unreadable].map((name) => `${name} is not JSON yet`)],
    replace(next) {
      setUnreadable(new Set());
      setSchema(formSchema(given ?? undefined, next));
      setValue(next);
    },
  };
}
