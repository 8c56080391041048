import { env } from "@/server/env";
import { openApiDocument } from "@/server/http/openapi";

/** The description of the REST API. */
export function GET(): Response {
  return Response.json(openApiDocument(env.origin));
}
