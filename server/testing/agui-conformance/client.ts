import { HttpAgent, verifyEvents } from "@ag-ui/client";
import type { Context, Message, ResumeEntry, Tool } from "@ag-ui/core";
import { type Frame, readFrames } from "./read-frames";
import type { Target } from "./target";
import { summarise, type Turn } from "./turn";
import { verifyFrames } from "./verify-frames";

interface Request {
  runId?: string;
  threadId?: string;
  messages?: Message[];
  tools?: Tool[];
  context?: Context[];
  resume?: ResumeEntry[];
  forwardedProps?: unknown;
}

interface Received {
  headers: Headers;
  frames: Promise<Frame[]>;
}

/** AG-UI's own client with its verification on; what it receives is checked once more as it was on the wire. */
export class ConformanceClient {
  readonly agent: HttpAgent;
  #received: Received | undefined;

  constructor(target: Target, appCode: string, threadId: string = crypto.randomUUID()) {
    this.agent = new HttpAgent({
      url: `${target.origin}/api/v1/agui/${appCode}`,
      threadId,
      fetch: async (url, init) => {
        const response = await fetch(url, init);
        this.#received = { headers: response.headers, frames: readFrames(response.clone()) };
        return response;
      },
    });
  }

  /** Says something new. */
  say(text: string, request: Request = {}): Promise<Turn> {
    this.agent.addMessage({ id: crypto.randomUUID(), role: "user", content: text });
    return this.send(request);
  }

  /** Runs as an application does, within what the client itself refuses to send. */
  async send(request: Request = {}): Promise<Turn> {
    let lastType: string | undefined;
    await this.agent
      .runAgent(request, { onEvent: ({ event }) => void (lastType = event.type) })
      // The client reports the run's own failure as an error too.
      .catch((error: unknown) => {
        if (lastType !== "RUN_ERROR") throw error;
      });
    return this.#turn();
  }

  /** Sends what a client that does not keep the rules would send; the answer is verified just the same. */
  async force(request: Request = {}): Promise<Turn> {
    const { threadId, messages } = this.agent;
    const base = { threadId, runId: crypto.randomUUID(), messages, tools: [], context: [], state: {} };
    await new Promise<void>((resolve, reject) => {
      this.agent
        .run({ ...base, ...request })
        .pipe(verifyEvents())
        .subscribe({ error: reject, complete: resolve });
    });
    return this.#turn();
  }

  /** Answers a call that the client was to make itself. */
  answerCall(toolCallId: string, content: string): void {
    this.agent.addMessage({ id: crypto.randomUUID(), role: "tool", toolCallId, content });
  }

  async #turn(): Promise<Turn> {
    if (!this.#received) throw new Error("Nothing was received.");
    const { headers, frames } = this.#received;
    return summarise(await verifyFrames(await frames), headers);
  }
}
