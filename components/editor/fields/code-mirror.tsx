"use client";

import { closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, indentOnInput } from "@codemirror/language";
import { Compartment, EditorState, type Extension } from "@codemirror/state";
import { EditorView, keymap, lineNumbers, placeholder as placeholderText } from "@codemirror/view";
import { useEffect, useImperativeHandle, useRef, type Ref } from "react";
import { languageExtensions, type CodeLanguage } from "./code-languages";
import { codeTheme } from "./code-theme";
import { textChange } from "./text-document";
import type { VariableOption } from "./variables";

export interface CodeMirrorHandle {
  /** Puts text in at the cursor, over the selection, and focuses the editor. */
  insert(text: string): void;
}

export interface CodeMirrorProps {
  value: string;
  onChange: (value: string) => void;
  onBlur?: () => void;
  language: CodeLanguage;
  label: string;
  describedBy?: string;
  isInvalid?: boolean;
  placeholder?: string;
  /** Enter does not start a new line. */
  isSingleLine?: boolean;
  hasLineNumbers?: boolean;
  isReadOnly?: boolean;
  /** Undo is the surrounding editor's business, whose keys must then reach it; otherwise the text has its own. */
  hasOwnHistory?: boolean;
  /** What completion offers; asked only when it is needed. */
  getVariables?: () => readonly VariableOption[];
  ref?: Ref<CodeMirrorHandle>;
}

/** CodeMirror as a controlled text field. Loaded apart from the page, by CodeEditor. */
export function CodeMirror(props: CodeMirrorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const latest = useRef(props);
  const { value, language, label, describedBy, isInvalid, isReadOnly, ref } = props;

  useEffect(() => {
    latest.current = props;
  });

  // The external system is CodeMirror's view; it is made anew only for another language.
  useEffect(() => {
    if (!host.current) return;
    const created = new EditorView({
      parent: host.current,
      state: EditorState.create({ doc: latest.current.value, extensions: extensionsOf(latest) }),
    });
    view.current = created;
    return () => {
      view.current = null;
      created.destroy();
    };
  }, [language]);

  useEffect(() => {
    const current = view.current;
    const change = current && textChange(current.state.doc.toString(), value);
    if (change) current.dispatch({ changes: change });
  }, [value, language]);

  useEffect(() => {
    view.current?.dispatch({
      effects: attributes.reconfigure(attributesOf({ label, describedBy, isInvalid, isReadOnly })),
    });
  }, [label, describedBy, isInvalid, isReadOnly, language]);

  useImperativeHandle(
    ref,
    () => ({
      insert(text) {
        const current = view.current;
        if (!current) return;
        current.dispatch(current.state.replaceSelection(text), { userEvent: "input" });
        current.focus();
      },
    }),
    [],
  );

  return <div ref={host} data-slot="code-mirror" className="min-h-0" />;
}

const attributes = new Compartment();

function attributesOf({
  label,
  describedBy,
  isInvalid,
  isReadOnly,
}: Pick<CodeMirrorProps, "label" | "describedBy" | "isInvalid" | "isReadOnly">): Extension {
  return [
    EditorView.contentAttributes.of({
      "aria-label": label,
      "aria-multiline": "true",
      spellcheck: "false",
      ...(describedBy ? { "aria-describedby": describedBy } : {}),
      ...(isInvalid ? { "aria-invalid": "true" } : {}),
    }),
    EditorState.readOnly.of(isReadOnly ?? false),
  ];
}

function extensionsOf(latest: { readonly current: CodeMirrorProps }): Extension {
  const { language, placeholder, isSingleLine, hasLineNumbers, hasOwnHistory } = latest.current;
  return [
    hasOwnHistory ? [history(), keymap.of(historyKeymap)] : [],
    hasLineNumbers ? lineNumbers() : [],
    isSingleLine
      ? EditorState.transactionFilter.of((transaction) => (transaction.newDoc.lines > 1 ? [] : transaction))
      : [],
    hasLineNumbers ? [] : EditorView.lineWrapping,
    bracketMatching(),
    closeBrackets(),
    indentOnInput(),
    languageExtensions(language, () => latest.current.getVariables?.() ?? []),
    codeTheme,
    placeholder ? placeholderText(placeholder) : [],
    keymap.of([
      ...closeBracketsKeymap,
      ...completionKeymap,
      ...(isSingleLine ? [] : [indentWithTab]),
      ...defaultKeymap,
    ]),
    attributes.of(attributesOf(latest.current)),
    EditorView.updateListener.of((update) => {
      if (!update.docChanged) return;
      const text = update.state.doc.toString();
      if (text !== latest.current.value) latest.current.onChange(text);
    }),
    EditorView.domEventHandlers({ blur: () => latest.current.onBlur?.() }),
  ];
}
