import { DomainError, type ErrorCode } from "@/server/domain/errors";
import { isJsonObject, type JsonObject } from "@/server/domain/json";
import { sanitiseJson } from "@/server/domain/text";
import { egressFetch } from "@/server/egress/egress-fetch";
import type { EgressPolicy } from "@/server/egress/policy";
import { readDocuments } from "./documents";
import { rankDocuments } from "./rank";

export type RetrievedDocument = {
  id: string;
  title: string;
  content: string;
  /** BM25+ relevance, highest first; comparable within one retrieval only. */
  score: number;
  url: string | null;
  metadata: JsonObject;
};

export interface RetrieveOptions {
  query: string;
  topK: number;
  /** Texts, or objects with `content` or `text`. */
  documents?: readonly unknown[];
  /** Answers with a JSON list of documents, or with an object that has one as `documents`. */
  sourceUrl?: string;
  signal?: AbortSignal;
  policy?: EgressPolicy;
}

/** Refusals that trying again cannot change; they keep their code, so that nothing tries. */
const keptCodes = new Set<ErrorCode>(["run_cancelled", "tool_blocked", "tool_config_invalid"]);

const maximumDocuments = 10_000;
const sourceTimeoutMs = 20_000;
const maximumSourceBytes = 10 * 1024 * 1024;

/**
 * The documents, given in place and at the source's address together, that fit the query best. An empty list when none does.
 * @throws DomainError `retrieval_failed` when the source cannot be read, `tool_blocked` and `tool_config_invalid` when its
 *   address may not be called, `run_cancelled`.
 */
export async function retrieveDocuments(options: RetrieveOptions): Promise<RetrievedDocument[]> {
  const { query, topK, documents = [], sourceUrl } = options;
  const fetched = sourceUrl ? await fetchDocuments(sourceUrl, options) : [];
  const all = readDocuments([...documents, ...fetched]);
  if (all.length > maximumDocuments) {
    throw new DomainError(
      "retrieval_failed",
      `A retrieval can search ${maximumDocuments} documents at most; here are ${all.length}.`,
    );
  }
  return rankDocuments(all, query, topK).map(({ document, score }) => ({ ...document, score }));
}

async function fetchDocuments(sourceUrl: string, { signal, policy }: RetrieveOptions): Promise<unknown[]> {
  const response = await fetchSource(sourceUrl, signal, policy);
  const { host } = new URL(response.url);
  if (response.status < 200 || response.status >= 300) {
    throw new DomainError("retrieval_failed", `The document source ${host} answered with status ${response.status}.`, {
      details: { status: response.status },
    });
  }
  const value = parseJson(response.body.toString("utf8"), host);
  const list = isJsonObject(value) ? value.documents : value;
  if (!Array.isArray(list)) {
    throw new DomainError(
      "retrieval_failed",
      `The document source ${host} answered with neither a list nor an object with "documents".`,
    );
  }
  return list;
}

async function fetchSource(sourceUrl: string, signal?: AbortSignal, policy?: EgressPolicy) {
  try {
    const limits = { signal, policy, timeoutMs: sourceTimeoutMs, maxBytes: maximumSourceBytes };
    return await egressFetch(sourceUrl, { headers: { accept: "application/json" } }, limits);
  } catch (error) {
    if (!(error instanceof DomainError) || keptCodes.has(error.code)) throw error;
    throw new DomainError("retrieval_failed", `The document source could not be read: ${error.message}`, {
      cause: error,
    });
  }
}

function parseJson(text: string, host: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new DomainError("retrieval_failed", `The document source ${host} did not answer with JSON.`, {
      cause: error,
    });
  }
  return sanitiseJson(value);
}
