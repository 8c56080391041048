import MiniSearch from "minisearch";
import type { KnowledgeDocument } from "./documents";

/** Scripts that put no spaces between words. */
const unspacedScripts =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;

/** Words that are in nearly every English text and say nothing about it. */
const stopWords = new Set(
  "a an and are as at be but by can do does for from had has have how i if in is it its me my no not of on or our so that the their there they this to was we were what when where which who will with you your".split(
    " ",
  ),
);

const splitBySpace = MiniSearch.getDefault("tokenize");

function tokenize(text: string): string[] {
  if (!unspacedScripts.test(text)) return splitBySpace(text);
  const segments = new Intl.Segmenter(undefined, { granularity: "word" }).segment(text);
  return [...segments].filter((segment) => segment.isWordLike).map((segment) => segment.segment);
}

/** Lower case, without accents; stop words are dropped. */
function processTerm(term: string): string | false {
  const plain = term.toLowerCase().normalize("NFKD").replaceAll(/\p{M}/gu, "");
  return plain === "" || stopWords.has(plain) ? false : plain;
}

export interface RankedDocument {
  document: KnowledgeDocument;
  /** BM25+ relevance: comparable within one query only. */
  score: number;
}

/**
 * The `topK` documents that fit the query best, best first; equal ones in the given order. Words match whole, by their
 * beginning, or with a typing error; titles count twice. Documents that share no word with the query are left out.
 */
export function rankDocuments(documents: KnowledgeDocument[], query: string, topK: number): RankedDocument[] {
  const index = new MiniSearch<{ position: number; title: string; content: string }>({
    idField: "position",
    fields: ["title", "content"],
    tokenize,
    processTerm,
  });
  index.addAll(documents.map(({ title, content }, position) => ({ position, title, content })));
  const hits = index.search(query, {
    boost: { title: 2 },
    prefix: (term) => term.length > 2,
    fuzzy: (term) => (term.length > 4 ? 0.2 : false),
  });
  return hits
    .map((hit) => ({ position: Number(hit.id), score: Math.round(hit.score * 10_000) / 10_000 }))
    .toSorted((one, other) => other.score - one.score || one.position - other.position)
    .slice(0, topK)
    .flatMap(({ position, score }) => {
      const document = documents[position];
      return document ? [{ document, score }] : [];
    });
}
