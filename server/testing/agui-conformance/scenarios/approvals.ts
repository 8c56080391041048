import type { ResumeEntry } from "@ag-ui/core";
import type { JsonObject } from "@/server/domain/json";
import { ConformanceClient } from "../client";
import { agentDraft, demoTool, formDraft } from "../drafts";
import { mustHideTheInside } from "../end-user-view";
import { eventually, must, mustEqual, NotShownError, type Scenario, type Target } from "../target";
import type { Turn } from "../turn";

export function lookUp(orderId: string) {
  return { name: "look_up_order", arguments: { order_id: orderId } };
}

/** A conversation in which the agent wants to look up orders and asks first. */
export async function askedAbout(
  target: Target,
  orderIds: string[],
  rule: JsonObject = {},
): Promise<{ client: ConformanceClient; turn: Turn; appCode: string }> {
  const draft = agentDraft([{ calls: orderIds.map(lookUp) }], [demoTool({ needs_approval: true, ...rule })]);
  const { appCode } = await target.publish("AG-UI approval", draft);
  const client = new ConformanceClient(target, appCode);
  const turn = await client.say(`What is the status of order ${orderIds.join(" and order ")}? Use look_up_order.`);
  if (turn.interrupts.length !== orderIds.length && !target.hasScriptedModel) {
    throw new NotShownError(`the model asked for ${turn.interrupts.length} calls`);
  }
  mustEqual([turn.outcome, turn.interrupts.length], ["interrupt", orderIds.length], "how the run ends");
  mustHideTheInside(turn);
  return { client, turn, appCode };
}

/** The same answer to each of the interrupts. */
export function answerAll(turn: Turn, payload: JsonObject): ResumeEntry[] {
  return turn.interrupts.map(({ id }) => ({ interruptId: id, status: "resolved", payload }));
}

/** Results of tools in a session, as its author sees them. */
export async function toolResults(target: Target, { sessionId }: Turn): Promise<string[]> {
  const answer = await fetch(`${target.origin}/api/v1/agent/sessions/${sessionId}/events`);
  const frames = (await answer.text()).split("\n").filter((line) => line.startsWith("data: "));
  return frames.filter((line) => line.includes('"TOOL_CALL_RESULT"'));
}

/** Questions to a person, and what comes of each answer. */
export const approvalScenarios: Scenario[] = [
  {
    name: "approve: the call is made once, and its result belongs to the call that was asked about",
    async run(target) {
      const { client, turn } = await askedAbout(target, ["A-1001"]);
      const [interrupt] = turn.interrupts;
      mustEqual([interrupt?.reason, interrupt?.toolCallId], ["tool_call", turn.calls.at(-1)?.id], "what is asked");
      must(interrupt?.responseSchema !== undefined, "The question has no schema for its answer.");
      const next = await client.send({ resume: answerAll(turn, { approved: true }) });
      mustEqual(next.outcome, "success", "how it goes on");
      must(!next.types.includes("TOOL_CALL_START"), "The call was announced again.");
      mustHideTheInside(next);
      const results = await toolResults(target, turn);
      mustEqual(results.length, 1, "results");
      must(results[0]?.includes(interrupt?.toolCallId ?? "-"), "The result belongs to another call.");
      if (target.hasScriptedModel) must(next.text.includes("Reading lamp"), `The model was not told: ${next.text}`);
      return next.text.slice(0, 60);
    },
  },
  {
    name: "edit: the call is made with the edited arguments",
    async run(target) {
      const { client, turn } = await askedAbout(target, ["A-1001"]);
      const resume = answerAll(turn, { approved: true, editedArgs: { order_id: "A-1003" } });
      const next = await client.send({ resume });
      mustEqual(next.outcome, "success", "how it goes on");
      const results = await toolResults(target, turn);
      must(results.length === 1 && results[0]?.includes("Coffee grinder"), "The edit was not used.");
      return "A-1001 became A-1003";
    },
  },
  {
    name: "reject: the call is not made, and the model is told why",
    async run(target) {
      const { client, turn } = await askedAbout(target, ["A-1001"]);
      const next = await client.send({ resume: answerAll(turn, { approved: false, reason: "Too early" }) });
      mustEqual(next.outcome, "success", "how it goes on");
      const results = await toolResults(target, turn);
      must(!results.join().includes("Reading lamp"), "The call was made.");
      if (target.hasScriptedModel) must(next.text.includes("Too early"), `The model was not told why: ${next.text}`);
      return next.text.slice(0, 60);
    },
  },
  {
    name: "abandon: a cancelled answer rejects",
    async run(target) {
      const { client, turn } = await askedAbout(target, ["A-1001"]);
      const resume = turn.interrupts.map(({ id }): ResumeEntry => ({ interruptId: id, status: "cancelled" }));
      mustEqual((await client.send({ resume })).outcome, "success", "how it goes on");
      must(!(await toolResults(target, turn)).join().includes("Reading lamp"), "The call was made.");
      return "rejected";
    },
  },
  {
    name: "expire: the run goes on by itself, can not be answered any more, and is caught up with",
    async run(target) {
      const { client, turn } = await askedAbout(target, ["A-1001"], { expires_in_seconds: 1, on_expiry: "reject" });
      must(turn.interrupts[0]?.expiresAt !== undefined, "The question does not say when it expires.");
      const late = async () => {
        const refused = await client.force({ resume: answerAll(turn, { approved: true }) });
        return refused.error === "resume_expired" ? refused : undefined;
      };
      await new Promise((resolve) => setTimeout(resolve, 1100));
      mustEqual((await eventually(late, "The refusal of a late answer")).types, ["RUN_ERROR"], "a late answer");
      const resume = turn.interrupts.map(({ id }): ResumeEntry => ({ interruptId: id, status: "cancelled" }));
      const next = await client.send({ resume });
      mustEqual(next.outcome, "success", "how it went on");
      must(!(await toolResults(target, turn)).join().includes("Reading lamp"), "The call was made.");
      return "went on by itself";
    },
  },
  {
    name: "parallel questions: each has its own call, all are answered together, each by its own answer",
    async run(target) {
      const { client, turn } = await askedAbout(target, ["A-1001", "A-1002"]);
      const [first, second] = turn.interrupts;
      must(first && second && first.toolCallId !== second.toolCallId, "They ask about the same call.");
      const resume: ResumeEntry[] = [
        { interruptId: first.id, status: "resolved", payload: { approved: true } },
        { interruptId: second.id, status: "resolved", payload: { approved: false, reason: "Not this one" } },
      ];
      mustEqual((await client.send({ resume })).outcome, "success", "how it goes on");
      const results = (await toolResults(target, turn)).join();
      must(!(results.includes("Reading lamp") && results.includes("Desk chair")), "Both calls were made.");
      must(results.includes("Reading lamp") || results.includes("Desk chair"), "No call was made.");
      return "one made, one not";
    },
  },
  {
    name: "a form is answered by its schema",
    async run(target) {
      const { appCode } = await target.publish("AG-UI form", formDraft());
      const client = new ConformanceClient(target, appCode);
      const turn = await client.say("Paint the wall.");
      mustEqual(turn.outcome, "interrupt", "how the run ends");
      mustHideTheInside(turn);
      const wrong = await client.force({ resume: answerAll(turn, { values: { colour: "blue", count: "many" } }) });
      mustEqual(wrong.error, "resume_payload_invalid", "an answer that does not fit");
      const next = await client.send({ resume: answerAll(turn, { values: { colour: "blue", count: 2 } }) });
      mustEqual([next.outcome, next.text], ["success", "You chose blue."], "the answer");
      return next.text;
    },
  },
];
