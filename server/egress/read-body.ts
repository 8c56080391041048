import { pipeline, Readable, type Transform } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { DomainError } from "@/server/domain/errors";

const decoders: Record<string, () => Transform> = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/**
 * Unpacks a body, and gives up as soon as it has more than `maxBytes` unpacked bytes.
 * @throws DomainError `tool_response_too_large`; `tool_http_error` when it is packed in an unknown way.
 */
export async function unpack(body: Buffer, encoding: string | undefined, maxBytes: number): Promise<Buffer> {
  if (isPlain(encoding)) return body;
  const chunks: Buffer[] = [];
  for await (const chunk of limitBody(Readable.from([body]), encoding, maxBytes)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Reads and unpacks a body piece by piece, as it comes. @throws what `unpack` does */
export async function* limitBody(
  body: Readable,
  encoding: string | undefined,
  maxBytes: number,
): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of unpacked(body, encoding)) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge(maxBytes);
    yield chunk;
  }
}

export function tooLarge(maxBytes: number): DomainError {
  return new DomainError("tool_response_too_large", `The answer is larger than ${maxBytes} bytes.`);
}

function nameOf(encoding: string | undefined): string {
  return encoding?.trim().toLowerCase() ?? "";
}

function isPlain(encoding: string | undefined): boolean {
  return ["", "identity"].includes(nameOf(encoding));
}

function unpacked(body: Readable, encoding: string | undefined): Readable {
  if (isPlain(encoding)) return body;
  const decoder = decoders[nameOf(encoding)]?.();
  if (!decoder) {
    body.destroy();
    throw new DomainError("tool_http_error", "The answer is compressed in a way that is not supported.");
  }
  // Whichever of the two breaks ends the other; who reads the decoder is told.
  return pipeline(body, decoder, () => undefined);
}
