import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { z } from "zod";
import { openDeadline } from "@/server/egress/deadline";
import { env } from "@/server/env";
import { Finding } from "./finding";

/** What the spare worker tells; scripts/doctor-worker.mjs is the other side. */
const messageSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ready") }),
  z.object({ type: z.literal("started"), runId: z.string(), isHeld: z.boolean() }),
  z.object({ type: z.literal("failed"), reason: z.string() }),
]);

export type Message = z.infer<typeof messageSchema>;

const longestStartMs = 120_000;
const advice = "Start Signalbox again with npm start; if that does not help, report what is said here.";

/** A process of its own that executes runs on the same database until it is killed. */
export class SpareWorker {
  readonly #child: ChildProcess;
  #printed = "";

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.stderr
      ?.setEncoding("utf8")
      .on("data", (text: string) => (this.#printed = (this.#printed + text).slice(-2000)));
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Starts it from the sources, beside a built application and beside one in development alike. @throws Finding */
  static async start(signal: AbortSignal): Promise<SpareWorker> {
    const script = path.join(env.rootDirectory, "scripts", "doctor-worker.mjs");
    const child = spawn(process.execPath, [script], {
      cwd: env.rootDirectory,
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    const worker = new SpareWorker(child);
    try {
      await worker.#next(signal);
      return worker;
    } catch (error) {
      await worker.kill();
      throw error;
    }
  }

  /**
   * Has it start a run of a workflow's draft.
   * @returns the run, and whether it executes it: another process may have been quicker
   */
  async startRun(workflowId: string, signal: AbortSignal): Promise<{ runId: string; isHeld: boolean }> {
    const answer = this.#next(signal);
    this.#child.send({ type: "start", workflowId });
    const message = await answer;
    if (message.type === "started") return message;
    throw new Finding(`The spare worker answered "${message.type}".`, advice);
  }

  /** Ends it as kill -9 does, and waits until it has gone. Once it has gone, does nothing. */
  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await gone;
  }

  /** @throws Finding when it fails, ends, or says nothing for two minutes */
  async #next(signal: AbortSignal): Promise<Message> {
    const ended = new AbortController();
    const deadline = openDeadline(longestStartMs, signal, ended.signal);
    const told: Promise<unknown[]> = once(this.#child, "message", { signal: deadline.signal });
    const onExit = () => ended.abort();
    this.#child.once("exit", onExit);
    try {
      const message = messageSchema.parse((await told)[0]);
      if (message.type === "failed") throw new Finding(`The spare worker failed: ${message.reason}.`, advice);
      return message;
    } catch (error) {
      if (error instanceof Finding || signal.aborted) throw error;
      const why = ended.signal.aborted ? "ended by itself" : "did not answer in two minutes";
      throw new Finding(`The spare worker ${why}. ${this.#printed.trim().split("\n").at(-1) ?? ""}`.trim(), advice);
    } finally {
      deadline.close();
      this.#child.off("exit", onExit);
    }
  }
}
