import { RunAgentInputSchema } from "@ag-ui/core/schemas";
import { contentHasMedia, contentToText, type Message, type RunAgentInput } from "@ag-ui/core";
import { ok, refuse, type Issue, type Result } from "../result";

/** What a run takes from an AG-UI request. The rest of its history is ours: the server's record of the thread wins. */
interface AguiRunRequest {
  threadId: string;
  runId: string;
  /** The new user message: the last message of the input. Absent when the input has none, as with a bare resume. */
  userMessage?: { id: string; text: string };
  input: RunAgentInput;
}

/**
 * Parses the body of an AG-UI request. Issues: `agui_input_invalid` for what the protocol's schema refuses, and
 * `agui_media_unsupported` when the new user message holds anything but text.
 */
export function parseRunAgentInput(body: unknown): Result<AguiRunRequest> {
  const parsed = RunAgentInputSchema.safeParse(body);
  if (!parsed.success) {
    return refuse(
      parsed.error.issues.map((issue): Issue => {
        const path = issue.path.map((key) => (typeof key === "number" ? key : String(key)));
        return {
          code: "agui_input_invalid",
          severity: "error",
          message: `${path.join(".") || "The body"}: ${issue.message}`,
          path,
        };
      }),
    );
  }
  const input = parsed.data;
  const last = input.messages.at(-1);
  if (last && isUserMessage(last)) {
    if (contentHasMedia(last.content)) {
      const path = ["messages", input.messages.length - 1, "content"];
      return refuse([
        {
          code: "agui_media_unsupported",
          severity: "error",
          path,
          message: "The message holds an image, audio or a file. Send text only.",
        },
      ]);
    }
    return ok({
      threadId: input.threadId,
      runId: input.runId,
      userMessage: { id: last.id, text: contentToText(last.content) },
      input,
    });
  }
  return ok({ threadId: input.threadId, runId: input.runId, input });
}

function isUserMessage(message: Message): message is Extract<Message, { role: "user" }> {
  return message.role === "user";
}
