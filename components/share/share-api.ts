import { z } from "zod";

import type { ChatApp } from "@/components/chat/types";
import { workflowInputSchema } from "@/server/domain/workflow/schema";

const turnSchema = z.object({
  runId: z.string(),
  status: z.enum(["queued", "running", "waiting", "completed", "failed", "cancelled"]),
  userText: z.string().nullable(),
  messages: z.array(z.object({ id: z.string(), text: z.string() })),
  error: z.string().nullable(),
});
export type StoredTurn = z.infer<typeof turnSchema>;

const conversationSchema = z.object({ sessionId: z.string(), turns: z.array(turnSchema) }).nullable();
export type StoredConversation = NonNullable<z.infer<typeof conversationSchema>>;

const appSchema = z.object({
  name: z.string(),
  description: z.string(),
  opening: z.string().nullable(),
  suggestions: z.array(z.string()),
  inputs: z.array(workflowInputSchema),
});

const acceptedSchema = z.object({ run_id: z.string(), session_id: z.string() });
const problemSchema = z.object({ code: z.string(), detail: z.string() });

/** Why the server did not do it, in a sentence for the visitor. */
export class ShareRefusal extends Error {
  override readonly name = "ShareRefusal";
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

function hrefOf(shareKey: string, rest: string): string {
  return ["/api/share", encodeURIComponent(shareKey), rest].filter((part) => part !== "").join("/");
}

export function sharedRunEventsHref(shareKey: string, runId: string): string {
  return hrefOf(shareKey, `runs/${encodeURIComponent(runId)}/events`);
}

/** What there is to talk to. @throws ShareRefusal `password_required`, `not_found` */
export async function readSharedApp(shareKey: string): Promise<ChatApp> {
  return { code: shareKey, ...appSchema.parse(await ask(hrefOf(shareKey, ""))) };
}

/** Gives the password. @throws ShareRefusal */
export async function enterSharedApp(shareKey: string, password: string): Promise<void> {
  await ask(hrefOf(shareKey, "enter"), post({ password }));
}

/** The conversation so far; null before the first message. @throws ShareRefusal */
export async function readSharedConversation(shareKey: string): Promise<StoredConversation | null> {
  return conversationSchema.parse(await ask(hrefOf(shareKey, "conversation")));
}

/** @throws ShareRefusal */
export async function sendToSharedApp(
  shareKey: string,
  said: { sessionId: string | null; message: string; inputs: object; idempotencyKey: string },
): Promise<{ runId: string; sessionId: string }> {
  const { sessionId, message, inputs, idempotencyKey } = said;
  const body = { ...(sessionId === null ? {} : { session_id: sessionId }), message, inputs };
  const accepted = acceptedSchema.parse(
    await ask(hrefOf(shareKey, "messages"), post(body, { "idempotency-key": idempotencyKey })),
  );
  return { runId: accepted.run_id, sessionId: accepted.session_id };
}

/** @throws ShareRefusal */
export async function stopSharedRun(shareKey: string, runId: string): Promise<void> {
  await ask(hrefOf(shareKey, `runs/${encodeURIComponent(runId)}/stop`), post({}));
}

function post(body: object, headers: Record<string, string> = {}): RequestInit {
  return { method: "POST", headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) };
}

async function ask(href: string, init?: RequestInit): Promise<unknown> {
  const response = await fetch(href, init).catch(() => undefined);
  if (!response)
    throw new ShareRefusal("offline", "The server can not be reached. Check the connection and try again.");
  const answer: unknown = response.status === 204 ? null : await response.json().catch(() => undefined);
  if (response.ok) return answer;
  const problem = problemSchema.safeParse(answer).data;
  throw new ShareRefusal(problem?.code ?? "internal", problem?.detail ?? "Something failed. Try again in a moment.");
}
