import type { JsonObject } from "@/server/domain/json";
import type { Graph } from "@/components/editor/graph";
import { replaceNode } from "./update-node";

/** What describes a request in the node itself; it would go over what the stored tool says. */
const requestFields = new Set(["method", "url", "base_url", "path", "query", "headers", "body", "invoke_config_json"]);

interface ChooseToolArgs {
  nodeId: string;
  /** Undefined takes the stored tool away, to describe a request in its place. */
  bindingId: string | undefined;
  /** What the tool's arguments begin with. */
  sample: JsonObject;
}

/** Lets a tool node call a stored tool: its own request goes, and arguments begin with what the tool requires. */
export function chooseTool(graph: Graph, { nodeId, bindingId, sample }: ChooseToolArgs): Graph {
  return replaceNode(graph, nodeId, (node) => {
    if (node.config.tool_binding_id === bindingId) return node;
    const { tool_binding_id: _before, arguments: _arguments, ...others } = node.config;
    if (bindingId === undefined) return { ...node, config: { ...others, method: "GET", url: "" } };
    const kept = Object.entries(others).filter(([name]) => !requestFields.has(name));
    return {
      ...node,
      config: {
        ...Object.fromEntries(kept),
        tool_binding_id: bindingId,
        ...(Object.keys(sample).length > 0 ? { arguments: sample } : {}),
      },
    };
  });
}
