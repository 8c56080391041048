import { db } from "@/server/db";
import { mostOfferedExperiences } from "@/server/domain/experience";

/** What was learned about an app and pinned, oldest first. */
export async function pinnedExperiences(tenantId: string, appId: string): Promise<string[]> {
  const rows = await db.experience.findMany({
    where: { tenantId, appId, status: "pinned" },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: mostOfferedExperiences,
    select: { text: true },
  });
  return rows.reverse().map((row) => row.text);
}
