import { autocompletion, type Completion, type CompletionSource } from "@codemirror/autocomplete";
import { javascript } from "@codemirror/lang-javascript";
import { json } from "@codemirror/lang-json";
import { python } from "@codemirror/lang-python";
import type { Extension } from "@codemirror/state";
import {
  Decoration,
  MatchDecorator,
  ViewPlugin,
  type DecorationSet,
  type EditorView,
  type ViewUpdate,
} from "@codemirror/view";
import type { VariableOption } from "./variables";

export type CodeLanguage = "template" | "expression" | "python" | "javascript" | "json" | "json-template";

type GetVariables = () => readonly VariableOption[];

export function languageExtensions(language: CodeLanguage, getVariables: GetVariables): Extension {
  switch (language) {
    case "python":
      return [python(), autocompletion()];
    case "javascript":
      return [javascript(), autocompletion()];
    case "json":
      return json();
    case "json-template":
      return [json(), placeholders, autocompletion({ override: [templateCompletion(getVariables)], icons: false })];
    case "template":
      return [placeholders, autocompletion({ override: [templateCompletion(getVariables)], icons: false })];
    case "expression":
      return autocompletion({ override: [expressionCompletion(getVariables)], icons: false });
  }
}

const decorator = new MatchDecorator({
  regexp: /\{\{[^{}]*\}\}/g,
  decoration: Decoration.mark({ class: "cm-placeholder-mark" }),
});

/** Marks `{{ … }}` wherever it stands. */
const placeholders = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = decorator.createDeco(view);
    }
    update(update: ViewUpdate) {
      this.decorations = decorator.updateDeco(update, this.decorations);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

const pathCharacters = /[\p{L}\p{N}_.[\]-]*$/u;

/** Offers variables inside `{{`, and closes the placeholder where it is still open. */
function templateCompletion(getVariables: GetVariables): CompletionSource {
  return (context) => {
    const open = context.matchBefore(/\{\{\s*[\p{L}\p{N}_.[\]-]*/u);
    if (!open) return null;
    const typed = pathCharacters.exec(open.text)?.[0] ?? "";
    return {
      from: context.pos - typed.length,
      options: getVariables().map((variable) => completionOf(variable, completePlaceholder(variable.path))),
      validFor: pathCharacters,
    };
  };
}

/** Writes ` path }}` with one space inside either brace, taking in a closing that is already there. */
function completePlaceholder(path: string) {
  return (view: EditorView, from: number, to: number) => {
    const before = view.state.sliceDoc(Math.max(0, from - 1), from) === "{" ? " " : "";
    const closed = /^\s*\}\}/.exec(view.state.sliceDoc(to, to + 8))?.[0].length ?? 0;
    const insert = `${before}${path} }}`;
    view.dispatch({
      changes: { from, to: to + closed, insert },
      selection: { anchor: from + insert.length },
      userEvent: "input.complete",
    });
  };
}

function expressionCompletion(getVariables: GetVariables): CompletionSource {
  return (context) => {
    const word = context.matchBefore(/[\p{L}_][\p{L}\p{N}_.[\]-]*/u);
    if (!word && !context.explicit) return null;
    return {
      from: word?.from ?? context.pos,
      options: getVariables().map((variable) => completionOf(variable, variable.path)),
      validFor: /^[\p{L}\p{N}_.[\]-]*$/u,
    };
  };
}

function completionOf(
  variable: VariableOption,
  apply: string | ((view: EditorView, from: number, to: number) => void),
): Completion {
  return {
    label: variable.path,
    detail: variable.type,
    info: variable.description,
    apply: typeof apply === "string" ? apply : (view, _completion, from, to) => apply(view, from, to),
  };
}
