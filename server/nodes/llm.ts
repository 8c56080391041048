import type { ChatMessage } from "@/server/domain/agent/messages";
import type { Json } from "@/server/domain/json";
import { defaultPort } from "@/server/domain/nodes/definition";
import type { RunContext } from "@/server/domain/nodes/outcome";
import type { ConfigOf } from "@/server/domain/nodes/registry";
import { renderText } from "@/server/domain/template/render";
import { askModel, type ModelQuestion } from "@/server/nodes/ask-model";
import { askStructured } from "@/server/nodes/ask-structured";
import type { NodeExecution, NodeExecutor } from "@/server/nodes/executor";
import { loadMessageFiles } from "@/server/nodes/message-files";

type LlmConfig = ConfigOf<"llm">;

/** Asks a model once. Its words stream into the chat when the node after it answers with them, else to the trace only. */
export const executeLlm: NodeExecutor<LlmConfig> = async (execution) => {
  const { config, context, journal, streamsAnswer } = execution;
  const messages = await messagesOf(execution);
  const audience = streamsAnswer ? "everyone" : "author";
  const message = journal.openMessage(audience);
  message.write(streamsAnswer?.prefix ?? "");
  const question: ModelQuestion = {
    model: config.model ? renderText(config.model, context) : undefined,
    fallbackModels: config.fallback_models?.map((model) => renderText(model, context)),
    timeoutMs: config.timeout_seconds === undefined ? undefined : config.timeout_seconds * 1000,
    messages,
    temperature: config.temperature,
    maxTokens: config.max_tokens,
    reasoningFor: audience,
    onDelta: (delta) => message.write(delta),
  };
  const { answer, json } = config.response_schema
    ? await askStructured(execution, { ...question, responseSchema: config.response_schema })
    : { answer: await askModel(execution, question) };
  // A structured answer is only said when it has been checked.
  if (config.response_schema) message.write(answer.text);
  if (!streamsAnswer) message.end({ keep: false });
  return {
    port: defaultPort,
    text: answer.text,
    output: {
      usage: {
        input_tokens: answer.usage.inputTokens,
        output_tokens: answer.usage.outputTokens,
        reasoning_tokens: answer.usage.reasoningTokens,
      },
      model: answer.model,
      ...(config.fallback_models?.length ? { failed_models: answer.failedModels } : {}),
      ...(json === undefined ? {} : { json }),
    },
    input: { messages: messages.map(toldInTrace) },
    ...(streamsAnswer ? { openMessage: { id: message.id, text: message.text } } : {}),
    remark: answer.failedModels.length > 0 ? `${answer.model} in place of ${answer.failedModels[0]}` : answer.model,
  };
};

/** The conversation that the model is sent. The files of the message go with the last thing that the user says in it. */
async function messagesOf(execution: NodeExecution<LlmConfig>): Promise<ChatMessage[]> {
  const { config, context } = execution;
  const messages = wordsOf(config, context);
  const at = messages.findLastIndex((message) => message.role === "user");
  const last = messages[at];
  const files = config.use_files && last?.role === "user" ? await loadMessageFiles(execution) : [];
  return files.length > 0 && last?.role === "user" ? messages.with(at, { ...last, files }) : messages;
}

function toldInTrace(message: ChatMessage): Json {
  const { role, content } = message;
  const files = message.role === "user" ? message.files?.map((file) => file.name) : undefined;
  return files ? { role, content, files } : { role, content };
}

function wordsOf(config: LlmConfig, context: RunContext): ChatMessage[] {
  if (config.messages?.length) {
    return config.messages.map(({ role, content }) => ({ role, content: renderText(content, context) }));
  }
  const system = config.system_prompt?.trim()
    ? [{ role: "system" as const, content: renderText(config.system_prompt, context) }]
    : [];
  const prompt = config.prompt?.trim() ? renderText(config.prompt, context) : "";
  return [...system, ...(prompt ? [{ role: "user" as const, content: prompt }] : [])];
}
