import { db } from "@/server/db";
import type { Principal } from "@/server/services/access/principal";
import { whereGroup } from "@/server/services/interrupts/list-interrupts";
import { askedKinds, whereVisible } from "@/server/services/interrupts/visible-interrupts";

/** How many questions wait: for this person, and for somebody else. */
export async function countPending(principal: Principal): Promise<{ mine: number; team: number }> {
  const [mine, team] = await Promise.all(
    (["mine", "team"] as const).map((group) =>
      db.interrupt.count({
        where: { AND: [whereVisible(principal), whereGroup(principal, group), { kind: { in: [...askedKinds] } }] },
      }),
    ),
  );
  return { mine: mine ?? 0, team: team ?? 0 };
}
