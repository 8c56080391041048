import { handleRequest, readBody } from "@/server/http/edge";
import { readQuery } from "@/server/http/read-query";
import { createToolBody, listToolsQuery } from "@/server/http/tool-contracts";
import { toDefinition, toToolAnswer, toToolItem } from "@/server/http/tool-views";
import { createTool } from "@/server/services/tools/create-tool";
import { getTool, listTools } from "@/server/services/tools/list-tools";

/** The tenant's tools by name. */
export function GET(request: Request): Promise<Response> {
  return handleRequest(request, async ({ principal, url }) => {
    const { q: query, archived } = readQuery(url, listToolsQuery);
    const tools = await listTools(principal, { query, isArchived: archived === "true" });
    return Response.json({ items: tools.map(toToolItem) });
  });
}

/** Stores an HTTP tool. */
export function POST(request: Request): Promise<Response> {
  return handleRequest(request, async ({ principal }) => {
    const {
      name,
      needs_approval: needsApproval,
      on_uncertain: onUncertain,
      binding,
      ...version
    } = await readBody(request, createToolBody);
    const { id } = await createTool(principal, {
      name,
      definition: toDefinition(version),
      needsApproval,
      onUncertain,
      binding: { baseUrl: binding?.base_url, headers: binding?.headers },
    });
    return Response.json(toToolAnswer(await getTool(principal, id)), {
      status: 201,
      headers: { location: `/api/v1/tools/${id}` },
    });
  });
}
