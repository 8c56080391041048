import { z } from "zod";

/**
 * The protocol between the server and a runner child, on its standard streams. A frame is a 16-byte key, a big-endian
 * 32-bit length, and that many bytes of JSON. The key is random for each execution and reaches the child with the job,
 * so that bytes which guest code might get onto standard output are never taken for a reply. Children: children/frames.mjs.
 */
export const frameKeyBytes = 16;
const headerBytes = frameKeyBytes + 4;

export const bootKey = Buffer.alloc(frameKeyBytes);

const truncation = { stdoutTruncated: z.boolean(), stderrTruncated: z.boolean() };

const frameSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("ready") }),
  z.object({ kind: z.literal("stdout"), chunk: z.base64() }),
  z.object({ kind: z.literal("stderr"), chunk: z.base64() }),
  z.object({ kind: z.literal("done"), result: z.string(), ...truncation }),
  z.object({
    kind: z.enum(["failed", "memory"]),
    message: z.string(),
    line: z.number().nullish(),
    traceback: z.string().optional(),
    ...truncation,
  }),
  z.object({ kind: z.literal("too_large"), ...truncation }),
  z.object({ kind: z.literal("crashed"), message: z.string(), ...truncation }),
]);

export type Frame = z.infer<typeof frameSchema>;

export function encodeFrame(key: Buffer, message: unknown): Buffer {
  const body = Buffer.from(JSON.stringify(message), "utf8");
  const header = Buffer.alloc(headerBytes);
  key.copy(header);
  header.writeUInt32BE(body.length, frameKeyBytes);
  return Buffer.concat([header, body]);
}

/** Cuts a byte stream into frames. */
export class FrameReader {
  #pending: Buffer = Buffer.alloc(0);
  readonly #maxBytes: number;

  /** @param maxBytes the longest body that is accepted. */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /**
   * Adds bytes and returns the frames they complete.
   * @throws Error when a frame has another key, is too long, or is not one of ours: the stream is then not to be trusted.
   */
  read(bytes: Buffer, key: Buffer): Frame[] {
    this.#pending = this.#pending.length === 0 ? bytes : Buffer.concat([this.#pending, bytes]);
    const frames: Frame[] = [];
    while (this.#pending.length >= headerBytes) {
      if (!this.#pending.subarray(0, frameKeyBytes).equals(key)) throw new Error("A frame has a wrong key.");
      const length = this.#pending.readUInt32BE(frameKeyBytes);
      if (length > this.#maxBytes) throw new Error("A frame is too long.");
      const end = headerBytes + length;
      if (this.#pending.length < end) break;
      frames.push(frameSchema.parse(JSON.parse(this.#pending.toString("utf8", headerBytes, end))));
      this.#pending = this.#pending.subarray(end);
    }
    return frames;
  }
}
