import { toAguiEvents } from "@/server/domain/agui/to-agui-events";
import type { LoggedEvent } from "@/server/domain/run/events";

/**
 * A few words for what a run does now, made only of what an end user may see; undefined when there is nothing to say. Ids of
 * the events stay inside.
 */
export function progressWords(logged: LoggedEvent): string | undefined {
  const [seen] = toAguiEvents(logged, { threadId: "", runId: "", view: "end_user", after: 0 });
  if (!seen) return undefined;
  if (seen.type === "RUN_STARTED") return "Started";
  if (seen.type === "STEP_STARTED") return seen.stepName;
  if (seen.type === "TOOL_CALL_START") return `Calling ${seen.toolCallName}`;
  if (seen.type === "TEXT_MESSAGE_START") return "Answering";
  return undefined;
}
