import { ChatPage } from "@/components/chat/chat-page";
import { HydrateClient, prefetch, trpc } from "@/app/prefetch";

export default async function Page({ params }: { params: Promise<{ sessionId: string }> }) {
  const { sessionId } = await params;
  await prefetch(trpc.sessions.get.queryOptions({ id: decodeURIComponent(sessionId) }));
  return (
    <HydrateClient>
      <ChatPage />
    </HydrateClient>
  );
}
