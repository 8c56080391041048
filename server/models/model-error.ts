import { APIConnectionError, APIConnectionTimeoutError, APIError } from "openai";
import { DomainError, type ErrorCode } from "@/server/domain/errors";
import { truncate } from "@/server/domain/text";
import { maskSecrets } from "./mask-secrets";
import type { ModelProvider } from "./provider";

interface ModelErrorContext {
  provider: ModelProvider;
  /** Absent when the call was not about one model. */
  model?: string;
  /** Whether part of the answer had come already. */
  hasStarted: boolean;
}

/** Turns whatever the SDK threw into a refusal that says what happened, where, and what to do; keys are masked. */
export function toModelError(error: unknown, context: ModelErrorContext): DomainError {
  if (error instanceof DomainError) return error;
  const { code, sentence, retryAfterMs } = classify(error, context);
  const hide = (text: string) => maskSecrets(text, context.provider.secrets);
  // The SDK's own error holds headers and bodies, so only its masked words go on as the cause.
  const cause = new Error(hide(error instanceof Error ? error.message : String(error)));
  const said =
    error instanceof APIError && error.status ? ` It said: ${truncate(hide(providerWords(error)), 400)}` : "";
  return new DomainError(code, `${hide(sentence)}${said}`, {
    cause,
    retryAfterMs,
    details: {
      provider: context.provider.name,
      model: context.model,
      ...(error instanceof APIError && error.status ? { status: error.status } : {}),
    },
  });
}

interface Classified {
  code: ErrorCode;
  sentence: string;
  retryAfterMs?: number;
}

function classify(error: unknown, context: ModelErrorContext): Classified {
  const { host } = context.provider;
  if (error instanceof APIConnectionTimeoutError) {
    return {
      code: "model_timeout",
      sentence: `The model at ${host} did not answer in time. Try again, or allow it longer.`,
    };
  }
  if (error instanceof APIConnectionError) {
    const reason = networkReason(error);
    return {
      code: "model_unavailable",
      sentence: `The model provider at ${host} could not be reached${reason ? ` (${reason})` : ""}. Check OPENAI_BASE_URL and the network.`,
    };
  }
  if (error instanceof APIError)
    return error.status ? classifyStatus(error, error.status, context) : classifyStreamed(error, host);
  if (error instanceof SyntaxError) {
    return {
      code: "model_bad_answer",
      sentence: `The model at ${host} sent a piece of its answer that is not JSON. Try again; if it stays so, the server does not speak OpenAI's protocol.`,
    };
  }
  if (context.hasStarted) {
    return {
      code: "model_stream_cut",
      sentence: `The model at ${host} broke off in the middle of its answer. Try again.`,
    };
  }
  return { code: "model_unavailable", sentence: `The model provider at ${host} failed before it answered. Try again.` };
}

function classifyStatus(error: APIError, status: number, { provider, model }: ModelErrorContext): Classified {
  const { host } = provider;
  const retryAfterMs = retryAfter(error);
  if (status === 401 || status === 403) {
    return {
      code: "model_unauthorized",
      sentence: `The model provider at ${host} refused the key (${status}). Check OPENAI_API_KEY and what it may use.`,
    };
  }
  if (status === 429 && error.code === "insufficient_quota") {
    return {
      code: "model_refused",
      sentence: `The account at ${host} has no quota left (429). Top it up, or use another key.`,
    };
  }
  if (status === 429) {
    return {
      code: "model_rate_limited",
      retryAfterMs,
      sentence: `The model provider at ${host} asked to slow down (429). The call can be made again later.`,
    };
  }
  if (status === 408) {
    return {
      code: "model_timeout",
      retryAfterMs,
      sentence: `The model at ${host} did not answer in time (408). Try again.`,
    };
  }
  if (status >= 500) {
    return {
      code: "model_unavailable",
      retryAfterMs,
      sentence: `The model provider at ${host} failed (${status}). Try again.`,
    };
  }
  if (status === 404 && model) {
    return {
      code: "model_refused",
      sentence: `The provider at ${host} does not know the model ${JSON.stringify(model)} (404). Choose another model, or check OPENAI_BASE_URL.`,
    };
  }
  return {
    code: "model_refused",
    sentence: `The model provider at ${host} refused the request (${status}). Correct the node's settings or prompt.`,
  };
}

/** An error that came as a piece of the stream, after the status 200. */
function classifyStreamed(error: APIError, host: string): Classified {
  const isRateLimit = [error.code, error.type].some((word) => typeof word === "string" && word.includes("rate_limit"));
  const words = truncate(providerWords(error), 400);
  return isRateLimit
    ? {
        code: "model_rate_limited",
        sentence: `The model provider at ${host} asked to slow down while it answered: ${words}`,
      }
    : { code: "model_unavailable", sentence: `The model at ${host} failed while it answered: ${words}` };
}

function providerWords(error: APIError): string {
  return error.message.replace(/^\d{3} /, "");
}

/** Milliseconds from the `Retry-After` header, which is seconds or a date; undefined when it is absent or in the past. */
function retryAfter(error: APIError): number | undefined {
  const header = error.headers?.get("retry-after");
  if (!header) return undefined;
  const seconds = Number(header);
  const waitMs = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(waitMs) && waitMs >= 0 ? waitMs : undefined;
}

/** The deepest system error code (`ECONNREFUSED`, `ENOTFOUND`, `CERT_HAS_EXPIRED`), which fetch hides in causes. */
function networkReason(error: Error): string | undefined {
  let reason: string | undefined;
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if ("code" in cause && typeof cause.code === "string") reason = cause.code;
  }
  return reason;
}
