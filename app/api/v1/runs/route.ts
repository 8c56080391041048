import { handleRequest } from "@/server/http/edge";
import { readQuery } from "@/server/http/read-query";
import { listRunsQuery } from "@/server/http/run-contracts";
import { toRunItem } from "@/server/http/run-views";
import { listRuns } from "@/server/services/runs/list-runs";

/** The person's runs, newest first. */
export function GET(request: Request): Promise<Response> {
  return handleRequest(request, async ({ principal, url }) => {
    const { workflow_id: workflowId, ...filter } = readQuery(url, listRunsQuery);
    const page = await listRuns(principal, { ...filter, workflowId });
    return Response.json({ items: page.items.map(toRunItem), next_cursor: page.nextCursor });
  });
}
