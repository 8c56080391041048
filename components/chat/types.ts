import type { inferRouterOutputs } from "@trpc/server";

import type { AppRouter } from "@/server/trpc/root";

type Outputs = inferRouterOutputs<AppRouter>;

type AppItem = Outputs["apps"]["list"][number];
/** What one can talk to: a published app, or the configured agents. */
export type ChatApp = Pick<AppItem, "code" | "name" | "description" | "opening" | "inputs" | "suggestions">;
export type SessionItem = Outputs["sessions"]["list"][number];
export type SessionList = Outputs["sessions"]["list"];
export type SessionDetail = Outputs["sessions"]["get"];
export type AttachmentItem = SessionDetail["messages"][number]["attachments"][number];
export type Variants = NonNullable<SessionDetail["messages"][number]["variants"]>;
