import { DomainError, type ErrorRecord } from "@/server/domain/errors";
import type { Audience, RunEvent } from "@/server/domain/run/events";
import type { Json } from "@/server/domain/json";
import { faultPoint } from "@/server/faults";
import { newId } from "@/server/ids";
import { logger } from "@/server/logger";
import type { NodeJournal, OpenMessage, OpenReasoning, OpenSpan } from "@/server/nodes/executor";
import type { EffectOutcome, MessageWrite, Progress, SpanWrite, UsageWrite } from "@/server/progress/progress";
import { FencedError, type RunTarget } from "@/server/progress/progress";
import type { KnownEffect, ProgressWriter } from "@/server/progress/writer";
import { recordLateUsage } from "@/server/progress/late-usage";
import { StreamedReasoning } from "@/server/services/runs/streamed-reasoning";

export interface JournalOptions {
  writer: ProgressWriter;
  target: RunTarget;
  nodeId: string;
  attempt: number;
  nodeSpanId: string;
  /** The most that its messages may be heard by: an inner workflow speaks to its author only. */
  audience: Audience;
  /** Called once with the first failed write. */
  onLost(error: unknown): void;
}

export interface NodeTotals {
  inputTokens: number;
  outputTokens: number;
  costMicros: number;
}

/** The error of a span, node or run in its stored form. What was not expected is told without its internals. */
export function toErrorRecord(error: unknown, nodeId?: string): ErrorRecord {
  if (error instanceof DomainError) return error.toRecord(nodeId);
  return {
    code: "internal",
    message: "Something failed inside the server. The log has the details.",
    ...(nodeId ? { nodeId } : {}),
  };
}

/** Collects what a node's attempt says and hands it to the progress writer piece by piece, in order. */
export class RunNodeJournal implements NodeJournal {
  readonly totals: NodeTotals = { inputTokens: 0, outputTokens: 0, costMicros: 0 };
  readonly #options: JournalOptions;
  readonly #openMessages = new Set<StreamedMessage>();
  readonly #openReasonings = new Set<StreamedReasoning>();
  readonly #openSpans = new Set<TimedSpan>();
  #lastWrite: Promise<unknown> = Promise.resolve();
  #lost: unknown;
  #saysOnlySpans = true;
  #closing: Pick<Progress, "events" | "messages"> | undefined;

  constructor(options: JournalOptions) {
    this.#options = options;
  }

