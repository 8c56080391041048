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
  const source = unpacked(body, encoding);
  // By its events: most answers are one small piece, for which an iterator costs more than the rest of the call.
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    source
      .on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > maxBytes) source.destroy(tooLarge(maxBytes));
        else chunks.push(chunk);
      })
      .once("end", () => resolve(Buffer.concat(chunks)))
      .once("error", reject)
      .once("close", () => reject(new Error("The answer was cut off.")));
  });
}

/** The same piece by piece, as it comes, for who reads slowly or may leave. */
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

function tooLarge(maxBytes: number): DomainError {
  return new DomainError("tool_response_too_large", `The answer is larger than ${maxBytes} bytes.`);
}

function unpacked(body: Readable, encoding: string | undefined): Readable {
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
