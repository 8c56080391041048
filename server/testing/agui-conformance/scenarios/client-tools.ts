import type { Tool } from "@ag-ui/core";
import { ConformanceClient } from "../client";
import { agentDraft } from "../drafts";
import type { ModelScript } from "../model-script";
import { mustHideTheInside } from "../end-user-view";
import { must, mustEqual, NotShownError, type Scenario, type Target } from "../target";
import type { Turn } from "../turn";

const tools: Tool[] = [
  {
    name: "ui.pick_colour",
    description: "Lets the person pick a colour.",
    parameters: { type: "object", properties: { title: { type: "string" } }, required: ["title"] },
  },
  { name: "highlight", description: "Highlights a part of the page.", parameters: { type: "object", properties: {} } },
];

const script = [{ calls: [{ name: "ui.pick_colour", arguments: { title: "For the wall" } }] }];

async function callOf(target: Target, calls: ModelScript = script): Promise<{ client: ConformanceClient; turn: Turn }> {
  const { appCode } = await target.publish("AG-UI client tool", agentDraft(calls));
  const client = new ConformanceClient(target, appCode);
  const turn = await client.say("Let me pick a colour, use ui.pick_colour.", { tools });
  if (turn.pendingToolCallIds.length === 0 && !target.hasScriptedModel)
    throw new NotShownError("the model called nothing");
  return { client, turn };
}

/** Calls that the client makes itself. */
export const clientToolScenarios: Scenario[] = [
  {
    name: "a client's tool ends the run as a success that names the call; its result goes on",
    async run(target) {
      const { client, turn } = await callOf(target);
      mustEqual([turn.outcome, turn.pendingToolCallIds], ["success", turn.calls.map((call) => call.id)], "how it ends");
      mustEqual(turn.calls[0]?.name, "ui.pick_colour", "the call");
      must(!turn.types.includes("TOOL_CALL_RESULT"), "The server answered a call that is the client's.");
      mustHideTheInside(turn);
      client.answerCall(turn.pendingToolCallIds[0] ?? "", "blue");
      const next = await client.send({ tools });
      mustEqual(next.outcome, "success", "how it goes on");
      if (target.hasScriptedModel) mustEqual(next.text, "The results are: blue", "what the model was told");
      return next.text.slice(0, 60);
    },
  },
  {
    name: "the same result again is answered with the same run; another one is refused",
    async run(target) {
      const { client, turn } = await callOf(target);
      const [id = ""] = turn.pendingToolCallIds;
      client.answerCall(id, "blue");
      const { messages } = client.agent;
      const first = await client.send({ tools });
      const again = await client.force({ messages });
      mustEqual([again.runId, again.text], [first.runId, first.text], "the same result again");
      const other = messages.map((message) => (message.role === "tool" ? { ...message, content: "red" } : message));
      mustEqual((await client.force({ messages: other })).error, "resume_already_resolved", "another result");
      return "the first stands";
    },
  },
  {
    name: "a result for a call that nobody made is refused, and what is pending stays",
    async run(target) {
      const { client, turn } = await callOf(target);
      const forged = { id: "x", role: "tool" as const, toolCallId: "call_forged", content: "blue" };
      const refused = await client.force({ messages: [...client.agent.messages, forged] });
      mustEqual([refused.types, refused.error], [["RUN_ERROR"], "tool_result_unknown"], "a forged result");
      client.answerCall(turn.pendingToolCallIds[0] ?? "", "green");
      mustEqual((await client.send({ tools })).outcome, "success", "the real result");
      return "refused, then answered";
    },
  },
  {
    name: "several calls of the client are answered together",
    needsScript: true,
    async run(target) {
      const both: ModelScript = [
        {
          calls: [
            { name: "ui.pick_colour", arguments: { title: "Wall" } },
            { name: "highlight", arguments: {} },
          ],
        },
      ];
      const { client, turn } = await callOf(target, both);
      mustEqual(
        turn.pendingToolCallIds,
        turn.calls.map((call) => call.id),
        "what is pending",
      );
      const [first = "", second = ""] = turn.pendingToolCallIds;
      client.answerCall(first, "blue");
      mustEqual((await client.force()).error, "resume_incomplete", "one of two");
      client.answerCall(second, "done");
      const next = await client.send({ tools });
      mustEqual([next.outcome, next.text], ["success", "The results are: blue | done"], "both");
      return next.text;
    },
  },
  {
    name: "a new message goes past a call that the client left",
    async run(target) {
      const { client, turn } = await callOf(target);
      client.answerCall(turn.pendingToolCallIds[0] ?? "", "blue");
      const next = await client.say("Never mind, let me pick a colour again with ui.pick_colour.", { tools });
      must(next.error === undefined, `It was refused: ${next.error}`);
      must(next.runId !== turn.runId, "No new run was started.");
      return `outcome ${next.outcome}`;
    },
  },
];
