import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import { isDeeperThan, isJsonObject, type Json, maxJsonDepth } from "@/server/domain/json";
import { ok, refuse, type Result } from "@/server/domain/result";
import { examineRuntimeConfig } from "@/server/domain/runtime-config/resolve-runtime-config";
import type { RuntimeTemplates } from "@/server/domain/runtime-config/merge";
import { runtimeSections, type RuntimeSection } from "@/server/domain/runtime-config/sections";

/** A finding in a template file. `line` counts from 1; `path` is section, key, field. */
export interface TemplateIssue {
  code: string;
  file: string;
  line: number;
  path: (string | number)[];
  message: string;
}

interface ParsedFile {
  file: string;
  contents: Node | null;
  lines: LineCounter;
  entries: Record<string, Json>;
}

const maxAliases = 100;

/**
 * Reads the texts of the four files. They must be able to run by themselves, whatever rows override; otherwise everything that is
 * wrong is told with file, line and path.
 */
export function parseTemplates(
  texts: Record<RuntimeSection, { file: string; text: string }>,
): Result<RuntimeTemplates, TemplateIssue[]> {
  const issues: TemplateIssue[] = [];
  const parse = (section: RuntimeSection) => parseFile(section, texts[section], issues);
  const files: Record<RuntimeSection, ParsedFile> = {
    agents: parse("agents"),
    tasks: parse("tasks"),
    workflow: parse("workflow"),
    tools: parse("tools"),
  };
  if (issues.length > 0) return refuse(issues);
  const templates: RuntimeTemplates = {
    agents: files.agents.entries,
    tasks: files.tasks.entries,
    workflow: files.workflow.entries,
    tools: files.tools.entries,
  };
  for (const { code, severity, message, path = [] } of examineRuntimeConfig(templates, []).issues) {
    const section = runtimeSections.find((name) => name === path[0]);
    if (severity !== "error" || section === undefined) continue;
    const { file, contents, lines } = files[section];
    issues.push({ code, file, line: lineOf(contents, path.slice(1), lines), path, message });
  }
  return issues.length > 0 ? refuse(issues) : ok(templates);
}

function parseFile(
  section: RuntimeSection,
  { file, text }: { file: string; text: string },
  issues: TemplateIssue[],
): ParsedFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false });
  const report = (code: string, line: number, message: string) =>
    issues.push({ code, file, line, path: [section], message });
  for (const error of document.errors) {
    const code = error.code === "DUPLICATE_KEY" ? "duplicate_key" : "invalid_yaml";
    report(code, lines.linePos(error.pos[0]).line, error.message);
  }
  const empty: ParsedFile = { file, contents: document.contents, lines, entries: {} };
  if (document.errors.length > 0) return empty;
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: maxAliases });
  } catch (error) {
    // Aliases that lead nowhere or multiply beyond the limit are only found when they are followed.
    report("invalid_yaml", 1, error instanceof Error ? error.message : String(error));
    return empty;
  }
  if (value === null) return empty;
  if (!isJsonObject(value)) report("wrong_value", 1, "The file must list its entries by name.");
  else if (isDeeperThan(value, maxJsonDepth))
    report("too_deep", 1, `The file is nested deeper than ${maxJsonDepth} levels.`);
  else return { ...empty, entries: value };
  return empty;
}

/** The line of the key or the list item that a path leads to, as far as the file has it. */
function lineOf(contents: Node | null, path: readonly (string | number)[], lines: LineCounter): number {
  let node: unknown = contents;
  let offset = 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      if (pair === undefined) break;
      offset = (isScalar(pair.key) ? pair.key.range?.[0] : undefined) ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      const item = node.items[Number(step)];
      if (!isScalar(item) && !isMap(item) && !isSeq(item)) break;
      offset = item.range?.[0] ?? offset;
      node = item;
    } else break;
  }
  return lines.linePos(offset).line;
}
