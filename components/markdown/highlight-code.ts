import { common, createLowlight } from "lowlight";

const lowlight = createLowlight(common);

/** A piece of code and what it is; pieces follow each other and make up the whole code. */
export interface CodePiece {
  /** Where in the code it begins. */
  start: number;
  text: string;
  /** Undefined for what has no colour. */
  look: CodeLook | undefined;
}

export type CodeLook = "keyword" | "string" | "number" | "name" | "function" | "comment" | "added" | "removed";

const lookOfClass: Partial<Record<string, CodeLook>> = {
  "hljs-keyword": "keyword",
  "hljs-selector-tag": "keyword",
  "hljs-section": "keyword",
  "hljs-string": "string",
  "hljs-regexp": "string",
  "hljs-symbol": "string",
  "hljs-number": "number",
  "hljs-literal": "number",
  "hljs-attr": "name",
  "hljs-attribute": "name",
  "hljs-property": "name",
  "hljs-name": "name",
  "hljs-tag": "name",
  "hljs-title": "function",
  "hljs-built_in": "function",
  "hljs-type": "function",
  "hljs-comment": "comment",
  "hljs-quote": "comment",
  "hljs-meta": "comment",
  "hljs-addition": "added",
  "hljs-deletion": "removed",
};

/** The code in pieces by what they are; undefined for a language that is not known. No markup is made. */
export function highlightCode(code: string, language: string): CodePiece[] | undefined {
  if (!lowlight.registered(language)) return undefined;
  const pieces: CodePiece[] = [];
  collect(lowlight.highlight(language, code).children, undefined, pieces);
  return pieces;
}

type Nodes = ReturnType<typeof lowlight.highlight>["children"] | Element["children"];
type Element = Extract<ReturnType<typeof lowlight.highlight>["children"][number], { type: "element" }>;

function collect(nodes: Nodes, look: CodeLook | undefined, pieces: CodePiece[]): void {
  for (const node of nodes) {
    if (node.type === "text") {
      const before = pieces.at(-1);
      pieces.push({ start: before ? before.start + before.text.length : 0, text: node.value, look });
    } else if (node.type === "element") collect(node.children, lookOf(node) ?? look, pieces);
  }
}

function lookOf({ properties }: Element): CodeLook | undefined {
  const classes = Array.isArray(properties.className) ? properties.className : [];
  for (const name of classes) {
    const look = lookOfClass[String(name)];
    if (look) return look;
  }
  return undefined;
}
