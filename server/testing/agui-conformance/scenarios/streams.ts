import { ConformanceClient } from "../client";
import { modelDraft } from "../drafts";
import { mustHideTheInside } from "../end-user-view";
import { type Frame, readFrames } from "../read-frames";
import { must, mustEqual, NotShownError, type Scenario, type Target } from "../target";
import { summarise } from "../turn";
import { verifyFrames } from "../verify-frames";

const words = Array.from({ length: 60 }, (_, index) => `word${index} `);

/** Sends a message and hands out the stream as it comes, without a client in between. */
function post(target: Target, appCode: string): Promise<Response> {
  return fetch(`${target.origin}/api/v1/agui/${appCode}`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "text/event-stream" },
    body: JSON.stringify({
      threadId: crypto.randomUUID(),
      runId: crypto.randomUUID(),
      messages: [{ id: "m", role: "user", content: "Tell a long story of sixty words." }],
    }),
  });
}

function lastId(frames: readonly Frame[]): number {
  return frames.findLast((frame) => frame.id !== undefined)?.id ?? 0;
}

/** Frames that a reader has who was cut off at random places and came back each time with the last number it had. */
async function readInPieces(target: Target, first: Response): Promise<{ frames: Frame[]; connections: number }> {
  const url = `${target.origin}/api/v1/agent/runs/${first.headers.get("x-run-id")}/events?view=end_user`;
  const frames: Frame[] = [];
  let connections = 1;
  for (let response = first; ; connections += 1) {
    const most = 1 + Math.floor(Math.random() * 8);
    frames.push(...(await readFrames(response, (read) => read.length < most)));
    const type = frames.at(-1)?.data.type;
    if (type === "RUN_FINISHED" || type === "RUN_ERROR") return { frames, connections };
    response = await fetch(url, { headers: { "last-event-id": String(lastId(frames)) } });
    must(response.status === 200, `Coming back was answered with ${response.status}.`);
  }
}

/** Leaving a stream, coming back, and stopping what it tells. */
export const streamScenarios: Scenario[] = [
  {
    name: "cut off at random places, a reader misses nothing and is told nothing twice",
    async run(target) {
      const { appCode } = await target.publish("AG-UI reconnect", modelDraft([{ text: words, pauseMs: 5 }]));
      const { frames, connections } = await readInPieces(target, await post(target, appCode));
      const ids = frames.flatMap((frame) => frame.id ?? []);
      must(
        ids.every((id, index) => index === 0 || id > (ids[index - 1] ?? 0)),
        `The numbers do not rise: ${ids.join()}`,
      );
      // The client's own id of the run is only on the stream that it asked for.
      const turn = summarise(await verifyFrames(frames), new Headers());
      mustHideTheInside(turn);
      mustEqual(turn.outcome, "success", "outcome");
      if (target.hasScriptedModel) mustEqual(turn.text, words.join(""), "the text");
      return `${connections} connections`;
    },
  },
  {
    name: "stop: the stream ends as cancelled, and the thread takes a new message",
    async run(target) {
      const { appCode } = await target.publish("AG-UI stop", modelDraft([{ text: words, pauseMs: 50 }]));
      const client = new ConformanceClient(target, appCode);
      const response = await post(target, appCode);
      const runId = response.headers.get("x-run-id");
      let stopping: Promise<Response> | undefined;
      const frames = await readFrames(response, (read) => {
        if (read.at(-1)?.data.type === "TEXT_MESSAGE_CONTENT") {
          stopping ??= fetch(`${target.origin}/api/v1/agent/runs/${runId}/stop`, { method: "POST" });
        }
        return true;
      });
      await stopping;
      const turn = summarise(await verifyFrames(frames), response.headers);
      if (turn.outcome === "success" && !target.hasScriptedModel) throw new NotShownError("the answer came too fast");
      mustEqual(turn.outcome, "cancelled", "how the run ends");
      must(turn.text.length < words.join("").length, "Everything was said.");
      client.agent.threadId = turn.events[0]?.type === "RUN_STARTED" ? turn.events[0].threadId : "";
      must((await client.say("Go on.")).error === undefined, "The next message was refused.");
      return `${turn.text.split(" ").length - 1} of ${words.length} words`;
    },
  },
  {
    name: "a run that has ended is told again, whole and from any place",
    async run(target) {
      const { appCode } = await target.publish("AG-UI again", modelDraft([{ text: words }]));
      const response = await post(target, appCode);
      const live = await readFrames(response);
      const url = `${target.origin}/api/v1/agent/runs/${response.headers.get("x-run-id")}/events?view=end_user`;
      const textOf = (frames: Frame[]) =>
        frames.flatMap(({ data }) => (data.type === "TEXT_MESSAGE_CONTENT" ? String(data.delta) : [])).join("");
      mustEqual(textOf(await readFrames(await fetch(url))), textOf(live), "the whole again");
      const cut = Math.floor(Math.random() * (live.length - 2)) + 1;
      const after = await readFrames(await fetch(`${url}&after=${lastId(live.slice(0, cut))}`));
      mustEqual(textOf(live.slice(0, cut)) + textOf(after), textOf(live), `from place ${cut}`);
      mustEqual((await fetch(`${url}&after=${lastId(live)}`)).status, 204, "after the end");
      return `${live.length} events`;
    },
  },
];
