import type { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
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
  const name = encoding?.trim().toLowerCase();
  const isPlain = !name || name === "identity";
  const decoder = isPlain ? undefined : decoders[name]?.();
  if (!isPlain && !decoder) {
    body.destroy();
    throw new DomainError("tool_http_error", "The answer is compressed in a way that is not supported.");
  }
  const chunks: Buffer[] = [];
  let size = 0;
  const gather = async (source: AsyncIterable<Buffer>) => {
    for await (const chunk of source) {
      size += chunk.length;
      if (size > maxBytes)
        throw new DomainError("tool_response_too_large", `The answer is larger than ${maxBytes} bytes.`);
      chunks.push(chunk);
    }
  };
  await (decoder ? pipeline(body, decoder, gather) : pipeline(body, gather));
  return Buffer.concat(chunks);
}
