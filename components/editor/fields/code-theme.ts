import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const highlight = HighlightStyle.define([
  {
    tag: [tags.keyword, tags.controlKeyword, tags.definitionKeyword, tags.operatorKeyword],
    color: "oklch(var(--tile-ink) 295)",
  },
  { tag: [tags.string, tags.special(tags.string)], color: "oklch(var(--tile-ink) 155)" },
  { tag: [tags.number, tags.bool, tags.null], color: "oklch(var(--tile-ink) 35)" },
  { tag: [tags.propertyName, tags.attributeName], color: "oklch(var(--tile-ink) 255)" },
  { tag: [tags.function(tags.variableName)], color: "oklch(var(--tile-ink) 220)" },
  { tag: tags.comment, color: "var(--neutral-10)", fontStyle: "italic" },
]);

/** The look of every code field, in the colours of the page. */
export const codeTheme = [
  syntaxHighlighting(highlight),
  EditorView.theme({
    "&": { fontSize: "12.5px", color: "var(--neutral-12)", backgroundColor: "transparent", maxHeight: "inherit" },
    "&.cm-focused": { outline: "none" },
    ".cm-scroller": {
      fontFamily: "var(--font-mono, var(--font-geist-mono), ui-monospace, monospace)",
      lineHeight: "19px",
      overflow: "auto",
    },
    ".cm-content": { padding: "6px 0", caretColor: "var(--neutral-12)" },
    ".cm-line": { padding: "0 10px" },
    ".cm-cursor": { borderLeftColor: "var(--neutral-12)" },
    ".cm-gutters": { backgroundColor: "transparent", color: "var(--neutral-9)", border: "none" },
    ".cm-lineNumbers .cm-gutterElement": { padding: "0 4px 0 10px" },
    ".cm-placeholder": { color: "var(--neutral-10)" },
    "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
      backgroundColor: "color-mix(in oklab, var(--waiting-solid) 30%, transparent)",
    },
    ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": { backgroundColor: "var(--neutral-5)", outline: "none" },
    ".cm-placeholder-mark": {
      color: "var(--running)",
      backgroundColor: "var(--running-soft)",
      borderRadius: "4px",
      padding: "1px 0",
    },
    ".cm-tooltip": {
      border: "1px solid var(--neutral-6)",
      borderRadius: "10px",
      backgroundColor: "var(--popover)",
      color: "var(--neutral-12)",
      boxShadow: "var(--float-shadow)",
      overflow: "hidden",
    },
    ".cm-tooltip.cm-tooltip-autocomplete > ul": {
      fontFamily: "inherit",
      fontSize: "12.5px",
      maxHeight: "240px",
      padding: "4px",
    },
    ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "3px 8px", borderRadius: "6px" },
    ".cm-tooltip-autocomplete ul li[aria-selected]": {
      backgroundColor: "var(--neutral-4)",
      color: "var(--neutral-12)",
    },
    ".cm-completionDetail": { color: "var(--neutral-11)", fontStyle: "normal" },
    ".cm-completionInfo": { padding: "6px 10px", fontSize: "12px", maxWidth: "260px" },
    ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "600" },
  }),
];
