import type { RunSize } from "./limits";
import type { StepBuffer } from "./step-buffer";
import { type CalledRun, type Item, readCallId } from "./types";

/** A call that is under way in this process. The size counts what the call has stored while it ran. */
export interface ActiveCall extends RunSize {
  item: Item;
  run: CalledRun;
  buffer: StepBuffer;
}

/** The calls of this process, by the id of their item. */
export class ActiveCalls {
  readonly #calls = new Map<string, ActiveCall>();
  /** While true, calls are asked to stop at their next checkpoint, so that another process goes on with them. */
  isDraining = false;

  begin(call: ActiveCall): void {
    this.#calls.set(call.item.id, call);
  }

  end(call: ActiveCall): void {
    if (this.#calls.get(call.item.id) === call) this.#calls.delete(call.item.id);
  }

  /** Forgets all calls: whatever they report from now on is refused as stale. */
  clear(): void {
    this.#calls.clear();
  }

  /**
   * Takes in that a call gets on in the middle of a step.
   * @returns whether it may: not when it is no longer ours, or is to come to the end of its step
   */
  progressed(callId: string): boolean {
    this.#named(callId)?.buffer.noteProgress();
    return this.mayGoOn(callId);
  }

  /** Whether a call may begin something more: not when it is no longer ours, or has been answered, or is to be handed over. */
  mayGoOn(callId: string): boolean {
    return !this.isDraining && this.#named(callId) !== undefined;
  }

  #named(callId: string): ActiveCall | undefined {
    const { id, gen } = readCallId(callId);
    return this.get(id, gen);
  }

  get(itemId: string, gen: string): ActiveCall | undefined {
    const call = this.#calls.get(itemId);
    return call?.item.gen === gen ? call : undefined;
  }
}
