import { handleRequest } from "@/server/http/edge";
import { serveApps } from "@/server/mcp/serve-apps";

function handle(request: Request): Promise<Response> {
  return handleRequest(request, ({ principal }) => serveApps(request, principal));
}

/** The Model Context Protocol over streamable HTTP: the apps that are served, as tools. */
export const POST = handle;
/** Streams of news and sessions are not offered: the protocol's own answer says so. */
export const GET = handle;
export const DELETE = handle;
