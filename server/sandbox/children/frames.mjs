// The child's half of the frame protocol: see ../frames.ts for the format. Writes are blocking, so that nothing that was
// printed is lost when the process is killed right after it.
import fs from "node:fs";

const keyBytes = 16;
const input = process.stdin;

/**
 * Waits for the one job of this process, after which the parent closes standard input. Undefined when it closes it without.
 * @returns {Promise<{ key: Buffer, job: { code: string, payload: string, outputBytes: number, resultBytes: number } } | undefined>}
 */
export async function readJob() {
  const chunks = [];
  for await (const chunk of input) chunks.push(chunk);
  const frame = Buffer.concat(chunks);
  if (frame.length < keyBytes + 4) return undefined;
  return { key: frame.subarray(0, keyBytes), job: JSON.parse(frame.toString("utf8", keyBytes + 4)) };
}

/** Writes all bytes to standard output before it returns. */
export function writeFully(bytes) {
  const nap = new Int32Array(new SharedArrayBuffer(4));
  let offset = 0;
  while (offset < bytes.length) {
    try {
      offset += fs.writeSync(1, bytes, offset);
    } catch (error) {
      // Whoever touched the stream made it non-blocking: the reader is behind, so give it a moment.
      if (error.code !== "EAGAIN") throw error;
      Atomics.wait(nap, 0, 0, 1);
    }
  }
}

/** Writes one frame to standard output. Without a key it is the frame that says "booted". */
export function writeFrame(message, key = Buffer.alloc(keyBytes)) {
  const body = Buffer.from(JSON.stringify(message), "utf8");
  const header = Buffer.alloc(keyBytes + 4);
  key.copy(header);
  header.writeUInt32BE(body.length, keyBytes);
  writeFully(Buffer.concat([header, body]));
}

/**
 * Sends what the code prints. The first pieces go out at once, so that they are known when the code then hangs;
 * later ones are gathered. What is over `limitBytes` is dropped, and the reply says so.
 */
export function createOutput(key, limitBytes) {
  const eagerWrites = 64;
  const gatherBytes = 16 * 1024;
  const streams = { stdout: newStream(), stderr: newStream() };
  let writes = 0;

  function newStream() {
    return { pending: [], pendingBytes: 0, sentBytes: 0, isTruncated: false };
  }

  function flush(name) {
    const stream = streams[name];
    if (stream.pendingBytes === 0) return;
    const chunk = Buffer.concat(stream.pending).toString("base64");
    stream.pending = [];
    stream.pendingBytes = 0;
    writes += 1;
    writeFrame({ kind: name, chunk }, key);
  }

  return {
    /** @param {"stdout" | "stderr"} name @param {Uint8Array} bytes */
    write(name, bytes) {
      const stream = streams[name];
      const room = limitBytes - stream.sentBytes;
      if (bytes.length > room) stream.isTruncated = true;
      if (room <= 0) return;
      const kept = Buffer.from(bytes.subarray(0, room));
      stream.pending.push(kept);
      stream.pendingBytes += kept.length;
      stream.sentBytes += kept.length;
      if (writes < eagerWrites || stream.pendingBytes >= gatherBytes) flush(name);
    },
    /** Sends what is still gathered, and whether anything was dropped. */
    finish() {
      flush("stdout");
      flush("stderr");
      return { stdoutTruncated: streams.stdout.isTruncated, stderrTruncated: streams.stderr.isTruncated };
    },
  };
}
