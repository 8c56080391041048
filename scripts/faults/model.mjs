/** A model whose price is known, so that every call is money. */
export const modelName = "gpt-4o-mini";
const words = ["Every ", "signal ", "is ", "kept."];
const betweenWordsMs = 15;

/**
 * Answers a chat completion as OpenAI's server does, streamed word by word, with the usage at its end.
 * @param {import("node:http").ServerResponse} response
 */
export function answerChat(response) {
  response.setHeader("content-type", "text/event-stream");
  const say = (/** @type {object} */ part) => {
    const chunk = { id: "chat", object: "chat.completion.chunk", created: 0, model: modelName, choices: [], ...part };
    response.write(`data: ${JSON.stringify(chunk)}\n\n`);
  };
  const delta = (/** @type {object} */ content, /** @type {string | null} */ reason = null) =>
    say({ choices: [{ index: 0, delta: content, finish_reason: reason }] });
  let place = 0;
  const timer = setInterval(() => {
    const word = words[place];
    place += 1;
    if (word !== undefined) return delta({ role: "assistant", content: word });
    clearInterval(timer);
    delta({}, "stop");
    say({ usage: { prompt_tokens: 12, completion_tokens: words.length, total_tokens: 12 + words.length } });
    response.end("data: [DONE]\n\n");
  }, betweenWordsMs);
  response.once("close", () => clearInterval(timer));
}
