import { serve } from "inngest/next";
import { inngest } from "@/inngest/client";
import { functions } from "@/inngest/functions/registry";

/** The SDK's own handlers: an Inngest server calls them over HTTP, the embedded executor in process. */
export const handlers = serve({ client: inngest, functions });
