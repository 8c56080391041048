import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { DomainError } from "@/server/domain/errors";
import type { RuntimeTemplates } from "@/server/domain/runtime-config/merge";
import { runtimeSections, type RuntimeSection } from "@/server/domain/runtime-config/sections";
import { env } from "@/server/env";
import { globalSingleton } from "@/server/global-singleton";
import { parseTemplates } from "@/server/services/runtime-config/parse-templates";

const folder = "config/agents";
const shownIssues = 5;

const cache = globalSingleton("agent-templates", () => ({
  stamp: "",
  templates: undefined as RuntimeTemplates | undefined,
}));

/**
 * The static templates of `config/agents`. Parsed once and again when a file has changed, so that an edit needs no restart.
 * @throws DomainError invalid_config with file and line of what is wrong (details: issues)
 */
export async function readTemplates(root: string = env.rootDirectory): Promise<RuntimeTemplates> {
  const files = runtimeSections.map((section) => ({ section, file: `${folder}/${section}.yaml` }));
  const stamps = await Promise.all(files.map(({ file }) => stampOf(root, file)));
  const stamp = [root, ...stamps].join(" ");
  if (cache.templates && cache.stamp === stamp) return cache.templates;
  const read = async (section: RuntimeSection) => {
    const file = `${folder}/${section}.yaml`;
    return { file, text: await readFile(path.join(root, file), "utf8") };
  };
  const [agents, tasks, workflow, tools] = await Promise.all([
    read("agents"),
    read("tasks"),
    read("workflow"),
    read("tools"),
  ]);
  const parsed = parseTemplates({ agents, tasks, workflow, tools });
  if (!parsed.ok) {
    const told = parsed.issues.slice(0, shownIssues).map(({ file, line, path: at, message }) => {
      const place = at.slice(1).join(".");
      return `${file} line ${line}${place === "" ? "" : `, ${place}`}: ${message}`;
    });
    throw new DomainError("invalid_config", `The agents' templates cannot be used. ${told.join(" ")}`, {
      details: { issues: parsed.issues },
    });
  }
  Object.assign(cache, { stamp, templates: parsed.value });
  return parsed.value;
}

/** Changes whenever the file does. */
async function stampOf(root: string, file: string): Promise<string> {
  try {
    const { mtimeMs, size } = await stat(path.join(root, file));
    return `${mtimeMs}:${size}`;
  } catch (error) {
    throw new DomainError(
      "invalid_config",
      `The agents' templates cannot be used: ${file} cannot be read. Put it back.`,
      {
        cause: error,
      },
    );
  }
}
