import type {
  Approvers,
  Decision,
  DecisionVia,
  ExpiryPolicy,
  InterruptKind,
  InterruptStatus,
} from "@/server/domain/interrupts/interrupt";
import type { Json, JsonObject } from "@/server/domain/json";

export interface PersonName {
  id: string;
  name: string;
}

/** An interrupt as a person who looks at it is told: the question, who may answer, and what became of it. */
export interface InterruptView {
  id: string;
  kind: InterruptKind;
  status: InterruptStatus;
  /** A sentence of what will happen, written by the product and never by a model. */
  message: string;
  toolName: string | null;
  toolCallId: string | null;
  /** The exact arguments of the call, or what the form begins with. */
  proposal: Json;
  /** JSON Schema of the call's arguments or the form's values. */
  inputSchema: JsonObject | null;
  /** A form's ways on; empty when there is one. */
  choices: { id: string; label: string }[];
  host: string | null;
  method: string | null;
  /** Names of people and roles; both empty means the person whose run it is, and admins. */
  approvers: { people: PersonName[]; roles: Approvers["roles"] };
  /** Whether the person who asks may decide it. */
  mayDecide: boolean;
  onExpiry: ExpiryPolicy;
  expiresAt: Date | null;
  /** When this was read, by the database's clock, which also decides what has expired: countdowns count from it. */
  readAt: Date;
  /** What the run had cost when it asked. */
  costMicros: number;
  createdAt: Date;
  decision: Decision | null;
  decidedBy: PersonName | null;
  decidedVia: DecisionVia | null;
  decidedAt: Date | null;
  /** What the call came to, when it was carried out; shortened to 4,000 characters. */
  result: string | null;
  /** The run that went on from it. */
  resumeRunId: string | null;
  runId: string;
  rootRunId: string;
  /** Address of the piece that waits, and the title of its node. */
  nodeId: string;
  nodeTitle: string;
  session: { id: string; title: string };
  workflow: { id: string; name: string };
  app: { id: string; code: string; name: string } | null;
  owner: PersonName;
}

export const interruptGroups = ["mine", "team", "decided"] as const;
/** `mine`: pending, and I may decide; `team`: pending, and somebody else may; `decided`: with an outcome, newest first. */
export type InterruptGroup = (typeof interruptGroups)[number];

export interface InterruptPage {
  items: InterruptView[];
  nextCursor: string | null;
}

/** What became of one decision. `decided` is mine; `already_decided` was somebody else's, whose record the view shows. */
export type DecisionOutcome =
  | { type: "decided"; interrupt: InterruptView }
  | { type: "already_decided"; interrupt: InterruptView }
  | { type: "refused"; interruptId: string; code: string; message: string };
