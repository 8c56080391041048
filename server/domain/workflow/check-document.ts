import { isDeeperThan, isJsonObject, maxJsonDepth } from "../json";
import { type Issue, type Result, ok, refuse } from "../result";
import { type Workflow, workflowSchema } from "./schema";

const maxNodes = 5000;
const maxEdges = 20_000;

/** A document of the right shape and size, or why it is not one. Depth and size are looked at before anything reads deeper. */
export function checkDocument(document: unknown): Result<Workflow> {
  if (!isJsonObject(document))
    return refuse([documentIssue("wrong_shape", "A workflow is an object with nodes and edges.", [])]);
  if (isDeeperThan(document, maxJsonDepth)) {
    return refuse([documentIssue("too_deep", `The workflow is nested deeper than ${maxJsonDepth} levels.`, [])]);
  }
  const tooLarge = [...sizeIssues(document.nodes, "nodes", maxNodes), ...sizeIssues(document.edges, "edges", maxEdges)];
  if (tooLarge.length > 0) return refuse(tooLarge);
  const parsed = workflowSchema.safeParse(document);
  if (parsed.success) return ok(parsed.data);
  return refuse(
    parsed.error.issues.map((issue) => {
      const path = issue.path.map((key) => (typeof key === "symbol" ? String(key) : key));
      const message = path.length === 0 ? issue.message : `${path.join(".")}: ${issue.message}`;
      return { ...documentIssue("wrong_shape", message, path), ...ownerOf(document, path) };
    }),
  );
}

function sizeIssues(list: unknown, name: string, limit: number): Issue[] {
  if (!Array.isArray(list) || list.length <= limit) return [];
  return [
    documentIssue("too_large", `The workflow has ${list.length} ${name}; at most ${limit} are possible.`, [name]),
  ];
}

function documentIssue(code: string, message: string, path: (string | number)[]): Issue {
  return { code, severity: "error", message, path };
}

/** The node that a path lies in, when it can be told. */
function ownerOf(document: Record<string, unknown>, path: (string | number)[]): { nodeId?: string } {
  const [list, index] = path;
  if (list !== "nodes" || typeof index !== "number" || !Array.isArray(document.nodes)) return {};
  const node: unknown = document.nodes[index];
  return isJsonObject(node) && typeof node.id === "string" ? { nodeId: node.id } : {};
}
