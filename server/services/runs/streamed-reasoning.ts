import type { Audience, RunEvent } from "@/server/domain/run/events";
import type { OpenReasoning } from "@/server/nodes/executor";

interface ReasoningOptions {
  id: string;
  audience: Audience;
  nodeId: string;
  emit(event: RunEvent): void;
  onEnd(): void;
}

/** What a model thinks, told piece by piece from its beginning to its end. */
export class StreamedReasoning implements OpenReasoning {
  readonly #options: ReasoningOptions;

  constructor(options: ReasoningOptions) {
    this.#options = options;
    const { id: messageId, nodeId, audience } = options;
    options.emit({ type: "reasoning.started", messageId, nodeId, audience });
  }

  /** The event that ends it. */
  get ended(): RunEvent {
    return { type: "reasoning.ended", messageId: this.#options.id, audience: this.#options.audience };
  }

  write(delta: string): void {
    const { id: messageId, audience, emit } = this.#options;
    if (delta !== "") emit({ type: "reasoning.delta", messageId, audience, delta });
  }

  end(): void {
    this.#options.onEnd();
    this.#options.emit(this.ended);
  }
}
