import { toFile } from "openai";
import { openDeadline } from "@/server/egress/deadline";
import { DomainError } from "@/server/domain/errors";
import { toModelError } from "@/server/models/model-error";
import { currentProvider, type ModelProvider } from "@/server/models/provider";
import { recordingFormat } from "./recording-format";

export interface TranscriptionRequest {
  bytes: Uint8Array<ArrayBuffer>;
  /** The provider's model; `whisper-1` when absent. */
  model?: string;
  /** ISO 639 code of the spoken language. */
  language?: string;
  /** Words that occur in the recording. */
  prompt?: string;
  signal: AbortSignal;
}

export interface Transcription {
  text: string;
  model: string;
  /** What the provider recognised, where it says so. */
  language: string | null;
  durationSeconds: number | null;
}

const defaultModel = "whisper-1";
const timeoutMs = 120_000;

/**
 * Turns a recording into text at the configured provider, by its own transcription.
 * @throws DomainError bad_request when the bytes are no recording, model_not_configured when only the offline model is there,
 * `model_*` for what the provider answers
 */
export async function transcribe(
  { bytes, model = defaultModel, language, prompt, signal }: TranscriptionRequest,
  provider: ModelProvider = currentProvider(),
): Promise<Transcription> {
  const format = recordingFormat(bytes);
  if (!format) {
    throw new DomainError(
      "bad_request",
      "The file does not begin like a recording. Send WAV, MP3, MP4 or M4A, OGG, FLAC or WebM.",
    );
  }
  if (provider.isOffline) {
    throw new DomainError(
      "model_not_configured",
      "The offline model can not listen. Set OPENAI_API_KEY, or OPENAI_BASE_URL for a server that transcribes.",
    );
  }
  const deadline = openDeadline(timeoutMs, signal);
  try {
    const answer = await provider.client.audio.transcriptions.create(
      {
        file: await toFile(bytes, `recording.${format.extension}`, { type: format.mime }),
        model,
        ...(language ? { language } : {}),
        ...(prompt ? { prompt } : {}),
      },
      { signal: deadline.signal },
    );
    const { text, language: heard, duration } = answer as { text: string; language?: unknown; duration?: unknown };
    return {
      text,
      model,
      language: typeof heard === "string" ? heard : null,
      durationSeconds: typeof duration === "number" ? duration : null,
    };
  } catch (error) {
    throw toModelError(error, { provider, model, hasStarted: false });
  } finally {
    deadline.close();
  }
}
