/** What a key does in the editor. Copy, cut and paste are not here: the browser's own clipboard events carry them. */
export type ShortcutAction =
  | "undo"
  | "redo"
  | "select-all"
  | "duplicate"
  | "delete"
  | "fit"
  | "escape"
  | "add-node"
  | "save"
  | "test";

type KeyPress = Pick<KeyboardEvent, "key" | "metaKey" | "ctrlKey" | "shiftKey" | "altKey">;

/** The action of a key press, or null for a key that means nothing here. Cmd and Ctrl are the same. */
export function shortcutOf(event: KeyPress): ShortcutAction | null {
  const isCommand = event.metaKey || event.ctrlKey;
  const key = event.key.toLowerCase();
  if (event.altKey) return null;
  if (!isCommand) {
    if (key === "delete" || key === "backspace") return "delete";
    if (key === "escape") return "escape";
    if (event.shiftKey) return null;
    if (key === "f") return "fit";
    return key === "n" ? "add-node" : null;
  }
  if (key === "z") return event.shiftKey ? "redo" : "undo";
  if (key === "y" && !event.shiftKey) return "redo";
  if (event.shiftKey) return null;
  if (key === "a") return "select-all";
  if (key === "d") return "duplicate";
  if (key === "s") return "save";
  return key === "enter" ? "test" : null;
}

/** Whether keys belong to what has the focus: a field, a code editor, a menu or a dialog. */
export function takesKeys(element: Element | null): boolean {
  if (!(element instanceof HTMLElement)) return false;
  if (element.isContentEditable) return true;
  return (
    element.closest(
      "input, textarea, select, [contenteditable=true], [role=dialog], [role=alertdialog], [role=menu], [role=listbox]",
    ) !== null
  );
}
