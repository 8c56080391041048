import type { Metadata } from "next";
import type { ReactNode } from "react";

import { ChatFrame } from "@/components/chat/chat-frame";
import { HydrateClient, prefetch, trpc } from "@/app/prefetch";

export const metadata: Metadata = { title: "Chat" };

export default async function ChatLayout({ children }: { children: ReactNode }) {
  await prefetch(trpc.sessions.list.queryOptions({}), trpc.apps.list.queryOptions());
  return (
    <HydrateClient>
      <ChatFrame>{children}</ChatFrame>
    </HydrateClient>
  );
}
