import type { Metadata } from "next";

import { HydrateClient, prefetch, trpc } from "@/app/prefetch";
import { AgentsPage } from "@/components/admin/agents/agents-page";

export const metadata: Metadata = { title: "Agents" };

export default async function Page() {
  await prefetch(trpc.runtimeConfig.get.queryOptions(), trpc.system.info.queryOptions());
  return (
    <HydrateClient>
      <AgentsPage />
    </HydrateClient>
  );
}
