import { isJsonObject, type Json, type JsonObject } from "@/server/domain/json";
import { nodeAddressOf } from "@/server/domain/run/address";
import { type CallChoice, defaultChoice } from "@/server/domain/run/fork-record";
import { isSkipped } from "@/server/nodes/chosen-call";

/** An outside call as a person is asked about it. */
export interface OutsideCall {
  /** Its idempotency key, which names it in a choice. */
  key: string;
  /** The piece that made it, and the title of its node. */
  address: string;
  title: string;
  /** The tool's name. */
  name: string;
  method: string;
  host: string;
  url: string;
  /** What was sent: the query, and the body where there was one. */
  arguments: JsonObject;
  /** `answered`, `failed`, `uncertain` when it was cut off, `kept` and `skipped` when it was not made at all. */
  outcome: "answered" | "failed" | "uncertain" | "kept" | "skipped";
  /** The response's status and body, or the code of the failure; null when nothing is known. */
  result: { status: number | null; body: Json } | null;
  at: Date;
  /** Whether there is a result to keep. */
  isKeepable: boolean;
  suggested: CallChoice;
}

interface EffectRow {
  key: string;
  nodeId: string;
  status: string;
  request: unknown;
  result: unknown;
  createdAt: Date;
}

/** @param titles of the pieces by their address */
export function describeCall(effect: EffectRow, titles: ReadonlyMap<string, string>): OutsideCall {
  const request: JsonObject = isJsonObject(effect.request) ? effect.request : {};
  const url = textOf(request.url);
  const result = (effect.result ?? null) as Json;
  const isKeepable = effect.status === "done" && isJsonObject(result);
  return {
    key: effect.key,
    address: effect.nodeId,
    title: titles.get(nodeAddressOf(effect.nodeId)) ?? titles.get(effect.nodeId) ?? effect.nodeId,
    name: textOf(request.name) || textOf(request.method),
    method: textOf(request.method),
    host: URL.canParse(url) ? new URL(url).host : url,
    url,
    arguments: {
      ...(isJsonObject(request.query) && Object.keys(request.query).length > 0 ? { query: request.query } : {}),
      ...(request.body === undefined || request.body === null ? {} : { body: request.body }),
    },
    outcome: outcomeOf(effect.status, request, result),
    result: resultOf(effect.status, result),
    at: effect.createdAt,
    isKeepable,
    suggested: defaultChoice({ status: effect.status, hasResult: isKeepable }),
  };
}

function outcomeOf(status: string, { fork }: JsonObject, result: Json): OutsideCall["outcome"] {
  if (status !== "done") return status === "failed" ? "failed" : "uncertain";
  if (isSkipped(result)) return "skipped";
  return isJsonObject(fork) && fork.choice === "keep" ? "kept" : "answered";
}

function resultOf(status: string, result: Json): OutsideCall["result"] {
  if (isJsonObject(result)) {
    return { status: typeof result.status === "number" ? result.status : null, body: result.body ?? null };
  }
  return status === "failed" ? { status: null, body: result } : null;
}

function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}
