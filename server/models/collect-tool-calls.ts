import { randomUUID } from "node:crypto";
import type { ToolCall } from "@/server/domain/agent/messages";
import type { ToolCallDelta } from "./answer-chunk";
import { StreamedText } from "./streamed-text";

/** A further piece of a call's arguments; the first piece of a call may be empty. */
export interface ToolCallPiece {
  id: string;
  name: string;
  argumentsDelta: string;
}

interface OpenCall {
  id: string;
  name: string;
  arguments: StreamedText;
  /** What came before the name did. */
  waiting: string;
  isAnnounced: boolean;
}

/** Ids below this length are counted up from zero by servers; the shortest that are drawn at random have nine characters. */
const shortestId = 9;

/**
 * Puts streamed calls together. Ids that are missing, too short to be unique or used before are replaced, because later each
 * call must be told from every other of the conversation. New ones keep within the 40 characters that providers accept.
 */
export class ToolCallCollector {
  readonly #calls = new Map<number, OpenCall>();
  readonly #usedIds: Set<string>;
  readonly #nameOf: (wireName: string) => string;
  readonly #onPiece: (piece: ToolCallPiece) => void;

  constructor(options: {
    usedIds: Iterable<string>;
    nameOf: (wireName: string) => string;
    onPiece: (piece: ToolCallPiece) => void;
  }) {
    this.#usedIds = new Set(options.usedIds);
    this.#nameOf = options.nameOf;
    this.#onPiece = options.onPiece;
  }

  push(delta: ToolCallDelta): void {
    const call = this.#open(delta);
    call.name ||= delta.function?.name ?? "";
    const piece = delta.function?.arguments ?? "";
    if (call.name === "") {
      call.waiting += piece;
      return;
    }
    const argumentsDelta = call.arguments.push(call.waiting + piece);
    call.waiting = "";
    if (argumentsDelta !== "" || !call.isAnnounced) this.#announce(call, argumentsDelta);
  }

  /** The whole calls, in the order in which they began; call once, when the stream has ended. */
  end(): ToolCall[] {
    return [...this.#calls.values()].map((call) => {
      const rest = call.arguments.end();
      if (rest !== "") this.#announce(call, rest);
      return { id: call.id, name: this.#nameOf(call.name), arguments: call.arguments.text + call.waiting };
    });
  }

  #announce(call: OpenCall, argumentsDelta: string): void {
    call.isAnnounced = true;
    this.#onPiece({ id: call.id, name: this.#nameOf(call.name), argumentsDelta });
  }

  /** Servers that leave the index out start a new call with each new id. */
  #open(delta: ToolCallDelta): OpenCall {
    const lastIndex = [...this.#calls.keys()].at(-1) ?? -1;
    const index = delta.index ?? (delta.id || lastIndex < 0 ? lastIndex + 1 : lastIndex);
    const known = this.#calls.get(index);
    if (known) return known;
    const isUsable = delta.id && delta.id.length >= shortestId && !this.#usedIds.has(delta.id);
    const id = isUsable && delta.id ? delta.id : `call_${randomUUID().replaceAll("-", "")}`;
    this.#usedIds.add(id);
    const call = { id, name: "", arguments: new StreamedText(), waiting: "", isAnnounced: false };
    this.#calls.set(index, call);
    return call;
  }
}
