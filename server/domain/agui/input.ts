import { RunAgentInputSchema } from "@ag-ui/core/schemas";
import { AGUI_METADATA_KEY, contentToText, type Message, type RunAgentInput } from "@ag-ui/core";
import type { ResumeEntry } from "../interrupts/correlate";
import { isJsonObject, type Json } from "../json";
import { ok, refuse, type Issue, type Result } from "../result";
import { sanitiseJson, sanitiseText } from "../text";
import type { RunClient } from "./run-client";

/** What a client answers for a tool that it ran itself. */
export interface ToolAnswer {
  toolCallId: string;
  content: string;
  isError: boolean;
}

/** A file that came inside the new message. */
export interface SentFile {
  name: string;
  /** Its content as base64; what it is, its bytes say. */
  data: string;
}

/** A message that the client says was there before; the server's own record is what counts. */
export interface ClaimedMessage {
  id: string;
  role: Message["role"];
  content: string;
  /** For a tool's message the call that it answers. */
  toolCallId?: string;
}

/** What a run takes from an AG-UI request. The rest of its history is ours: the server's record of the thread wins. */
export interface AguiRunRequest {
  threadId: string;
  runId: string;
  /** The new user message: the last message of the input. Absent when the input has none, as with a bare resume. */
  userMessage?: { id: string; text: string };
  /** Tool messages that stand at the end, before the new user message. */
  toolAnswers: ToolAnswer[];
  /** Answers to open interrupts; absent when the client sent none. */
  resume?: ResumeEntry[];
  /** The first entry of `resume` that says something under the key which AG-UI keeps for itself. */
  reservedMetadataOn?: string;
  /** Everything before the new messages. */
  history: ClaimedMessage[];
  /** Values of the workflow's inputs by name, from `forwardedProps.inputs`. */
  inputs: Record<string, Json>;
  client: RunClient;
  /** Files inside the new message. */
  files: SentFile[];
  /** Parts of the new message that lie somewhere else and are not fetched; they are left out, as the protocol wants it. */
  skippedParts: number;
}

const largestId = 200;
const mostTools = 128;
const mostEntries = 200;

/**
 * Parses the body of an AG-UI request. What the protocol does not know is left out.
 * Issues: `agui_input_invalid` for what the protocol's schema, or a limit of ours, refuses.
 */
export function parseRunAgentInput(body: unknown): Result<AguiRunRequest> {
  const parsed = RunAgentInputSchema.safeParse(body);
  if (!parsed.success) {
    return refuse(
      parsed.error.issues.map((issue) => {
        const path = issue.path.map((key) => (typeof key === "number" ? key : String(key)));
        return invalid(path, `${path.join(".") || "The body"}: ${issue.message}`);
      }),
    );
  }
  const input = parsed.data;
  const beyond = beyondLimits(input);
  if (beyond) return refuse([beyond]);
  const { history, toolAnswers, last } = splitMessages(input.messages);
  const reserved = input.resume?.find((entry) => entry.metadata !== undefined && AGUI_METADATA_KEY in entry.metadata);
  return ok({
    threadId: input.threadId,
    runId: input.runId,
    ...(last ? { userMessage: { id: last.id, text: contentToText(last.content) } } : {}),
    toolAnswers,
    ...(input.resume?.length ? { resume: input.resume.map(toResumeEntry) } : {}),
    ...(reserved ? { reservedMetadataOn: reserved.interruptId } : {}),
    history: history.map(toClaim),
    inputs: inputsOf(input.forwardedProps),
    client: clientOf(input),
    ...mediaOf(last),
  });
}

type UserMessage = Extract<Message, { role: "user" }>;
type ToolMessage = Extract<Message, { role: "tool" }>;

/** Only what is in the message itself is taken: an address could be anybody's, and a provider's handle is nothing to us. */
function mediaOf(message: UserMessage | undefined): Pick<AguiRunRequest, "files" | "skippedParts"> {
  if (!message || typeof message.content === "string") return { files: [], skippedParts: 0 };
  const parts = message.content.filter((part) => part.type !== "text");
  const files = parts.flatMap((part, index): SentFile[] => {
    if (part.source.type !== "data") return [];
    const metadata: unknown = part.metadata;
    const named = isJsonObject(metadata) ? (metadata.filename ?? metadata.name) : undefined;
    return [{ name: typeof named === "string" ? named : `${part.type}-${index + 1}`, data: part.source.value }];
  });
  return { files, skippedParts: parts.length - files.length };
}

