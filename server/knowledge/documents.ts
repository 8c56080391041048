import { isJsonObject, type Json, type JsonObject } from "@/server/domain/json";

/** A document to search in, in one form, whatever form it came in. */
export interface KnowledgeDocument {
  id: string;
  title: string;
  content: string;
  url: string | null;
  metadata: JsonObject;
}

const ownFields = new Set(["id", "title", "content", "text", "url", "metadata"]);
const titleLength = 80;

/**
 * Reads documents as authors and sources write them: a text, or an object with `content` or `text` and perhaps `id`, `title`,
 * `url` and `metadata`. Other fields are kept as metadata. What has no text is left out. A missing title is the first line.
 */
export function readDocuments(items: readonly unknown[]): KnowledgeDocument[] {
  return items.flatMap((item, index) => {
    const position = String(index + 1);
    if (typeof item === "string")
      return item.trim() ? [{ id: position, title: firstLine(item), content: item, url: null, metadata: {} }] : [];
    if (!isJsonObject(item)) return [];
    const content = text(item.content) ?? text(item.text);
    if (!content) return [];
    const given = isJsonObject(item.metadata) ? item.metadata : {};
    const others = Object.entries(item).filter(([name]) => !ownFields.has(name));
    return [
      {
        id: identifier(item.id) ?? position,
        title: text(item.title) ?? firstLine(content),
        content,
        url: text(item.url) ?? null,
        metadata: { ...Object.fromEntries(others), ...given },
      },
    ];
  });
}

function text(value: Json | undefined): string | undefined {
  return typeof value === "string" && value.trim() ? value : undefined;
}

function identifier(value: Json | undefined): string | undefined {
  return typeof value === "number" ? String(value) : text(value);
}

function firstLine(content: string): string {
  const line = content.trim().split("\n", 1)[0] ?? "";
  return line.length <= titleLength ? line : `${line.slice(0, titleLength).trimEnd()}…`;
}
