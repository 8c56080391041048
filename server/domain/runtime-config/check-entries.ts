import type { Issue } from "../result";
import { configIssue, hint, type MergedEntries, type MergedEntry } from "./merge";

/** What is wrong with single agents, tasks and tools, whether a stage uses them or not. */
export function checkEntries({ agents, tasks, tools }: MergedEntries): Issue[] {
  const toolNames = tools.map((tool) => tool.key);
  return [
    ...agents.flatMap((agent) => checkAgent(agent, toolNames)),
    ...tasks.flatMap(checkTask),
    ...tools.flatMap(checkTool),
  ];
}

function checkAgent({ key, values }: MergedEntry<"agents">, toolNames: readonly string[]): Issue[] {
  const path = ["agents", key, "tools"];
  const issues = values.tools
    .filter((name) => !toolNames.includes(name))
    .map((name) =>
      configIssue(
        "unknown_tool",
        `${key} names the tool "${name}", which does not exist.${hint(name, toolNames)}`,
        path,
      ),
    );
  if (values.type === "llm" && values.tools.length > 0) {
    issues.push(
      configIssue(
        "tools_need_agent",
        `${key} is asked once and cannot use tools. Make its type agent, or take its tools away.`,
        path,
      ),
    );
  }
  return issues;
}

function checkTask({ key, values }: MergedEntry<"tasks">): Issue[] {
  if (values.prompt.trim() !== "") return [];
  return [configIssue("missing_field", `${key} says nothing. Give it a prompt.`, ["tasks", key, "prompt"])];
}

function checkTool({ key, values }: MergedEntry<"tools">): Issue[] {
  const { tool_binding_id, url, base_url, path } = values;
  const hasAddress = [url, base_url, path].some((part) => part.trim() !== "");
  if (tool_binding_id === "" && !hasAddress) {
    const message = `${key} has no address. Give it a URL, a base URL and a path, or the binding of a stored tool.`;
    return [configIssue("missing_field", message, ["tools", key, "url"])];
  }
  return [];
}
