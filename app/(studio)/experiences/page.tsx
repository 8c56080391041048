import type { Metadata } from "next";

import { HydrateClient, prefetch, prefetchFirstPage, trpc } from "@/app/prefetch";
import { readExperienceFilters, toExperienceListInput } from "@/components/experiences/experience-filters";
import { ExperiencesPage } from "@/components/experiences/experiences-page";

export const metadata: Metadata = { title: "Experiences" };

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Page({ searchParams }: PageProps) {
  const given = await searchParams;
  const filters = readExperienceFilters({ get: (name) => [given[name]].flat()[0] ?? null });
  await Promise.all([
    prefetchFirstPage(
      trpc.experiences.list.infiniteQueryOptions(toExperienceListInput(filters), {
        getNextPageParam: (page) => page.nextCursor,
      }),
    ),
    prefetch(trpc.apps.list.queryOptions()),
  ]);
  return (
    <HydrateClient>
      <ExperiencesPage />
    </HydrateClient>
  );
}
