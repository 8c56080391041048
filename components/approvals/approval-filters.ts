import { isPending } from "@/server/domain/interrupts/interrupt";

import { groupNames, kindNames } from "./interrupt-words";
import type { AskedKind, InterruptGroup, InterruptListInput, InterruptView } from "./types";

/** What the inbox shows; lives in the address as `/approvals/<id>?group=&kind=&workflow=&search=`. */
export interface ApprovalFilters {
  group: InterruptGroup;
  search?: string;
  kind?: AskedKind;
  workflowId?: string;
}

interface ReadableParams {
  get(name: string): string | null;
}

const groups = Object.keys(groupNames) as InterruptGroup[];
export const askedKinds = Object.keys(kindNames) as AskedKind[];

/** What the address asks for; a word that is none of ours asks for nothing. `otherwise` is the group when it names none. */
export function readApprovalFilters(params: ReadableParams, otherwise: InterruptGroup = "mine"): ApprovalFilters {
  const [group, kind] = [params.get("group"), params.get("kind")];
  return {
    group: groups.find((known) => known === group) ?? otherwise,
    search: params.get("search")?.slice(0, 200) || undefined,
    kind: askedKinds.find((known) => known === kind),
    workflowId: params.get("workflow") || undefined,
  };
}

/** The address of the inbox with these filters, and of one question in it. The group of a named question is always said. */
export function approvalsHref({ group, search, kind, workflowId }: ApprovalFilters, id?: string): string {
  const params = new URLSearchParams();
  if (group !== "mine" || id !== undefined) params.set("group", group);
  if (search) params.set("search", search);
  if (kind) params.set("kind", kind);
  if (workflowId) params.set("workflow", workflowId);
  const query = params.size === 0 ? "" : `?${params.toString()}`;
  return `/approvals${id === undefined ? "" : `/${encodeURIComponent(id)}`}${query}`;
}

/** The id that a path names: `/approvals/<id>`. */
export function approvalIdOf(pathname: string): string | undefined {
  const [, section, id] = pathname.split("/");
  return section === "approvals" && id ? decodeURIComponent(id) : undefined;
}

export function isFiltered({ search, kind, workflowId }: ApprovalFilters): boolean {
  return [search, kind, workflowId].some((value) => value !== undefined);
}

/** The question to the server. Page and component both ask with this, so the prefetched answer is found. */
export function toApprovalListInput(filters: ApprovalFilters): InterruptListInput {
  return { ...filters, limit: 50 };
}

/** The group in which a question stands for the person who looks. */
export function groupOf({ status, mayDecide }: Pick<InterruptView, "status" | "mayDecide">): InterruptGroup {
  if (!isPending(status)) return "decided";
  return mayDecide ? "mine" : "team";
}
