import type { AGUIEvent } from "@ag-ui/core";
import { ConformanceClient } from "../client";
import { agentDraft, demoTool, modelDraft } from "../drafts";
import { mustHideTheInside } from "../end-user-view";
import { readFrames } from "../read-frames";
import { must, mustEqual, NotShownError, type Scenario, type Target } from "../target";
import type { Turn } from "../turn";
import { verifyFrames } from "../verify-frames";
import { answerAll, lookUp } from "./approvals";

/** The stream of a run as its author sees it, taken through the protocol's own checks. */
async function authorsStream(target: Target, { runId }: Turn): Promise<AGUIEvent[]> {
  const answer = await fetch(`${target.origin}/api/v1/agent/runs/${runId}/events`);
  return verifyFrames(await readFrames(answer));
}

function typesOf(events: AGUIEvent[]): Set<string> {
  return new Set(events.map((event) => event.type));
}

/** What only the author of an app is told. */
export const authorScenarios: Scenario[] = [
  {
    name: "the author's stream has steps and what they cost",
    async run(target) {
      const { appCode } = await target.publish("AG-UI author", modelDraft([{ text: ["Hello."] }]));
      const turn = await new ConformanceClient(target, appCode).say("Say hello.");
      const events = await authorsStream(target, turn);
      const finished = events.filter((event) => event.type === "STEP_FINISHED");
      mustEqual(finished.length, 4, "finished steps");
      for (const { metadata } of finished) must(metadata?.signalbox !== undefined, "A step does not say what it cost.");
      return [...typesOf(events)].join(", ");
    },
  },
  {
    name: "an app that an agent calls is a subagent, which is suspended by a question and goes on after it",
    async run(target) {
      const inner = agentDraft([{ calls: [lookUp("A-1001")] }], [demoTool({ needs_approval: true })]);
      const { appCode: innerCode } = await target.publish("AG-UI order desk", inner);
      const call = { name: innerCode, arguments: { query: "What is the status of order A-1001? Use look_up_order." } };
      const handOver = { app_code: innerCode, description: "Hands a question about an order to the order desk." };
      const { appCode } = await target.publish("AG-UI reception", agentDraft([{ calls: [call] }], [handOver]));
      const client = new ConformanceClient(target, appCode);
      const turn = await client.say(`Use ${innerCode} to ask the order desk: what is the status of order A-1001?`);
      if (turn.interrupts.length === 0 && !target.hasScriptedModel)
        throw new NotShownError("the model handed nothing over");
      mustEqual(turn.outcome, "interrupt", "how the run ends");
      mustHideTheInside(turn);
      const before = await authorsStream(target, turn);
      const started = before.find((event) => event.type === "SUBAGENT_STARTED");
      must(started, "The subagent was not announced.");
      const paused = before.find((event) => event.type === "SUBAGENT_FINISHED");
      mustEqual([paused?.subagentRunId, paused?.outcome?.type], [started.subagentRunId, "suspended"], "its pause");
      const owned = before.filter((event) => event.type === "STEP_STARTED" && event.subagentRunId !== undefined);
      must(owned.length > 0, "No step says that it is the subagent's.");
      const next = await client.send({ resume: answerAll(turn, { approved: true }) });
      mustEqual(next.outcome, "success", "how it goes on");
      mustHideTheInside(next);
      const after = await authorsStream(target, next);
      const ended = after.find((event) => event.type === "SUBAGENT_FINISHED");
      mustEqual([ended?.subagentRunId, ended?.outcome?.type], [started.subagentRunId, "success"], "its end");
      return `${owned.length} steps are the subagent's`;
    },
  },
];
