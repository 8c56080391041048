import { autocompletion, type Completion, type CompletionContext, type CompletionSource } from "@codemirror/autocomplete";
import { javascript } from "@codemirror/lang-javascript";
import { json } from "@codemirror/lang-json";
import { python } from "@codemirror/lang-python";
import type { Extension } from "@codemirror/state";
import { Decoration, MatchDecorator, ViewPlugin, type DecorationSet, type EditorView, type ViewUpdate } from "@codemirror/view";
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

const decorator = new MatchDecorator({ regexp: /\{\{[^{}]*\}\}/g, decoration: Decoration.mark({ class: "cm-placeholder-mark" }) });

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

/** Offers variables inside `{{`, and closes the placeholder where it is still open. */
function templateCompletion(getVariables: GetVariables): CompletionSource {
  return (context: CompletionContext) => {
    const open = context.matchBefore(/\{\{\s*[\p{L}\p{N}_.[\]-]*/u);
    if (!open) return null;
    const typed = /[\p{L}\p{N}_.[\]-]*$/u.exec(open.text)?.[0] ?? "";
    const needsSpace = open.text === "{{";
    return {
      from: context.pos - typed.length,
      options: getVariables().map((variable) => completionOf(variable, (view, from, to) => {
        const rest = view.state.sliceDoc(to, to + 3);
        const closing = /^\s?\}\}/.test(rest) ? "" : " }}";
        const insert = `${needsSpace ? " " : ""}${variable.path}${closing}`;
        const skip = closing === "" ? (/^\s?\}\}/.exec(rest)?.[0].length ?? 0) : 0;
        const spaced = closing === "" && !rest.startsWith(" ") ? `${insert} ` : insert;
        view.dispatch({ changes: { from, to, insert: spaced }, selection: { anchor: from + spaced.length + skip } });
      })),
      validFor: /^[\p{L}\p{N}_.[\]-]*$/u,
    };
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

function completionOf(variable: VariableOption, apply: string | ((view: EditorView, from: number, to: number) => void)): Completion {
  return {
    label: variable.path,
    detail: variable.type,
    info: variable.description,
    apply: typeof apply === "string" ? apply : (view, _completion, from, to) => apply(view, from, to),
  };
}
