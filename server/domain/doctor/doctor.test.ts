import { describe, expect, it } from "vitest";
import { judgeStream, type StreamMeasurement } from "./judge-stream";
import { measureStream } from "./measure-stream";

const received = [
  "retry: 1000\n\n",
  'id: 4\ndata: {"type":"RUN_STARTED"}\n\n',
  'id: 5\ndata: {"type":"TEXT_MESSAGE_CONTENT","delta":"All "}\n\n',
  ": still here\n\n",
  'id: 6\ndata: {"type":"TEXT_MESSAGE_CONTENT","delta":"well."}\n\n',
  'id: 7\ndata: {"type":"RUN_FINISHED"}\n\n',
].join("");
const whole = measureStream(received, { contentType: "text/event-stream; charset=utf-8", firstEventMs: 12.4 });

describe("a run's stream", () => {
  it("is measured by its events, whatever else it holds", () => {
    expect(whole).toMatchObject({ ids: [4, 5, 6, 7], text: "All well." });
  });

  it("is good when it arrived whole, ended and said what it had to", () => {
    expect(judgeStream(whole, "All well.")).toEqual({
      isGood: true,
      sentence: "A run's stream arrives whole: 4 events, the first after 12 ms.",
    });
  });

  it.each<[string, Partial<StreamMeasurement>]>([
    ["comes as text/html", { contentType: "text/html" }],
    ["are missing", { ids: [4, 6, 7] }],
    ["does not come to its end", { types: ["RUN_STARTED"] }],
    ["does not come to its end", { text: "All" }],
    ["only after 9.0 s", { firstEventMs: 9000 }],
  ])("F-33 is found wrong when it %s", (sentence, change) => {
    const verdict = judgeStream({ ...whole, ...change }, "All well.");
    expect(verdict).toMatchObject({ isGood: false, sentence: expect.stringContaining(sentence) as string });
  });
});
