import { handlers } from "@/inngest/handlers";
import { env } from "@/server/env";

/**
 * Open only to a configured Inngest server, whose signature the SDK checks. While the executor is embedded nothing outside
 * may call: in that mode the SDK checks no signature, so anyone could run function code.
 */
const notFound = async (): Promise<Response> => new Response(null, { status: 404 });

export const GET = env.isEmbeddedEngine ? notFound : handlers.GET;
export const POST = env.isEmbeddedEngine ? notFound : handlers.POST;
export const PUT = env.isEmbeddedEngine ? notFound : handlers.PUT;
