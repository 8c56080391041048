import type { AgentCapabilities } from "@ag-ui/core";
import type { NodeKind } from "../workflow/schema";

/** What an app's live version is made of, as far as clients may know. */
export interface CapabilityFacts {
  name: string;
  description: string;
  /** The published version's number. */
  version: string;
  appCode: string;
  kinds: ReadonlySet<NodeKind>;
  /** Whether any tool of the app asks a person before it is called, or a form is filled in. */
  canInterrupt: boolean;
  /** Whether an agent of the app hands work to other apps. */
  delegates: boolean;
  /** Most rounds that an agent of the app may take; absent without agents. */
  mostRounds?: number;
}

/**
 * What an app can do, in AG-UI's shape. Only what holds is said; what is not said is not known. `custom.signalbox` tells how a
 * stream that was cut off is gone on with, because AG-UI's own bindings can not.
 */
export function describeCapabilities(facts: CapabilityFacts): AgentCapabilities {
  const { kinds } = facts;
  const hasAgent = kinds.has("agent");
  const asksModel = hasAgent || kinds.has("llm");
  return {
    identity: {
      name: facts.name,
      type: "signalbox",
      version: facts.version,
      ...(facts.description ? { description: facts.description } : {}),
      metadata: { signalbox: { appCode: facts.appCode } },
    },
    transport: { streaming: true, websocket: false, httpBinary: false, pushNotifications: false, resumable: true },
    tools: {
      supported: hasAgent || kinds.has("tool"),
      clientProvided: hasAgent,
      ...(hasAgent ? { parallelCalls: true } : {}),
    },
    state: { snapshots: false, deltas: false },
    multiAgent: { supported: facts.delegates, delegation: facts.delegates, handoffs: false },
    multimodal: {
      input: { image: asksModel, pdf: asksModel, audio: false, video: false },
      output: { image: false, audio: false },
    },
    execution: {
      codeExecution: kinds.has("code"),
      ...(kinds.has("code") ? { sandboxed: true } : {}),
      ...(facts.mostRounds === undefined ? {} : { maxIterations: facts.mostRounds }),
    },
    humanInTheLoop: {
      supported: facts.canInterrupt,
      interrupts: facts.canInterrupt,
      approvals: facts.canInterrupt,
      approveWithEdits: facts.canInterrupt,
    },
    custom: {
      signalbox: {
        runIdHeader: "x-run-id",
        eventsPath: "/api/v1/agent/runs/{run_id}/events?view=end_user",
        stopPath: "/api/v1/agent/runs/{run_id}/stop",
      },
    },
  };
}
