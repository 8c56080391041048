import { Bench } from "./bench.mjs";
import { publish, startRun } from "../lib/studio-client.mjs";

/**
 * Every moment at which the server can have itself killed (server/faults.ts), and what of it may happen again: a call whose
 * answer was not recorded is sent once more under the same key, everything else stays done.
 * @type {{ point: string, calls: number }[]}
 */
const points = [
  { point: "after-accept", calls: 1 },
  { point: "after-dispatch", calls: 1 },
  { point: "after-take", calls: 1 },
  { point: "before-pure-write", calls: 1 },
  { point: "after-pure-write", calls: 1 },
  { point: "after-effect-intended@effect", calls: 1 },
  { point: "after-tool-response@effect", calls: 2 },
  { point: "before-node-write@effect", calls: 1 },
  { point: "after-node-write@effect", calls: 1 },
  { point: "mid-stream@ask", calls: 1 },
  { point: "before-node-write@ask", calls: 1 },
  { point: "after-node-write@ask", calls: 1 },
  { point: "before-node-write@say", calls: 1 },
  { point: "after-node-write@say", calls: 1 },
  { point: "before-finish-write", calls: 1 },
  { point: "after-finish-write", calls: 1 },
];

/** The built-in model answers, which needs nothing outside. */
const offline = { OPENAI_API_KEY: "", OPENAI_BASE_URL: "", SIGNALBOX_DEFAULT_MODEL: "" };

/** A call, a model and an answer that it streams, between pure nodes. @param {string} receiver */
const draftFor = (receiver) => ({
  inputs: [{ name: "counter", type: "string", required: true }],
  nodes: [
    { id: "start", type: "start", config: {} },
    {
      id: "effect",
      type: "tool",
      config: { method: "POST", url: `${receiver}/add`, body: { counter: "{{ inputs.counter }}", add: 1 } },
    },
    { id: "ask", type: "llm", config: { prompt: "Say something." } },
    { id: "say", type: "answer", config: { template: "{{ nodes.ask.text }}" } },
    { id: "finish", type: "end", config: { result: "{{ nodes.effect.output.body.added }}" } },
  ],
  edges: [
    { source: "start", target: "effect" },
    { source: "effect", target: "ask" },
    { source: "ask", target: "say" },
    { source: "say", target: "finish" },
  ],
});

/**
 * For each point: a server that dies exactly there, and the next one, which must bring the run to its right end. The server
 * that takes over one run is the one that dies with the next.
 * @returns {Promise<string>} what was done
 */
export async function faultPoints() {
  const bench = await Bench.open();
  try {
    let server = await bench.start(offline);
    const { appCode } = await publish(server.origin, "One effect", draftFor(bench.receiver.origin));
    await server.stop();
    for (const { point } of points) {
      server = await bench.start({ ...offline, FAULTS: point });
      const run = startRun(() => server.origin, { appCode, inputs: { counter: point }, key: point });
      await server.exited;
      const name = point.split("@")[0];
      if (!server.lines.includes(`fault point ${name}`)) {
        throw new Error(`The server did not end at ${point}.\n${server.lines.slice(-20).join("\n")}`);
      }
      server = await bench.start(offline);
      await run;
      await bench.settle();
      await server.stop();
    }
    await checkRuns(bench);
    return `${points.length} points`;
  } finally {
    await bench.close();
  }
}

/** @param {Bench} bench */
async function checkRuns({ sql, receiver }) {
  const { rows } = await sql.query("select id, status, result, inputs ->> 'counter' as point from run");
  if (rows.length !== points.length) throw new Error(`${rows.length} runs were made for ${points.length} requests.`);
  const wrong = points.flatMap(({ point, calls }) => {
    const run = rows.find((row) => row.point === point);
    const key = [...receiver.calls.keys()].find((one) => one.startsWith(`${run?.id}:`));
    const made = receiver.calls.get(key ?? "") ?? 0;
    const counted = receiver.counters.get(point) ?? 0;
    if (run?.status === "completed" && run.result === 1 && counted === 1 && made === calls) return [];
    return [
      `${point}: the run is ${run?.status}, its effect was counted ${counted} times and called ${made} times, wanted ${calls}`,
    ];
  });
  if (wrong.length > 0) throw new Error(wrong.join("\n"));
}
