import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { Socket } from "node:net";
import path from "node:path";
import { bootKey, encodeFrame, FrameReader, frameKeyBytes, type Frame } from "./frames";
import { guestProcessOptions, nodeFlags, sandboxPaths, type Jail } from "./jail";
import type { CodeLanguage, CodeLimits } from "./limits";

export interface RunnerJob {
  code: string;
  /** The payload as JSON text. */
  payload: string;
  outputBytes: number;
  resultBytes: number;
}

export type RunnerReply = Exclude<Frame, { kind: "ready" | "stdout" | "stderr" }>;

/** How a child ended that should not have ended. `report` is the tail of what it wrote to standard error. */
export class RunnerDeath extends Error {
  override readonly name = "RunnerDeath";
  readonly report: string;

  constructor(message: string, report: string, cause?: unknown) {
    super(message, { cause });
    this.report = report;
  }
}

const reportBytes = 8 * 1024;
const frameOverheadBytes = 64 * 1024;

/** One guest process: boots an interpreter, runs at most one job, and ends. */
export class RunnerProcess {
  /** Settles when the interpreter has booted, or rejects with a RunnerDeath. */
  readonly ready: Promise<void>;
  readonly #child: ChildProcess;
  readonly #reader: FrameReader;
  readonly #printed = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  #report = Buffer.alloc(0);
  #key = bootKey;
  #hasEnded = false;
  #waiting: PromiseWithResolvers<RunnerReply | undefined>;

  constructor(jail: Jail, language: CodeLanguage, limits: CodeLimits, snapshotDescriptor: number | undefined) {
    this.#reader = new FrameReader(Math.max(limits.resultBytes, limits.outputBytes) * 2 + frameOverheadBytes);
    const [command = jail.nodePath, ...args] = commandLine(jail, language, limits, snapshotDescriptor !== undefined);
    this.#child = spawn(command, args, {
      ...guestProcessOptions,
      // A group of its own, so that wrapper and interpreter are killed together.
      detached: true,
      stdio: ["pipe", "pipe", "pipe", ...(snapshotDescriptor === undefined ? [] : [snapshotDescriptor])],
    });
    this.#waiting = Promise.withResolvers<RunnerReply | undefined>();
    this.#listen();
    this.ready = this.#waiting.promise.then(() => undefined);
    // Who asked for the process may be gone when it dies: its death is then nobody's concern.
    this.ready.catch(() => undefined);
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** What the code has printed until now. */
  get printed(): { stdout: string; stderr: string } {
    const decode = (chunks: Buffer[]) => Buffer.concat(chunks).toString("utf8");
    return { stdout: decode(this.#printed.stdout), stderr: decode(this.#printed.stderr) };
  }

  /**
   * Hands the job over and waits for its reply. To be called once, after `ready`.
   * @throws RunnerDeath when the process ends, is killed, or speaks out of turn.
   */
  async run(job: RunnerJob): Promise<RunnerReply> {
    this.ref();
    this.#key = randomBytes(frameKeyBytes);
    this.#waiting = Promise.withResolvers<RunnerReply | undefined>();
    if (this.#hasEnded) this.#die("The interpreter ended before it had a job.");
    else this.#child.stdin?.end(encodeFrame(this.#key, job));
    const reply = await this.#waiting.promise;
    if (!reply) throw new RunnerDeath("The interpreter booted twice.", "");
    return reply;
  }

  /** Ends the whole process group at once. */
  kill(): void {
    if (this.#hasEnded || this.#child.pid === undefined) return;
    try {
      process.kill(-this.#child.pid, "SIGKILL");
    } catch {
      // The group is gone already, or the platform has none: the child itself is what is left to end.
      this.#child.kill("SIGKILL");
    }
  }

  /** A spare does not keep the server from ending. */
  unref(): void {
    this.#setReferenced("unref");
  }

  ref(): void {
    this.#setReferenced("ref");
  }

  #setReferenced(method: "ref" | "unref"): void {
    this.#child[method]();
    for (const stream of this.#child.stdio) {
      if (stream instanceof Socket) stream[method]();
    }
  }

  #listen(): void {
    this.#child.stdout?.on("data", (bytes: Buffer) => {
      try {
        for (const frame of this.#reader.read(bytes, this.#key)) this.#receive(frame);
      } catch (error) {
        this.#die("The interpreter's answer is not to be trusted.", error);
        this.kill();
      }
    });
    this.#child.stderr?.on("data", (bytes: Buffer) => {
      this.#report = Buffer.concat([this.#report, bytes]).subarray(-reportBytes);
    });
    // Writing to a child that has died is reported by its end.
    this.#child.stdin?.on("error", () => undefined);
    this.#child.on("error", (error) => {
      this.#hasEnded = true;
      this.#die("The interpreter could not be started.", error);
    });
    this.#child.on("close", (code, signal) => {
      this.#hasEnded = true;
      this.#die(`The interpreter ended with ${signal ?? `code ${code}`}.`);
    });
  }

  #receive(frame: Frame): void {
    if (frame.kind === "ready") this.#waiting.resolve(undefined);
    else if (frame.kind === "stdout" || frame.kind === "stderr") {
      this.#printed[frame.kind].push(Buffer.from(frame.chunk, "base64"));
    } else this.#waiting.resolve(frame);
  }

  #die(message: string, cause?: unknown): void {
    this.#waiting.reject(new RunnerDeath(message, this.#report.toString("utf8"), cause));
  }
}

function commandLine(jail: Jail, language: CodeLanguage, limits: CodeLimits, hasSnapshot: boolean): string[] {
  const memory = String(limits.memoryMegabytes);
  const script = path.join(sandboxPaths.children, `${language}.mjs`);
  const start = [...jail.prefix, jail.nodePath];
  if (language === "python") {
    const flags = nodeFlags([sandboxPaths.children, sandboxPaths.pyodide]);
    return [...start, ...flags, script, sandboxPaths.pyodide, memory, hasSnapshot ? "snapshot" : "none"];
  }
  const folder = (name: string) => `${sandboxPaths.modules}${name}${path.sep}`;
  const quickjs = folder("quickjs-emscripten");
  const flags = nodeFlags([sandboxPaths.children, quickjs, folder("quickjs-emscripten-core"), folder("@jitl")]);
  // QuickJS recurses on the host's stack: with four times the usual one it reports an overflow before the host does.
  const stack = process.platform === "win32" ? [] : ["--stack-size=3900"];
  return [...start, ...flags, ...stack, script, quickjs, memory];
}
