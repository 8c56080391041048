import { handleRequest, readBody } from "@/server/http/edge";
import { toolVersionBody } from "@/server/http/tool-contracts";
import { toDefinition, toVersions } from "@/server/http/tool-views";
import { getTool } from "@/server/services/tools/list-tools";
import { saveVersion } from "@/server/services/tools/save-version";

interface Context {
  params: Promise<{ toolId: string }>;
}

/** A tool's versions, the newest first. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return handleRequest(request, async ({ principal }) => {
    const { toolId } = await params;
    return Response.json({ items: toVersions(await getTool(principal, toolId)) });
  });
}

/** Stores a version and uses it from now on. */
export function POST(request: Request, { params }: Context): Promise<Response> {
  return handleRequest(request, async ({ principal }) => {
    const { toolId } = await params;
    const definition = toDefinition(await readBody(request, toolVersionBody));
    const { number, isNew } = await saveVersion(principal, toolId, definition);
    return Response.json({ number, created: isNew }, { status: isNew ? 201 : 200 });
  });
}
