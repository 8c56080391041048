import { pipeline, type Readable, type Transform } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { DomainError } from "@/server/domain/errors";

const decoders: Record<string, () => Transform> = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/**
 * Reads a body to its end, unpacked, and gives up as soon as it has more than `maxBytes` unpacked bytes.
 * @throws DomainError `tool_response_too_large`; `tool_http_error` when it is packed in an unknown way.
 */
export async function readBody(body: Readable, encoding: string | undefined, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of limitBody(body, encoding, maxBytes)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The same piece by piece, as it comes. */
export async function* limitBody(
  body: Readable,
  encoding: string | undefined,
  maxBytes: number,
): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of unpacked(body, encoding)) {
    size += chunk.length;
    if (size > maxBytes)
      throw new DomainError("tool_response_too_large", `The answer is larger than ${maxBytes} bytes.`);
    yield chunk;
  }
}

function unpacked(body: Readable, encoding: string | undefined): AsyncIterable<Buffer> {
  const name = encoding?.trim().toLowerCase();
  if (!name || name === "identity") return body;
  const decoder = decoders[name]?.();
  if (!decoder) {
    body.destroy();
    throw new DomainError("tool_http_error", "The answer is compressed in a way that is not supported.");
  }
  // Whichever of the two breaks ends the other; who reads the decoder is told.
  return pipeline(body, decoder, () => undefined);
}
