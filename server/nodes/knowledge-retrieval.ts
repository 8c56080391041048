import { defaultPort } from "@/server/domain/nodes/definition";
import type { ConfigOf } from "@/server/domain/nodes/registry";
import { renderText } from "@/server/domain/template/render";
import { retrieveDocuments } from "@/server/knowledge/retrieve";
import type { NodeExecutor } from "@/server/nodes/executor";

/** Finds the documents that fit the rendered query best, among those given in place or at the source's address. */
export const executeKnowledgeRetrieval: NodeExecutor<ConfigOf<"knowledge-retrieval">> = async (execution) => {
  const { config, context, journal, signal } = execution;
  const query = renderText(config.query, context);
  const sourceUrl = config.source_url?.trim() ? renderText(config.source_url, context) : undefined;
  const input = {
    query,
    top_k: config.top_k,
    ...(sourceUrl ? { source_url: sourceUrl } : { documents: config.documents?.length ?? 0 }),
  };
  const span = journal.openSpan({ kind: "retrieval", name: "Retrieval", input });
  try {
    const documents = await retrieveDocuments({
      query,
      topK: config.top_k,
      documents: config.documents,
      sourceUrl,
      signal,
    });
    span.complete({ output: documents });
    return {
      port: defaultPort,
      output: { retrieved_documents: documents },
      input,
      remark: documents.length === 1 ? "1 source" : `${documents.length} sources`,
    };
  } catch (error) {
    span.fail(error);
    throw error;
  }
};
