import type { Metadata } from "next";

import { ToolPage } from "@/components/tools/tool-page";
import { HydrateClient, prefetch, trpc } from "@/app/prefetch";

export const metadata: Metadata = { title: "Tool" };

export default async function Page({ params }: { params: Promise<{ toolId: string }> }) {
  const { toolId } = await params;
  await prefetch(trpc.tools.get.queryOptions({ id: toolId }));
  return (
    <HydrateClient>
      <ToolPage toolId={toolId} />
    </HydrateClient>
  );
}
