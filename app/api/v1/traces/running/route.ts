import { handleRequest } from "@/server/http/edge";
import { toRunningTrace } from "@/server/http/trace-views";
import { listRunningTraces } from "@/server/services/traces/list-running";

/** The traces that are running now. */
export function GET(request: Request): Promise<Response> {
  return handleRequest(request, async ({ principal }) =>
    Response.json({ items: (await listRunningTraces(principal)).map(toRunningTrace) }),
  );
}
