import type { Verdict } from "./report";

/** What somebody who read the stream of a run to its end has seen. */
export interface StreamMeasurement {
  contentType: string;
  /** Numbers of the events in the order in which they came. */
  ids: readonly number[];
  types: readonly string[];
  /** What was said to the chat. */
  text: string;
  /** From asking for the stream to its first event. */
  firstEventMs: number;
}

const advice = "If a proxy stands before Signalbox, switch off its buffering and compression for /api.";
/** Later than this, something on the way is holding events back; a busy machine may take a second or two to begin a run. */
const slowMs = 5000;

/** Whether a run's stream arrived as it was sent. @param said what the run says */
export function judgeStream(stream: StreamMeasurement, said: string): Verdict {
  const first = stream.ids[0] ?? 0;
  const problem = !stream.contentType.startsWith("text/event-stream")
    ? `The stream comes as ${stream.contentType || "nothing that is named"}.`
    : stream.ids.some((id, index) => id !== first + index)
      ? "Events of the stream are missing."
      : stream.types.at(-1) !== "RUN_FINISHED" || stream.text !== said
        ? "The stream does not come to its end."
        : stream.firstEventMs > slowMs
          ? `The first event came only after ${(stream.firstEventMs / 1000).toFixed(1)} s.`
          : undefined;
  if (problem !== undefined) return { isGood: false, sentence: problem, advice };
  return {
    isGood: true,
    sentence: `A run's stream arrives whole: ${stream.ids.length} events, the first after ${Math.round(stream.firstEventMs)} ms.`,
  };
}
