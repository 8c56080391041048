import { cookies } from "next/headers";
import type { ReactNode } from "react";

import { railCookie, readRailPreference } from "@/components/shell/rail-preference";
import { Shell } from "@/components/shell/shell";
import { HydrateClient, prefetch, trpc } from "@/app/prefetch";

export default async function StudioLayout({ children }: { children: ReactNode }) {
  await prefetch(trpc.system.info.queryOptions(), trpc.interrupts.pendingCount.queryOptions());
  const isRailPinned = readRailPreference((await cookies()).get(railCookie)?.value);
  return (
    <HydrateClient>
      <Shell isRailPinned={isRailPinned}>{children}</Shell>
    </HydrateClient>
  );
}
