import { handleRequest } from "@/server/http/edge";
import { readQuery } from "@/server/http/read-query";
import { listExperiencesQuery } from "@/server/http/trace-contracts";
import { toExperience } from "@/server/http/trace-views";
import { listExperiences } from "@/server/services/experiences/experiences";

/** What was learned about the person's apps. */
export function GET(request: Request): Promise<Response> {
  return handleRequest(request, async ({ principal, url }) => {
    const { app_code: appCode, ...filter } = readQuery(url, listExperiencesQuery);
    const { items, nextCursor } = await listExperiences(principal, { appCode, ...filter });
    return Response.json({ items: items.map(toExperience), next_cursor: nextCursor });
  });
}
