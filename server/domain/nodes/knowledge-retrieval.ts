import { z } from "zod";
import { truncate } from "../text";
import { defineNode, singlePort } from "./definition";
import { fieldSources } from "./sources";

/** A document given in place: a text, or an object with `content` (or `text`) and whatever else it should carry. */
const inlineDocumentSchema = z.union([
  z.string(),
  z
    .looseObject({
      title: z.string().optional(),
      content: z.string().optional(),
      text: z.string().optional(),
      url: z.string().optional(),
    })
    .refine((document) => document.content !== undefined || document.text !== undefined, {
      path: ["content"],
      message: "A document needs content",
    }),
]);

const knowledgeRetrievalConfigSchema = z
  .object({
    query: z.string().min(1, "Give the text to search for").max(20_000),
    top_k: z.int().min(1).max(50).default(4),
    documents: z.array(inlineDocumentSchema).max(5000).optional(),
    source_url: z.string().max(8000).optional(),
  })
  .refine((config) => config.documents !== undefined || Boolean(config.source_url?.trim()), {
    path: ["documents"],
    message: "Give documents, or the URL of a list of documents",
  });

/** Finds the documents that fit a query best. */
export const knowledgeRetrievalNode = defineNode({
  kind: "knowledge-retrieval",
  aliases: ["retriever"],
  label: "Knowledge retrieval",
  description: "Finds the documents that fit a query best.",
  group: "data",
  configSchema: knowledgeRetrievalConfigSchema,
  configAliases: { query_template: "query" },
  initialConfig: { query: "{{ inputs.query }}", top_k: 4, documents: [] },
  isPure: false,
  ports: () => [...singlePort],
  outputs: () => [
    {
      path: "output.retrieved_documents",
      type: "array",
      description: "The best documents first, each with title, content and score",
    },
  ],
  sources: (config) => fieldSources(config, ["query", "source_url"]),
  summary: (config) => {
    const source = config.source_url || `${config.documents?.length ?? 0} documents`;
    return truncate(`Best ${config.top_k} of ${source}`, 120);
  },
  fields: {
    query: { label: "Query", widget: "template", placeholder: "{{ inputs.query }}" },
    top_k: { label: "Documents at most", widget: "number" },
    documents: { label: "Documents", widget: "documents" },
    source_url: {
      label: "Source URL",
      widget: "template",
      section: "From a URL",
      help: "Answers JSON: a list of documents, or an object with documents.",
    },
  },
});
