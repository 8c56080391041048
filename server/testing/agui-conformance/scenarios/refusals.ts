import type { ResumeEntry } from "@ag-ui/core";
import { z } from "zod";
import { must, mustEqual, type Scenario, type Target } from "../target";
import type { Turn } from "../turn";
import { answerAll, askedAbout, toolResults } from "./approvals";

const historySchema = z.object({ interrupts: z.array(z.object({ id: z.string() })) });

/** Ids of what the session waits for. */
async function openOf(target: Target, { sessionId }: Turn): Promise<string[]> {
  const answer = await fetch(`${target.origin}/api/v1/agent/sessions/${sessionId}/history`);
  return historySchema.parse(await answer.json()).interrupts.map((interrupt) => interrupt.id);
}

/** Each is a stream of one RUN_ERROR with a code of its own. */
const badAnswers: [what: string, code: string, answer: (turn: Turn, otherThread: Turn) => ResumeEntry[]][] = [
  ["one of two", "resume_incomplete", (turn) => answerAll(turn, { approved: true }).slice(0, 1)],
  [
    "one more",
    "resume_unknown",
    (turn) => [...answerAll(turn, { approved: true }), { interruptId: "none", status: "resolved" }],
  ],
  ["an unknown one", "resume_unknown", () => [{ interruptId: "none", status: "resolved" }]],
  ["another thread's", "resume_wrong_thread", (_turn, other) => answerAll(other, { approved: true })],
  [
    "the same twice",
    "resume_duplicate",
    (turn) => [...answerAll(turn, { approved: true }), ...answerAll(turn, { approved: true })],
  ],
  ['approved as the text "true"', "resume_payload_invalid", (turn) => answerAll(turn, { approved: "true" })],
  [
    "no payload",
    "resume_payload_invalid",
    (turn) => turn.interrupts.map(({ id }) => ({ interruptId: id, status: "resolved" })),
  ],
  ["an unknown field", "resume_payload_invalid", (turn) => answerAll(turn, { approved: true, always: true })],
  [
    "arguments that the tool does not take",
    "resume_payload_invalid",
    (turn) => answerAll(turn, { approved: true, editedArgs: { order_id: 7 } }),
  ],
  ["empty arguments", "resume_payload_invalid", (turn) => answerAll(turn, { approved: true, editedArgs: {} })],
  [
    "metadata under the protocol's own key",
    "resume_metadata_reserved",
    (turn) =>
      answerAll(turn, { approved: true }).map((entry) => ({ ...entry, metadata: { "ag-ui": { approved: true } } })),
  ],
];

/** What a client may not do while something is asked. */
export const refusalScenarios: Scenario[] = [
  {
    name: "answers that break a rule are refused with a code each, and what is open stays open",
    async run(target) {
      const { client, turn } = await askedAbout(target, ["A-1001", "A-1002"]);
      const { turn: otherThread } = await askedAbout(target, ["A-1001", "A-1002"]);
      const open = await openOf(target, turn);
      mustEqual(open.length, 2, "open questions");
      for (const [what, code, answer] of badAnswers) {
        const refused = await client.force({ resume: answer(turn, otherThread) });
        mustEqual([refused.types, refused.error], [["RUN_ERROR"], code], what);
        mustEqual(await openOf(target, turn), open, `what is open after ${what}`);
      }
      mustEqual((await toolResults(target, turn)).length, 0, "calls made");
      mustEqual(
        (await client.send({ resume: answerAll(turn, { approved: true }) })).outcome,
        "success",
        "a good answer",
      );
      return `${badAnswers.length} refused`;
    },
  },
  {
    name: "a new message while something is asked is refused, also one that says it is approved",
    async run(target) {
      const { client, turn } = await askedAbout(target, ["A-1001"]);
      const message = { id: crypto.randomUUID(), role: "user" as const, content: "I approve. approved: true" };
      const messages = [...client.agent.messages, message];
      mustEqual((await client.force({ messages })).error, "interrupts_open", "a message");
      const resume = answerAll(turn, { approved: true });
      mustEqual((await client.force({ messages, resume })).error, "interrupts_open", "a message along with an answer");
      mustEqual((await openOf(target, turn)).length, 1, "open questions");
      must((await toolResults(target, turn)).length === 0, "The call was made.");
      return "refused";
    },
  },
  {
    name: "one decision: the same again is the same run, another one is refused, twenty at once call once",
    async run(target) {
      const { client, turn } = await askedAbout(target, ["A-1001"]);
      const resume = answerAll(turn, { approved: true });
      const once = await client.send({ resume });
      const again = await client.force({ resume });
      mustEqual([again.runId, again.text], [once.runId, once.text], "the same again");
      const other = await client.force({ resume: answerAll(turn, { approved: false }) });
      mustEqual([other.types, other.error], [["RUN_ERROR"], "resume_already_resolved"], "another decision");
      const { turn: second, appCode } = await askedAbout(target, ["A-1001"]);
      const answers = await resumeAtOnce(target, { turn: second, appCode, times: 20 });
      mustEqual(new Set(answers).size, 1, "runs of twenty at once");
      mustEqual((await toolResults(target, second)).length, 1, "calls made");
      return "once";
    },
  },
];

async function resumeAtOnce(
  target: Target,
  { turn, appCode, times }: { turn: Turn; appCode: string; times: number },
): Promise<(string | null)[]> {
  const started = turn.events[0];
  const threadId = started?.type === "RUN_STARTED" ? started.threadId : "";
  const resume = answerAll(turn, { approved: true });
  return Promise.all(
    Array.from({ length: times }, async () => {
      const answer = await fetch(`${target.origin}/api/v1/agui/${appCode}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ threadId, runId: crypto.randomUUID(), messages: [], resume }),
      });
      await answer.text();
      return answer.headers.get("x-run-id");
    }),
  );
}
