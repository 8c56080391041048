import { handleRequest } from "@/server/http/edge";
import { getCapabilities } from "@/server/services/agui/get-capabilities";

/** What an app can do, as AG-UI says it. */
export function GET(request: Request, { params }: { params: Promise<{ appCode: string }> }): Promise<Response> {
  return handleRequest(request, async ({ principal }) => {
    const { appCode } = await params;
    return Response.json(await getCapabilities(principal, appCode));
  });
}
