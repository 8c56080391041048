import { writePatienceMs } from "./context";
import type { Database, Statement } from "./database";
import type { EndRow } from "./run-end";

const mostRows = 100;
/** Characters of what is written at once; outputs may be of megabytes. */
const mostCharacters = 1_000_000;

interface Waiting {
  row: EndRow;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/**
 * Ends runs by group commit: what is asked for while a statement is under way goes into the next one. A lone end waits for
 * nothing, and a hundred runs that end at once need a few commits.
 */
export class RunEndWriter {
  readonly #database: Database;
  readonly #statement: Statement;
  #waiting: Waiting[] = [];
  #isWriting = false;

  /** @param statement that takes json rows of ends */
  constructor(database: Database, statement: Statement) {
    this.#database = database;
    this.#statement = statement;
  }

  /** Ends a run, unless it has ended before or its item is no longer ours: then nothing is written. */
  write(row: EndRow): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ row, resolve, reject });
      if (this.#isWriting) return;
      this.#isWriting = true;
      setImmediate(() => void this.#drain());
    });
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) await this.#commit(this.#waiting.splice(0, batchLength(this.#waiting)));
    this.#isWriting = false;
  }

  async #commit(batch: Waiting[]): Promise<void> {
    try {
      const rows = JSON.stringify(batch.map(({ row }) => row));
      await this.#database.queryPatiently(this.#statement, [rows], writePatienceMs);
      for (const { resolve } of batch) resolve();
    } catch (error) {
      // Their items are given back, and the runs are called again from what is stored.
      for (const { reject } of batch) reject(error);
    }
  }
}

function batchLength(waiting: readonly Waiting[]): number {
  let characters = 0;
  const end = waiting.findIndex(({ row }, index) => {
    characters += row.output?.length ?? 0;
    return index > 0 && (characters > mostCharacters || index === mostRows);
  });
  return end === -1 ? waiting.length : end;
}
