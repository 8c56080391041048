import { z } from "zod";

const tokenCount = z.int().nonnegative();

const toolCallDelta = z.object({
  index: z.int().nullish(),
  id: z.string().nullish(),
  function: z.object({ name: z.string().nullish(), arguments: z.string().nullish() }).nullish(),
});

const choice = z.object({
  delta: z
    .object({
      content: z.string().nullish(),
      /** How the model came to its answer: DeepSeek, vLLM and SGLang call it so, OpenRouter, Ollama and newer vLLM `reasoning`. */
      reasoning_content: z.string().nullish().catch(undefined),
      reasoning: z.string().nullish().catch(undefined),
      refusal: z.string().nullish(),
      tool_calls: z.array(toolCallDelta).nullish(),
    })
    .nullish(),
  finish_reason: z.string().nullish(),
});

/**
 * One piece of a streamed answer, as far as it is read. Providers differ in what they leave out, so only what would make
 * the answer wrong is insisted on. Usage that cannot be right counts as not given.
 */
export const answerChunkSchema = z
  .object({
    model: z.string().nullish(),
    choices: z.array(choice).nullish(),
    usage: z
      .object({
        prompt_tokens: tokenCount,
        completion_tokens: tokenCount,
        prompt_tokens_details: z.object({ cached_tokens: tokenCount.nullish() }).nullish(),
        completion_tokens_details: z.object({ reasoning_tokens: tokenCount.nullish() }).nullish().catch(undefined),
      })
      .nullish()
      .catch(undefined),
  })
  .refine((chunk) => chunk.choices || chunk.usage, "neither choices nor usage");
export type AnswerChunk = z.infer<typeof answerChunkSchema>;
export type ToolCallDelta = z.infer<typeof toolCallDelta>;
