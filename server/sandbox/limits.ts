/** How large and how long one execution of code may be. */
export interface CodeLimits {
  /** Interpreter memory in MiB, for the code and its data. */
  memoryMegabytes: number;
  /** Bytes of the payload as JSON. */
  payloadBytes: number;
  /** Bytes of the result as JSON; more fails the node. */
  resultBytes: number;
  /** Bytes kept of what the code prints to each stream; more is cut off with a mark. */
  outputBytes: number;
}

export type CodeLanguage = "python" | "javascript";

const mebibyte = 1024 * 1024;
const shared = { payloadBytes: 4 * mebibyte, resultBytes: mebibyte, outputBytes: 256 * 1024 };

export const defaultLimits = {
  // Python's own start takes about 30 MiB of it.
  python: { ...shared, memoryMegabytes: 256 },
  javascript: { ...shared, memoryMegabytes: 64 },
} as const satisfies Record<CodeLanguage, CodeLimits>;

/** How long an interpreter may take to start, in milliseconds, before the machine is taken to be out of order. */
export const bootTimeoutMs = 60_000;
