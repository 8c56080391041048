import { refuse, ok, type Result } from "../result";

/** What a file is used for: shown and seen as a picture, read as text, or handed to the model as it is. */
export type FileKind = "image" | "text" | "pdf";

export interface FileType {
  kind: FileKind;
  mime: string;
}

/** How large a file may be, in bytes. */
export const largestFile: Record<FileKind, number> = { image: 8 << 20, text: 1 << 20, pdf: 8 << 20 };
/** The largest file of any kind, for whoever must decide before the kind is known. */
export const largestFileOfAll = Math.max(...Object.values(largestFile));
export const mostFiles = 8;

/** What a file picker offers; what a file really is, its content says. */
export const acceptedFiles =
  "image/png,image/jpeg,image/gif,image/webp,application/pdf,text/*,.md,.csv,.tsv,.json,.yaml,.yml,.xml,.log,.sql,.ts,.tsx,.js,.py,.go,.rs,.java,.sh";

const signatures: readonly { mime: string; kind: FileKind; matches(bytes: Uint8Array): boolean }[] = [
  { mime: "image/png", kind: "image", matches: (bytes) => startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a]) },
  { mime: "image/jpeg", kind: "image", matches: (bytes) => startsWith(bytes, [0xff, 0xd8, 0xff]) },
  { mime: "image/gif", kind: "image", matches: (bytes) => startsWith(bytes, asciiOf("GIF8")) },
  {
    mime: "image/webp",
    kind: "image",
    matches: (bytes) => startsWith(bytes, asciiOf("RIFF")) && startsWith(bytes.subarray(8), asciiOf("WEBP")),
  },
  { mime: "application/pdf", kind: "pdf", matches: (bytes) => startsWith(bytes, asciiOf("%PDF-")) },
];

/**
 * What a file is by its content; neither its name nor what a browser calls it count. Whatever is UTF-8 without control
 * characters is text, also SVG and HTML, which are never drawn. Refused is a sentence for the person who chose the file.
 */
export function fileTypeOf(name: string, bytes: Uint8Array): Result<FileType, string> {
  if (bytes.byteLength === 0) return refuse(`"${name}" is empty.`);
  const known = signatures.find((signature) => signature.matches(bytes));
  const type: FileType | undefined = known
    ? { kind: known.kind, mime: known.mime }
    : isText(bytes)
      ? { kind: "text", mime: "text/plain" }
      : undefined;
  if (!type)
    return refuse(
      `"${name}" is of a kind that can not be sent. Send a PNG, JPEG, GIF or WebP image, a PDF, or a text file.`,
    );
  if (bytes.byteLength > largestFile[type.kind])
    return refuse(
      `"${name}" is larger than ${largestFile[type.kind] >> 20} MiB, the most for ${kindNames[type.kind]}.`,
    );
  return ok(type);
}

const kindNames: Record<FileKind, string> = { image: "an image", text: "a text file", pdf: "a PDF" };

export function kindOfMime(mime: string): FileKind {
  return mime.startsWith("image/") ? "image" : mime === "application/pdf" ? "pdf" : "text";
}

function isText(bytes: Uint8Array): boolean {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    // oxlint-disable-next-line no-control-regex -- these characters are what tells text from anything else
    return !/[\u0000-\u0008\u000e-\u001a\u001c-\u001f\u007f]/.test(text);
  } catch {
    return false;
  }
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, at) => bytes[at] === byte);
}

function asciiOf(text: string): number[] {
  return Array.from(text, (character) => character.charCodeAt(0));
}
