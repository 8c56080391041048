import { handlers } from "@/inngest/handlers";
import { env } from "@/server/env";

/*
 * Open only to a configured Inngest server, whose signature the SDK checks. While the executor is embedded nothing outside
 * may call: in that mode the SDK checks no signature, so anyone could run function code.
 */

type Handler = typeof handlers.POST;

const notFound = async (): Promise<Response> => new Response(null, { status: 404 });
const unauthorized = (): Response => new Response(null, { status: 401 });

/** What the SDK tells of itself is for the server only. To others it would still tell how many functions there are. */
const introspect: Handler = async (request, context) => {
  const response = await handlers.GET(request, context);
  const body: unknown = await response.clone().json();
  const isSigned = typeof body === "object" && body !== null && "authentication_succeeded" in body;
  return isSigned && body.authentication_succeeded === true ? response : unauthorized();
};

/** A server asks for the functions with its signature. We register by ourselves, so nobody else may set that off. */
const synchronise: Handler = async (request, context) =>
  request.headers.get("x-inngest-sync-kind") === "in_band" ? handlers.PUT(request, context) : unauthorized();

export const GET = env.isEmbeddedEngine ? notFound : introspect;
export const POST = env.isEmbeddedEngine ? notFound : handlers.POST;
export const PUT = env.isEmbeddedEngine ? notFound : synchronise;
