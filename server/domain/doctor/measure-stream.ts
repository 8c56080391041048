import type { StreamMeasurement } from "./judge-stream";

/**
 * What a whole event stream of a run says, for whoever has read it.
 * @param received the text of the stream
 */
export function measureStream(
  received: string,
  { contentType, firstEventMs }: Pick<StreamMeasurement, "contentType" | "firstEventMs">,
): StreamMeasurement {
  const events = [...received.matchAll(/^data: (.+)$/gm)].map((match) => readEvent(match[1] ?? ""));
  return {
    contentType,
    firstEventMs,
    ids: [...received.matchAll(/^id: (\d+)$/gm)].map((match) => Number(match[1])),
    types: events.map((event) => event.type),
    text: events.map((event) => (event.type === "TEXT_MESSAGE_CONTENT" ? event.delta : "")).join(""),
  };
}

function readEvent(json: string): { type: string; delta: string } {
  const value: unknown = JSON.parse(json);
  if (typeof value !== "object" || value === null) return { type: "", delta: "" };
  return {
    type: "type" in value && typeof value.type === "string" ? value.type : "",
    delta: "delta" in value && typeof value.delta === "string" ? value.delta : "",
  };
}
