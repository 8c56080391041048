import { serve } from "inngest/next";
import { inngest } from "@/inngest/client";
import { functions } from "@/inngest/functions/registry";
import { env } from "@/server/env";

/**
 * The SDK's own handlers: an Inngest server calls them over HTTP, the embedded executor in process. The origin is given,
 * so that no caller's `Host` header decides where the functions are said to be.
 */
export const handlers = serve({ client: inngest, functions, serveOrigin: env.serveOrigin });
