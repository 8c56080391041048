import type { Metadata } from "next";

import { RunPage } from "@/components/trace/run-page";
import { HydrateClient, prefetch, trpc } from "@/app/prefetch";

export const metadata: Metadata = { title: "Run" };

export default async function Page({ params }: { params: Promise<{ runId: string }> }) {
  const { runId } = await params;
  await prefetch(trpc.runs.trace.queryOptions({ runId }));
  return (
    <HydrateClient>
      <RunPage runId={runId} />
    </HydrateClient>
  );
}
