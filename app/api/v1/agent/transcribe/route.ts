import { z } from "zod";
import { DomainError } from "@/server/domain/errors";
import { describeZodError, handleRequest } from "@/server/http/edge";
import { readUpload } from "@/server/http/read-upload";
import { transcribe } from "@/server/services/transcribe/transcribe";

const largestBytes = 25 << 20;

const fieldsSchema = z.strictObject({
  model: z.string().trim().min(1).max(200).optional(),
  language: z
    .string()
    .regex(/^[a-z]{2,3}$/, "is an ISO 639 code such as en")
    .optional(),
  prompt: z.string().max(2000).optional(),
});

/** Turns an uploaded recording into text. */
export function POST(request: Request): Promise<Response> {
  return handleRequest(request, async () => {
    const textFields = Object.keys(fieldsSchema.shape);
    const { file, fields } = await readUpload(request, { fileField: "file", textFields, largestBytes });
    const parsed = fieldsSchema.safeParse(fields);
    if (!parsed.success) throw new DomainError("bad_request", describeZodError(parsed.error));
    const { text, model, language, durationSeconds } = await transcribe({
      ...parsed.data,
      bytes: file.bytes,
      signal: request.signal,
    });
    return Response.json({ text, model, language, duration_seconds: durationSeconds });
  });
}
