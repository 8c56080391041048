import { DomainError } from "@/server/domain/errors";

export interface Upload {
  file: { name: string; bytes: Uint8Array<ArrayBuffer> };
  /** The other fields, each once. */
  fields: Record<string, string>;
}

/** Room for the other fields and the boundaries. */
const overheadBytes = 64 << 10;

/**
 * Reads one file and some text fields from a multipart/form-data body, with the platform's own parser: nothing but that body
 * ever says what a file is. Only the named fields may be there.
 * @throws DomainError bad_request, payload_too_large
 */
export async function readUpload(
  request: Request,
  { fileField, textFields, largestBytes }: { fileField: string; textFields: readonly string[]; largestBytes: number },
): Promise<Upload> {
  const contentType = request.headers.get("content-type") ?? "";
  if (!/^multipart\/form-data\s*;.*\bboundary=/i.test(contentType)) {
    throw new DomainError("bad_request", "Send the file as multipart/form-data with a boundary.");
  }
  const body = await readLimited(request, largestBytes);
  let form: FormData;
  try {
    form = await new Response(body, { headers: { "content-type": contentType } }).formData();
  } catch (error) {
    throw new DomainError("bad_request", "The body is not valid multipart/form-data.", { cause: error });
  }
  let file: File | undefined;
  const fields: Record<string, string> = {};
  for (const [name, value] of form) {
    const isKnown =
      name === fileField ? typeof value !== "string" : typeof value === "string" && textFields.includes(name);
    if (!isKnown) throw new DomainError("bad_request", `The field ${name.slice(0, 100)} is not expected here.`);
    if (Object.hasOwn(fields, name) || (file && name === fileField)) {
      throw new DomainError("bad_request", `The field ${name} is there twice.`);
    }
    if (typeof value === "string") fields[name] = value;
    else file = value;
  }
  if (!file) throw new DomainError("bad_request", `The file is missing; send it as the field ${fileField}.`);
  if (file.size === 0) throw new DomainError("bad_request", "The file is empty.");
  if (file.size > largestBytes) throw tooLarge(largestBytes);
  return { file: { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) }, fields };
}

async function readLimited(request: Request, largestBytes: number): Promise<Blob> {
  const limit = largestBytes + overheadBytes;
  if (Number(request.headers.get("content-length") ?? 0) > limit) throw tooLarge(largestBytes);
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > limit) throw tooLarge(largestBytes);
    chunks.push(chunk);
  }
  return new Blob(chunks);
}

function tooLarge(largestBytes: number): DomainError {
  return new DomainError("payload_too_large", `The file is larger than ${largestBytes >> 20} MiB.`);
}
