import { firstAttempt, type RunWalk } from "@/inngest/functions/run-walk";
import type { ToolCall } from "@/server/domain/agent/messages";
import {
  type AgentState,
  nextAgentStep,
  type PlannedCall,
  recordToolResults,
  startAgent,
  type ToolResult,
} from "@/server/domain/agent/next-agent-step";
import type { Json } from "@/server/domain/json";
import { parseConfigOf } from "@/server/domain/nodes/registry";
import { stageAddress } from "@/server/domain/run/address";
import type { AgentPlan } from "@/server/nodes/agent/agent-plan";
import { type RoundAnswer, transcriptOf } from "@/server/nodes/agent/ask-round";
import { askRound, makeCall, openAgent, type TranscriptEntry } from "@/server/services/runs/agent-stages";
import { addTotals, noTotals, type StageRequest, type StageResult } from "@/server/services/runs/execute-stage";
import { nodeOf } from "@/server/services/runs/execute-node";
import { addressIn, type Frame } from "@/server/services/runs/frame";
import type { NodeStepResult, NodeSurroundings } from "@/server/services/runs/node-results";
import { planStage } from "@/server/services/runs/open-node";
import { readStageValue } from "@/server/services/runs/recover-run";

interface AgentTurn {
  nodeId: string;
  given: NodeSurroundings;
  skipped: readonly string[];
  isParallel: boolean;
}

/**
 * Runs an agent's rounds: every model round and every call is a durable step of its own, calls of one round side by side. What
 * the agent knows between two steps is worked out from what they answered, so that it goes on after a crash, or in the run
 * that resumes this one, as if it had never stopped.
 */
export async function walkAgent(walk: RunWalk, frame: Frame, turn: AgentTurn): Promise<NodeStepResult> {
  return new AgentWalk(walk, frame, turn).run();
}

class AgentWalk {
  #totals = noTotals;
  #nodeAttempt = 1;
  #startedAtMs = 0;
  readonly #address: string;

  private readonly walk: RunWalk;
  private readonly frame: Frame;
  private readonly turn: AgentTurn;

  constructor(walk: RunWalk, frame: Frame, turn: AgentTurn) {
    this.walk = walk;
    this.frame = frame;
    this.turn = turn;
    this.#address = addressIn(frame, turn.nodeId);
  }

  async run(): Promise<NodeStepResult> {
    const opened = await this.#open();
    if (opened.status !== "open") return opened.status === "failed" ? opened.node : { status: "lost" };
    const { plan } = opened;
    this.#startedAtMs = opened.startedAtMs;
    this.#nodeAttempt = opened.attempt;
    const limits = this.#limits();
    const transcript: TranscriptEntry[] = [];
    for (let state = startAgent(plan.messages); ;) {
      const asked = await this.#round(plan, state, transcript);
      if (asked.status === "failed" || asked.status === "waiting") return asked.node;
      if (asked.status !== "completed") return { status: "lost" };
      if (asked.node) return asked.node;
      const next = nextAgentStep(state, asked.value, plan.tools, limits);
      // The round itself has ended the node where the model finished or met a limit.
      if (next.type !== "call_tools") return { status: "lost" };
      const made = await this.#calls(plan, next.calls, next.state.round);
      if (!Array.isArray(made)) return made;
      transcript.push(
        ...transcriptOf(asked.value.toolCalls.map(withArguments(next.calls)), [...next.refused, ...made]),
      );
      state = recordToolResults(next.state, [...next.refused, ...made]);
    }
  }

  async #open() {
    const { nodeId, given, skipped, isParallel } = this.turn;
    const { execution } = this.walk;
    const before = this.walk.known(this.#address);
    const kept = this.walk.known(stageAddress(this.#address, planStage));
    return this.walk.attempt(
      { address: this.#address, first: firstAttempt(before), isParallel },
      async (attempt, delayMs) => {
        const known =
          kept?.status === "completed"
            ? await readStageValue<AgentPlan>(execution, kept.address, kept.attempt)
            : undefined;
        return openAgent(execution, this.frame, {
          ...given,
          nodeId,
          attempt,
          delayMs,
          skipped: attempt === 1 ? skipped : [],
          known,
        });
      },
    );
  }

  #round(plan: AgentPlan, state: AgentState, transcript: TranscriptEntry[]): Promise<StageResult<RoundAnswer>> {
    const round = state.round + 1;
    const { isParallel } = this.turn;
    return this.#stage<RoundAnswer>({ stage: `${round}`, title: `Round ${round}`, isParallel }, (request) =>
      askRound(this.walk.execution, this.frame, { ...request, plan, agent: state, transcript }),
    );
  }

  /** @returns the results in the order of the calls, or what the node comes to when one of them does not end. */
  async #calls(plan: AgentPlan, calls: readonly PlannedCall[], round: number): Promise<ToolResult[] | NodeStepResult> {
    const isParallel = this.turn.isParallel || calls.length > 1;
    const made = await Promise.all(
      calls.map(async (call, index): Promise<StageResult<ToolResult>> => {
        const tool = plan.tools.find((offered) => offered.name === call.name);
        if (!tool) return { status: "lost" };
        const stage = `${round}.${index + 1}`;
        return this.#stage<ToolResult>({ stage, title: `Call of ${call.name}`, isParallel }, (request) =>
          makeCall(this.walk.execution, this.frame, { ...request, call, tool }),
        );
      }),
    );
    const broken = made.find((result) => result.status === "failed") ?? made.find((result) => result.status === "lost");
    if (broken) return broken.status === "failed" ? broken.node : { status: "lost" };
    const waiting = made.flatMap((result) => (result.status === "waiting" ? (result.node.interrupts ?? []) : []));
    if (waiting.length > 0) return { status: "waiting", interrupts: waiting };
    return made.flatMap((result) => (result.status === "completed" ? [result.value] : []));
  }

  /** One stage: what is known of it from before, or else attempts of it. Adds up what it used. */
  async #stage<Value extends object>(
    { stage, title, isParallel }: { stage: string; title: string; isParallel: boolean },
    execute: (request: StageRequest) => Promise<StageResult<Value>>,
  ): Promise<StageResult<Value>> {
    const { execution } = this.walk;
    const address = stageAddress(this.#address, stage);
    const known = this.walk.known(address);
    if (known?.status === "completed") {
      return {
        status: "completed",
        value: await readStageValue<Value>(execution, address, known.attempt),
        totals: noTotals,
      };
    }
    const result = await this.walk.attempt({ address, first: firstAttempt(known), isParallel }, (attempt, delayMs) =>
      execute({
        ...this.turn.given,
        nodeId: this.turn.nodeId,
        stage,
        title,
        attempt,
        delayMs,
        nodeAttempt: this.#nodeAttempt,
        nodeStartedAtMs: this.#startedAtMs,
        before: this.#totals,
      }),
    );
    if (result.status === "completed") this.#totals = addTotals(this.#totals, result.totals);
    return result;
  }

  #limits(): { maxRounds?: number } {
    const config = parseConfigOf("agent", nodeOf(this.frame, this.turn.nodeId).config);
    return config.ok ? { maxRounds: config.value.max_rounds } : {};
  }
}

function withArguments(planned: readonly PlannedCall[]) {
  return ({ id, name }: ToolCall) => ({ id, name, arguments: planned.find((call) => call.id === id)?.arguments ?? {} });
}
