import { sanitiseText } from "@/server/domain/text";

/** Collects streamed text so that each piece can be stored by itself: no NUL, and no character cut in half between two. */
export class StreamedText {
  #text = "";
  #heldBack = "";

  /** Answers what may be passed on now; perhaps nothing. */
  push(delta: string): string {
    const joined = this.#heldBack + delta;
    const last = joined.charCodeAt(joined.length - 1);
    const endsInHalf = last >= 0xd800 && last <= 0xdbff;
    this.#heldBack = endsInHalf ? joined.slice(-1) : "";
    return this.#add(endsInHalf ? joined.slice(0, -1) : joined);
  }

  /** Answers what was still held back when the stream ended. */
  end(): string {
    const rest = this.#heldBack;
    this.#heldBack = "";
    return this.#add(rest);
  }

  get text(): string {
    return this.#text;
  }

  #add(piece: string): string {
    const clean = sanitiseText(piece);
    this.#text += clean;
    return clean;
  }
}
