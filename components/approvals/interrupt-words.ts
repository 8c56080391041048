import type { Decision } from "@/server/domain/interrupts/interrupt";
import { isPending } from "@/server/domain/interrupts/interrupt";

import type { AskedKind, InterruptGroup, InterruptView } from "./types";

export const groupNames = { mine: "Mine", team: "Team", decided: "Decided" } as const satisfies Record<
  InterruptGroup,
  string
>;

export const kindNames = {
  approval: "Tool call",
  uncertain_call: "Uncertain call",
  form: "Form",
} as const satisfies Record<AskedKind, string>;

type Tone = "waiting" | "done" | "failed" | "neutral";

interface Outcome {
  word: string;
  tone: Tone;
}

/** What became of a question in one or two words. */
export function outcomeOf({ status, kind, decision }: Pick<InterruptView, "status" | "kind" | "decision">): Outcome {
  if (isPending(status)) return { word: "Waiting", tone: "waiting" };
  if (status === "EXPIRED") return { word: "Expired", tone: "neutral" };
  if (status === "CANCELLED") return { word: "Withdrawn", tone: "neutral" };
  if (kind === "form") return { word: "Answered", tone: "done" };
  if (kind === "frontend_tool") return { word: "Answered by the client", tone: "neutral" };
  const isEdited = decision?.type === "approve" && decision.editedArgs !== undefined;
  if (kind === "uncertain_call") {
    return status === "REJECTED"
      ? { word: "Not called again", tone: "neutral" }
      : { word: "Called again", tone: "done" };
  }
  if (status === "REJECTED") return { word: "Rejected", tone: "failed" };
  return { word: isEdited ? "Approved with changes" : "Approved", tone: "done" };
}

const viaWords = {
  chat: "in the chat",
  inbox: "in the inbox",
  bulk: "together with others",
  api: "by the API",
  agui: "by an AG-UI client",
  expiry: "because nobody decided in time",
} as const satisfies Record<NonNullable<InterruptView["decidedVia"]>, string>;

/** "by Ann in the chat": who decided, and from where. */
export function decidedWords({ decidedBy, decidedVia, status }: InterruptView, myId: string | undefined): string {
  const who = decidedBy ? `by ${decidedBy.id === myId ? "you" : decidedBy.name}` : "";
  const how = status === "CANCELLED" ? "because the run was stopped" : decidedVia === null ? "" : viaWords[decidedVia];
  return `${who} ${how}`.trim();
}

/** "You or an admin", "Ann, Bob or anyone who is author". */
export function approverNames({ approvers, owner }: InterruptView, myId: string | undefined): string {
  const nameOf = (person: { id: string; name: string }) => (person.id === myId ? "you" : person.name);
  const named = [
    ...approvers.people.map(nameOf),
    ...approvers.roles.map((role) => (role === "admin" ? "any admin" : `anyone who is ${role}`)),
  ];
  return capital(joinOr(named.length > 0 ? named : [nameOf(owner), "any admin"]));
}

/** What happens by itself when the time is over. */
export function expiryWords({ onExpiry, kind }: Pick<InterruptView, "onExpiry" | "kind">): string {
  const unless = kind === "form" ? "If nobody answers in time" : "If nobody decides in time";
  if (onExpiry === "fail") return `${unless}, the run fails.`;
  if (kind === "form") return `${unless}, the run goes on without an answer.`;
  if (kind === "uncertain_call") return `${unless}, it is not called again.`;
  return `${unless}, the call is rejected and the model is told.`;
}

/** The reason that a person gave, if any. */
export function reasonOf(decision: Decision | null): string | undefined {
  return decision?.type === "reject" ? decision.reason : undefined;
}

function joinOr(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
