import type { ChatFile, ChatMessage } from "./messages";

/** Whether a model must be able to see pictures or read PDFs to be asked this. */
export function needsEyes(messages: readonly ChatMessage[]): boolean {
  return messages.some((message) => message.role === "user" && message.files?.some((file) => file.kind !== "text"));
}

/** The conversation for a model that sees nothing but words: it is told what came, so that it can say that it can not open it. */
export function tellFiles(messages: readonly ChatMessage[]): ChatMessage[] {
  return messages.map((message) =>
    message.role === "user" && message.files ? { ...message, files: message.files.map(asWords) } : message,
  );
}

function asWords(file: ChatFile): ChatFile {
  if (file.kind === "text") return file;
  const what = file.kind === "image" ? "an image" : "a PDF";
  return { kind: "text", name: file.name, text: `(This is ${what}, which you can not open. Say so if it matters.)` };
}
