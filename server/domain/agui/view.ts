import { isFrontendToolName } from "../agent/tool-policy";

/** `author` sees everything; `end_user` sees the chat's text and the calls of allowed tools, never how it came about. */
export type AguiView = "author" | "end_user";

export interface ViewOptions {
  view: AguiView;
  /** Names of tools whose calls an end user may see, besides the frontend tools that the client runs itself. */
  allowedTools?: ReadonlySet<string>;
  /** Leaves out what models think: it may tell of instructions that are nobody's business outside. */
  hidesReasoning?: boolean;
}

export function isToolVisible(name: string, options: ViewOptions): boolean {
  return options.view === "author" || isFrontendToolName(name) || (options.allowedTools?.has(name) ?? false);
}
