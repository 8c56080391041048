import type { Turn } from "./turn";
import type { AttachmentItem, Variants } from "./types";

/** What can be done with a turn; the same object for as long as the conversation is shown. */
export interface TurnActions {
  beginEdit: (turn: Turn) => void;
  cancelEdit: () => void;
  /** Says something else in the turn's place; the files go with it as they are given. */
  edit: (turn: Turn, text: string, attachments: readonly AttachmentItem[]) => void;
  regenerate: (turn: Turn) => void;
  switchTo: (variant: Variants["all"][number]) => void;
}
