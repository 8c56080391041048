import type { ChatMessage } from "@/server/domain/agent/messages";
import { DomainError } from "@/server/domain/errors";
import type { Json } from "@/server/domain/json";
import { defaultPort } from "@/server/domain/nodes/definition";
import type { RunContext } from "@/server/domain/nodes/outcome";
import type { ConfigOf } from "@/server/domain/nodes/registry";
import { renderText } from "@/server/domain/template/render";
import { askModel } from "@/server/nodes/ask-model";
import type { NodeExecutor } from "@/server/nodes/executor";

type LlmConfig = ConfigOf<"llm">;

/** Asks a model once. Its words stream into the chat when the node after it answers with them, else to the trace only. */
export const executeLlm: NodeExecutor<LlmConfig> = async (execution) => {
  const { config, context, journal, streamsAnswer } = execution;
  const messages = messagesOf(config, context);
  const message = journal.openMessage(streamsAnswer ? "everyone" : "author");
  message.write(streamsAnswer?.prefix ?? "");
  const answer = await askModel(execution, {
    model: config.model ? renderText(config.model, context) : undefined,
    messages,
    temperature: config.temperature,
    maxTokens: config.max_tokens,
    responseSchema: config.response_schema,
    onDelta: (delta) => message.write(delta),
  });
  if (!streamsAnswer) message.end({ keep: false });
  return {
    port: defaultPort,
    text: answer.text,
    output: {
      usage: { input_tokens: answer.usage.inputTokens, output_tokens: answer.usage.outputTokens },
      model: answer.model,
      ...(config.response_schema ? { json: readJson(answer.text) } : {}),
    },
    input: { messages: messages.map(({ role, content }) => ({ role, content })) },
    ...(streamsAnswer ? { openMessage: { id: message.id, text: message.text } } : {}),
    remark: answer.model,
  };
};

function messagesOf(config: LlmConfig, context: RunContext): ChatMessage[] {
  if (config.messages?.length) {
    return config.messages.map(({ role, content }) => ({ role, content: renderText(content, context) }));
  }
  const system = config.system_prompt?.trim()
    ? [{ role: "system" as const, content: renderText(config.system_prompt, context) }]
    : [];
  const prompt = config.prompt?.trim() ? renderText(config.prompt, context) : "";
  return [...system, ...(prompt ? [{ role: "user" as const, content: prompt }] : [])];
}

function readJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw new DomainError(
      "model_bad_answer",
      "The model was asked for JSON and answered with something else. Try again, or use a model that supports structured answers.",
      { cause: error },
    );
  }
}
