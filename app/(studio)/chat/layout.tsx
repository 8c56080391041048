import type { Metadata } from "next";
import type { ReactNode } from "react";

import { ChatFrame } from "@/components/chat/chat-frame";
import { HydrateClient, prefetch, trpc } from "@/app/prefetch";

export const metadata: Metadata = { title: "Chat" };

export default function ChatLayout({ children }: { children: ReactNode }) {
  prefetch(trpc.sessions.list.queryOptions({}));
  prefetch(trpc.apps.list.queryOptions());
  return (
    <HydrateClient>
      <ChatFrame>{children}</ChatFrame>
    </HydrateClient>
  );
}
