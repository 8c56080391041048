import { z } from "zod";

/** The shapes of sessions in the REST API. */
const messageShape = z.strictObject({
  id: z.string(),
  seq: z.int(),
  role: z.enum(["user", "assistant", "tool", "system"]),
  content: z.string(),
  run_id: z.string().nullable(),
  tool_calls: z.array(z.strictObject({ id: z.string(), name: z.string(), arguments: z.string() })),
  tool_call_id: z.string().nullable(),
  created_at: z.iso.datetime(),
});

const openInterruptShape = z.strictObject({
  id: z.string(),
  kind: z
    .enum(["approval", "uncertain_call", "form", "frontend_tool"])
    .describe("frontend_tool is a call that the client makes itself; it does not hold up the conversation."),
  reason: z.string(),
  message: z.string(),
  run_id: z.string().describe("The run that asked; resume it."),
  tool_call_id: z.string().nullable(),
  tool_name: z.string().nullable(),
  proposal: z.json().describe("The exact arguments of the call, or what a form begins with."),
  response_schema: z.json().describe("JSON Schema of the payload that answers it."),
  expires_at: z.iso.datetime().nullable(),
  created_at: z.iso.datetime(),
});

const sessionFields = {
  title: z.string(),
  app_code: z.string().nullable(),
  source: z.string().describe("Where it was begun: chat, api or agui."),
  pinned: z.boolean(),
  active_run_id: z.string().nullable().describe("The run that is answering the session now."),
  message_count: z.int(),
  input_tokens: z.int(),
  output_tokens: z.int(),
  cost_micros: z.int().describe("Micro-dollars: a million are one dollar."),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
};

export const sessionAnswer = z.strictObject({ id: z.string(), ...sessionFields });

export const sessionPageAnswer = z.strictObject({
  items: z.array(sessionAnswer),
  next_cursor: z.string().nullable().describe("Gives the next page; null on the last."),
});

export const messagePageAnswer = z.strictObject({
  items: z.array(messageShape).describe("Oldest first."),
  older_from_seq: z.int().nullable().describe("As from_seq it gives the page before; null on the first."),
});

export const historyAnswer = z.strictObject({
  session_id: z.string(),
  ...sessionFields,
  thread_id: z.string().describe("What AG-UI clients call the session."),
  head_seq: z.int().describe("The last message of the branch that is shown."),
  last_event_seq: z.int().describe("A stream with after=this tells everything that is not in here."),
  state: z.json(),
  messages: z.array(messageShape).describe("The branch that is shown, oldest first."),
  interrupts: z.array(openInterruptShape).describe("What the session waits for, oldest first."),
});

const title = z.string().trim().min(1).max(200);

export const createSessionBody = z.strictObject({
  app_code: z.string().min(1).max(200),
  title: title.optional(),
  thread_id: z.string().min(1).max(200).optional().describe("What AG-UI clients will call it; the id when left out."),
});

export const changeSessionBody = z
  .strictObject({ title: title.optional(), pinned: z.boolean().optional() })
  .refine((body) => body.title !== undefined || body.pinned !== undefined, "Give a title, pinned, or both.");

const limit = z.coerce.number().int().min(1);

export const listSessionsQuery = z.strictObject({
  app_code: z.string().min(1).max(200).optional(),
  q: z.string().max(200).optional().describe("Looks in titles."),
  cursor: z.string().max(200).optional(),
  limit: limit.max(100).default(50),
});

export const listMessagesQuery = z.strictObject({
  from_seq: z.coerce.number().int().min(1).max(2_147_483_647).optional().describe("The page's last message."),
  limit: limit.max(500).default(100),
});
