import { decideAnswer } from "@/server/domain/nodes/answer";
import type { ConfigOf } from "@/server/domain/nodes/registry";
import type { NodeExecutor } from "@/server/nodes/executor";

/**
 * Says the rendered text in the chat. When the model before it has streamed this answer already, only what comes after the
 * model's text is added to the same message.
 */
export const executeAnswer: NodeExecutor<ConfigOf<"answer">> = async ({
  config,
  context,
  journal,
  streamedMessage,
}) => {
  const outcome = decideAnswer(config, context);
  const text = outcome.text ?? "";
  const message = streamedMessage ? journal.continueMessage(streamedMessage) : journal.openMessage("everyone");
  message.write(text.slice(message.text.length));
  message.end({ keep: true });
  return { ...outcome, input: config };
};
