import type { Metadata } from "next";

import { HydrateClient, prefetch, trpc } from "@/app/prefetch";
import { DataPage } from "@/components/admin/data/data-page";

export const metadata: Metadata = { title: "Data" };

export default async function Page() {
  await prefetch(trpc.system.storage.queryOptions());
  return (
    <HydrateClient>
      <DataPage />
    </HydrateClient>
  );
}