/** What stands at the end is new: tool messages, then at most one user message. */
function splitMessages(messages: Message[]): { history: Message[]; toolAnswers: ToolAnswer[]; last?: UserMessage } {
  const said = messages.filter((message) => message.role !== "activity" && message.role !== "reasoning");
  const end = said.at(-1);
  const last = end?.role === "user" ? end : undefined;
  const before = last ? said.slice(0, -1) : said;
  const start = before.findLastIndex((message) => message.role !== "tool") + 1;
  const answers = before.slice(start).filter((message): message is ToolMessage => message.role === "tool");
  return { history: before.slice(0, start), toolAnswers: answers.map(toToolAnswer), ...(last ? { last } : {}) };
}

function toToolAnswer({ toolCallId, content, error }: ToolMessage): ToolAnswer {
  const text = contentToText(content);
  return { toolCallId, content: sanitiseText(text || (error ?? "")), isError: error !== undefined };
}

function toClaim(message: Message): ClaimedMessage {
  const { id, role } = message;
  const content = role === "activity" ? "" : contentToText(message.content);
  return { id, role, content, ...(role === "tool" ? { toolCallId: message.toolCallId } : {}) };
}

function toResumeEntry({ interruptId, status, payload }: NonNullable<RunAgentInput["resume"]>[number]): ResumeEntry {
  return { interruptId, status, ...(payload === undefined ? {} : { payload: sanitiseJson(payload) }) };
}

function inputsOf(forwarded: unknown): Record<string, Json> {
  if (!isJsonObject(forwarded) || !isJsonObject(forwarded.inputs)) return {};
  const inputs = sanitiseJson(forwarded.inputs);
  return isJsonObject(inputs) ? inputs : {};
}

function clientOf(input: RunAgentInput): RunClient {
  return {
    tools: (input.tools ?? []).map(({ name, description, parameters }) => ({
      name,
      description: sanitiseText(description),
      ...(parameters === undefined ? {} : { parameters: sanitiseJson(parameters) }),
    })),
    context: (input.context ?? []).map(({ description, value }) => ({
      description: sanitiseText(description),
      value: sanitiseText(value),
    })),
    state: sanitiseJson(input.state ?? {}),
    forwardedProps: sanitiseJson(input.forwardedProps ?? {}),
  };
}

function beyondLimits({ threadId, runId, tools = [], context = [], resume = [] }: RunAgentInput): Issue | undefined {
  for (const [name, id] of Object.entries({ threadId, runId })) {
    if (id === "" || id.length > largestId || id.includes("\u0000")) {
      return invalid([name], `${name}: has 1 to ${largestId} characters.`);
    }
  }
  if (tools.length > mostTools) return invalid(["tools"], `tools: at most ${mostTools} can be given.`);
  if (context.length > mostEntries) return invalid(["context"], `context: at most ${mostEntries} can be given.`);
  if (resume.length > mostEntries) return invalid(["resume"], `resume: at most ${mostEntries} can be given.`);
  const names = new Set<string>();
  for (const [index, { name, parameters }] of tools.entries()) {
    if (parameters !== undefined && !isJsonObject(parameters)) {
      return invalid(["tools", index, "parameters"], `tools.${index}.parameters: is a JSON Schema, an object.`);
    }
    if (!/^[\w.-]{1,64}$/.test(name)) {
      return invalid(
        ["tools", index, "name"],
        `tools.${index}.name: letters, digits, "_", "-" and "." only, at most 64.`,
      );
    }
    if (names.has(name)) return invalid(["tools", index, "name"], `tools.${index}.name: ${name} is there twice.`);
    names.add(name);
  }
  return undefined;
}

function invalid(path: (string | number)[], message: string): Issue {
  return { code: "agui_input_invalid", severity: "error", message, path };
}