  openMessage(wanted: Audience): OpenMessage {
    const audience = this.#audienceOf(wanted);
    const message = new StreamedMessage(newId(), "", audience, this, this.#options.nodeId);
    this.emit({ type: "text.started", messageId: message.id, nodeId: this.#options.nodeId, audience });
    this.#openMessages.add(message);
    return message;
  }

  continueMessage(earlier: { id: string; text: string }): OpenMessage {
    const message = new StreamedMessage(earlier.id, earlier.text, "everyone", this, this.#options.nodeId);
    this.#openMessages.add(message);
    return message;
  }

  openReasoning(wanted: Audience): OpenReasoning {
    const audience = this.#audienceOf(wanted);
    const reasoning = new StreamedReasoning({
      id: newId(),
      audience,
      nodeId: this.#options.nodeId,
      emit: (event) => this.emit(event),
      onEnd: () => this.#openReasonings.delete(reasoning),
    });
    this.#openReasonings.add(reasoning);
    return reasoning;
  }

  openSpan(span: Parameters<NodeJournal["openSpan"]>[0]): OpenSpan {
    const opened = new TimedSpan(
      {
        id: newId(),
        parentId: this.#options.nodeSpanId,
        nodeId: this.#options.nodeId,
        attempt: this.#options.attempt,
        status: "running",
        startedAtMs: Date.now(),
        ...span,
      },
      (write) => this.#writeSoon({ spans: [write] }),
      () => this.#openSpans.delete(opened),
    );
    this.#openSpans.add(opened);
    return opened;
  }

  emit(...events: RunEvent[]): void {
    this.write({ events });
  }

  recordUsage(usage: Omit<UsageWrite, "id" | "nodeId">): void {
    this.#saysOnlySpans = false;
    // One entry for each call: whoever books it again, after a crash, books nothing.
    const entry: UsageWrite = { ...usage, id: usage.spanId ?? newId(), nodeId: this.#options.nodeId };
    this.totals.inputTokens += entry.inputTokens;
    this.totals.outputTokens += entry.outputTokens;
    this.totals.costMicros += entry.costMicros;
    const { writer, target } = this.#options;
    const written = writer.write({ target, usage: [entry] }).catch(async (error: unknown) => {
      // What was used is owed even when the run was stopped meanwhile.
      if (error instanceof FencedError) await recordLateUsage(target, entry);
      throw error;
    });
    this.#follow(written);
  }

  keepMessage(message: Omit<MessageWrite, "nodeId">): void {
    if (this.#options.audience === "everyone") this.write({ messages: [{ ...message, nodeId: this.#options.nodeId }] });
  }

  async intendEffect(effect: { key: string; request: Json }): Promise<KnownEffect | undefined> {
    this.#saysOnlySpans = false;
    const { writer, target, nodeId } = this.#options;
    const { knownEffects } = await writer.write({ target, intendedEffects: [{ ...effect, nodeId }] });
    return knownEffects[0];
  }

  settleEffect(effect: EffectOutcome): void {
    // At once, and before the node ends: until then a crash would have the call made again.
    this.write({ settledEffects: [effect] });
  }

  /** Whether nothing but spans was handed in: nothing that a client, a receiver or the ledger has to be sure of. */
  get saysOnlySpans(): boolean {
    return this.#saysOnlySpans && this.#closing === undefined;
  }

  write(progress: Omit<Progress, "target">): void {
    this.#saysOnlySpans = false;
    const closing = this.takeClosing();
    if (closing) this.#follow(this.#options.writer.write({ ...closing, target: this.#options.target }));
    this.#follow(this.#options.writer.write({ ...progress, target: this.#options.target }));
  }

  /** Writes what nobody waits for with what is written next, at the latest in a moment. */
  #writeSoon(progress: Omit<Progress, "target">): void {
    const closing = this.takeClosing();
    if (closing) this.#follow(this.#options.writer.write({ ...closing, target: this.#options.target }));
    this.#follow(this.#options.writer.writeSoon({ ...progress, target: this.#options.target }));
  }

  /**
   * Writes it with whatever is written next, which may be the end of the node: then a crash can not come between the two, and
   * an answer that was said is not said again.
   */
  writeWithNext(progress: Pick<Progress, "events" | "messages">): void {
    const closing = this.takeClosing();
    this.#closing = {
      events: [...(closing?.events ?? []), ...(progress.events ?? [])],
      messages: [...(closing?.messages ?? []), ...(progress.messages ?? [])],
    };
  }

  /** What waits to be written with the end of the node. */
  takeClosing(): Pick<Progress, "events" | "messages"> | undefined {
    const closing = this.#closing;
    this.#closing = undefined;
    return closing;
  }

  /** Waits until everything said is durable, but for what waits for the end of the node. @throws what the first failed write threw. */
  async settled(): Promise<void> {
    await this.#lastWrite;
    if (this.#lost) throw this.#lost;
  }

  forgetMessage(message: StreamedMessage): void {
    this.#openMessages.delete(message);
  }

  /** What a failed attempt leaves open, ended: its messages and reasoning in the stream, and its spans. */
  abandon(error: unknown): { events: RunEvent[]; spans: SpanWrite[] } {
    const events = [
      ...[...this.#openReasonings].map((reasoning) => reasoning.ended),
      ...[...this.#openMessages].map((message): RunEvent => ({
        type: "text.ended",
        messageId: message.id,
        audience: message.audience,
      })),
    ];
    const spans = [...this.#openSpans].map((span) => span.failed(error));
    this.#openReasonings.clear();
    this.#openMessages.clear();
    this.#openSpans.clear();
    return { events, spans };
  }

  #audienceOf(wanted: Audience): Audience {
    return this.#options.audience === "author" ? "author" : wanted;
  }

  #follow(written: Promise<unknown>): void {
    this.#lastWrite = Promise.all([this.#lastWrite, written]).then(
      () => undefined,
      (error: unknown) => {
        if (this.#lost) return;
        this.#lost = error;
        if (!(error instanceof FencedError)) logger.error({ err: error }, "a node's progress could not be written");
        this.#options.onLost(error);
      },
    );
  }
}

class StreamedMessage implements OpenMessage {
  readonly id: string;
  readonly audience: Audience;
  readonly #journal: RunNodeJournal;
  readonly #nodeId: string;
  #text: string;

  constructor(id: string, text: string, audience: Audience, journal: RunNodeJournal, nodeId: string) {
    this.id = id;
    this.audience = audience;
    this.#text = text;
    this.#journal = journal;
    this.#nodeId = nodeId;
  }

  get text(): string {
    return this.#text;
  }

  write(delta: string): void {
    if (delta === "") return;
    if (this.#text !== "") faultPoint("mid-stream", this.#nodeId);
    this.#text += delta;
    this.#journal.emit({ type: "text.delta", messageId: this.id, audience: this.audience, delta });
  }

  end({ keep, toolCalls }: Parameters<OpenMessage["end"]>[0]): void {
    this.#journal.forgetMessage(this);
    this.#journal.writeWithNext({
      events: [{ type: "text.ended", messageId: this.id, audience: this.audience }],
      ...(keep && this.audience === "everyone"
        ? {
            messages: [
              {
                id: this.id,
                role: "assistant",
                content: this.#text,
                nodeId: this.#nodeId,
                ...(toolCalls ? { toolCalls } : {}),
              },
            ],
          }
        : {}),
    });
  }
}

class TimedSpan implements OpenSpan {
  readonly #span: SpanWrite;
  readonly #startedAt = performance.now();
  readonly #write: (span: SpanWrite) => void;
  readonly #forget: () => void;

  constructor(span: SpanWrite, write: (span: SpanWrite) => void, forget: () => void) {
    this.#span = span;
    this.#write = write;
    this.#forget = forget;
    write(span);
  }

  get id(): string {
    return this.#span.id;
  }

  complete({ output, attributes }: Parameters<OpenSpan["complete"]>[0]): void {
    this.#forget();
    this.#write({ ...this.#ended("completed"), output, attributes });
  }

  fail(error: unknown, { attributes }: { attributes?: SpanWrite["attributes"] } = {}): void {
    this.#forget();
    this.#write({ ...this.failed(error), attributes });
  }

  failed(error: unknown): SpanWrite {
    return { ...this.#ended("failed"), error: toErrorRecord(error) };
  }

  #ended(status: SpanWrite["status"]): SpanWrite {
    const { input: _input, ...span } = this.#span;
    return { ...span, status, endedAtMs: span.startedAtMs + (performance.now() - this.#startedAt) };
  }
}
