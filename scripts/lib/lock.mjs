import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { beginningOf } from "./processes.mjs";

/**
 * A lock is a file that names the process holding it. It is created whole by a hard link, so nobody reads half of it,
 * and a lock whose process has gone may be taken over.
 * @typedef {{ pid: number, began: string | undefined } & Record<string, unknown>} LockRecord
 * @typedef {object} Lock
 * @property {LockRecord | undefined} left what a holder that died without releasing had written
 * @property {(details: Record<string, unknown>) => void} write replaces the details beside the holder's own
 * @property {() => void} release
 */

/**
 * @param {string} file
 * @returns {LockRecord | undefined}
 */
function readLock(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "ENOENT") return undefined;
    throw new Error(`${file} cannot be read. If no Signalbox is running, remove it.`, { cause: error });
  }
}

/** @param {LockRecord} record */
function isHeld(record) {
  return record.began !== undefined && beginningOf(record.pid) === record.began;
}

/**
 * What the living holder of a lock has written, or undefined when nobody holds it.
 * @param {string} file
 * @returns {LockRecord | undefined}
 */
export function holderOf(file) {
  const record = readLock(file);
  return record !== undefined && isHeld(record) ? record : undefined;
}

/**
 * @param {unknown} error
 * @param {string} code
 */
function hasCode(error, code) {
  return /** @type {NodeJS.ErrnoException} */ (error).code === code;
}

/**
 * Moves a dead holder's lock away. Another process may have taken it over in this moment: then it is put back.
 * @param {string} file
 * @param {LockRecord} dead
 */
function clearDead(file, dead) {
  const aside = `${file}.${process.pid}.dead`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (hasCode(error, "ENOENT")) return;
    throw error;
  }
  const moved = readLock(aside);
  if (moved !== undefined && (moved.pid !== dead.pid || moved.began !== dead.began)) linkSync(aside, file);
  rmSync(aside);
}

/**
 * Takes a lock, or names who has it.
 * @param {string} file
 * @returns {{ lock: Lock } | { holder: LockRecord }}
 */
export function tryLock(file) {
  const own = { pid: process.pid, began: beginningOf(process.pid) };
  const draft = `${file}.${process.pid}.new`;
  mkdirSync(dirname(file), { recursive: true });
  /** @type {LockRecord | undefined} */
  let left;
  for (;;) {
    writeFileSync(draft, JSON.stringify(own));
    try {
      linkSync(draft, file);
      break;
    } catch (error) {
      if (!hasCode(error, "EEXIST")) throw error;
      const record = readLock(file);
      if (record === undefined) continue;
      if (isHeld(record)) return { holder: record };
      left = record;
      clearDead(file, record);
    } finally {
      rmSync(draft, { force: true });
    }
  }
  return {
    lock: {
      left,
      write: (details) => {
        writeFileSync(draft, JSON.stringify({ ...details, ...own }));
        renameSync(draft, file);
      },
      release: () => rmSync(file, { force: true }),
    },
  };
}

/**
 * Does `work` while holding a lock; waits as long as another process holds it.
 * @template T
 * @param {string} file
 * @param {() => T | Promise<T>} work
 * @param {(holder: LockRecord) => void} onWait called once when there is something to wait for
 * @returns {Promise<T>}
 */
export async function withLock(file, work, onWait) {
  let attempt = tryLock(file);
  if ("holder" in attempt) onWait(attempt.holder);
  while ("holder" in attempt) {
    await delay(200);
    attempt = tryLock(file);
  }
  try {
    return await work();
  } finally {
    attempt.lock.release();
  }
}
