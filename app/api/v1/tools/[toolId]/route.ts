import { handleRequest, readBody } from "@/server/http/edge";
import { changeToolBody } from "@/server/http/tool-contracts";
import { toToolAnswer } from "@/server/http/tool-views";
import { changeTool } from "@/server/services/tools/change-several";
import { archiveTool } from "@/server/services/tools/change-tool";
import { getTool } from "@/server/services/tools/list-tools";

interface Context {
  params: Promise<{ toolId: string }>;
}

/** A tool with its versions. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return handleRequest(request, async ({ principal }) => {
    const { toolId } = await params;
    return Response.json(toToolAnswer(await getTool(principal, toolId)));
  });
}

/** Changes settings, binding and version in use. */
export function PATCH(request: Request, { params }: Context): Promise<Response> {
  return handleRequest(request, async ({ principal }) => {
    const { toolId } = await params;
    const { needs_approval, on_uncertain, allowed, binding, version } = await readBody(request, changeToolBody);
    await changeTool(principal, toolId, {
      settings: { needsApproval: needs_approval, onUncertain: on_uncertain, isAllowed: allowed },
      binding: binding && { baseUrl: binding.base_url, headers: binding.headers },
      version,
    });
    return Response.json(toToolAnswer(await getTool(principal, toolId)));
  });
}

/** Archives a tool. */
export function DELETE(request: Request, { params }: Context): Promise<Response> {
  return handleRequest(request, async ({ principal }) => {
    const { toolId } = await params;
    await archiveTool(principal, toolId);
    return new Response(null, { status: 204 });
  });
}
