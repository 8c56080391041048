import { randomFillSync } from "node:crypto";
import { v7 } from "uuid";

const bytesOfId = 16;
/** Random bytes are asked for many ids at once: asking costs more than the bytes do. */
const pool = Buffer.alloc(256 * bytesOfId);
let used = pool.length;
/** The last id's time, and its number within that millisecond. */
let msecs = 0;
let seq = 0;

/** A new id (UUIDv7), higher than all that this process has given out before. */
export function newId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const random = pool.subarray(used, (used += bytesOfId));
  const now = Date.now();
  if (now > msecs) {
    msecs = now;
    // The highest bit is left free, for the numbers that follow.
    seq = random.readUInt32BE(0) >>> 1;
  } else {
    seq += 1;
  }
  return v7({ random, msecs, seq });
}
