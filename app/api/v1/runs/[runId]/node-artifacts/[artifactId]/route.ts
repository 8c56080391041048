import { handleRequest } from "@/server/http/edge";
import { getArtifact } from "@/server/services/runs/get-run";

interface Context {
  params: Promise<{ runId: string; artifactId: string }>;
}

/** A large output of a node, whole. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return handleRequest(request, async ({ principal }) => {
    const { runId, artifactId } = await params;
    return Response.json(await getArtifact(principal, runId, artifactId));
  });
}
