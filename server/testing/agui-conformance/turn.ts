import type { AGUIEvent, Interrupt } from "@ag-ui/core";

/** What one request came to: its events, and what they say. */
export interface Turn {
  events: AGUIEvent[];
  types: string[];
  text: string;
  reasoning: string;
  interrupts: Interrupt[];
  /** The calls that were announced, in order. */
  calls: { id: string; name: string; arguments: string }[];
  pendingToolCallIds: string[];
  /** How the run ended; absent after RUN_ERROR. */
  outcome: string | undefined;
  /** The code of RUN_ERROR. */
  error: string | undefined;
  /** The product's own ids; absent when the run was refused. */
  runId: string | undefined;
  sessionId: string | undefined;
}

export function summarise(events: AGUIEvent[], headers: Headers): Turn {
  const calls = new Map<string, Turn["calls"][number]>();
  const said = { text: "", reasoning: "" };
  for (const event of events) {
    if (event.type === "TEXT_MESSAGE_CONTENT") said.text += event.delta;
    else if (event.type === "REASONING_MESSAGE_CONTENT") said.reasoning += event.delta;
    else if (event.type === "TOOL_CALL_START")
      calls.set(event.toolCallId, { id: event.toolCallId, name: event.toolCallName, arguments: "" });
    else if (event.type === "TOOL_CALL_ARGS") {
      const call = calls.get(event.toolCallId);
      if (call) call.arguments += event.delta;
    }
  }
  const last = events.at(-1);
  const outcome = last?.type === "RUN_FINISHED" ? last.outcome : undefined;
  return {
    ...said,
    events,
    types: events.map((event) => event.type),
    calls: [...calls.values()],
    outcome: outcome?.type,
    interrupts: outcome?.type === "interrupt" ? outcome.interrupts : [],
    pendingToolCallIds: outcome?.type === "success" ? (outcome.pendingToolCallIds ?? []) : [],
    error: last?.type === "RUN_ERROR" ? last.code : undefined,
    runId: headers.get("x-run-id") ?? undefined,
    sessionId: headers.get("x-session-id") ?? undefined,
  };
}
