import { pool } from "@/server/db";
import { Finding } from "./finding";
import type { Examination } from "./patient";

const advice = "Look at what npm start printed last, then stop it and start it again.";

/** Whether the server accepts work, and somebody looks after every run. */
export async function checkServer({ patient }: Examination): Promise<string> {
  const { isReady, checks } = await patient.askReadiness().catch((error: unknown) => {
    throw new Finding(`The server does not answer: ${(error as Error).message}.`, advice);
  });
  const missing = Object.entries(checks).flatMap(([name, isThere]) => (isThere ? [] : [name]));
  if (!isReady) throw new Finding(`The server is not ready; missing: ${missing.join(", ")}.`, advice);
  const { rows } = await pool.query<{ count: number }>(
    `select count(*)::int as count from run
     where status in ('queued', 'running') and lease_until < clock_timestamp() - interval '1 minute'`,
  );
  const alone = rows[0]?.count ?? 0;
  if (alone > 0) throw new Finding(`${alone === 1 ? "1 run is" : `${alone} runs are`} looked after by nobody.`, advice);
  return "The server is ready, and no run is left alone.";
}
