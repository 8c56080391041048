import pg from "pg";
import { must } from "./failure.mjs";

/** Rows that each run leaves behind, by table and the fewest there must be. */
const fewest = { run: 1, event: 5, node_run: 3, span: 2, message: 2, usage_entry: 1 };

/**
 * Looks at the rows of a run and compares the session's totals with the ledger.
 * @param {string} databaseUrl
 * @param {{ runId: string, sessionId: string }} ids
 * @returns {Promise<string>}
 */
export async function checkRows(databaseUrl, { runId, sessionId }) {
  return withClient(databaseUrl, async (client) => {
    const found = [];
    for (const [table, least] of Object.entries(fewest)) {
      const column = table === "run" ? "id" : "run_id";
      const { rows } = await client.query(`select count(*)::int as count from ${table} where ${column} = $1`, [runId]);
      const count = Number(rows[0]?.count);
      must(
        count >= least,
        `The run has ${count} rows in ${table}, where at least ${least} belong.`,
        "Run npm run doctor; it examines the database part by part.",
      );
      found.push(`${count} ${table}`);
    }
    const { rows } = await client.query(
      `select s.input_tokens + s.output_tokens as shown, s.cost_micros as cost,
         (select coalesce(sum(input_tokens + output_tokens), 0) from usage_entry where session_id = s.id) as booked,
         (select coalesce(sum(cost_micros), 0) from usage_entry where session_id = s.id) as booked_cost
       from session s where s.id = $1`,
      [sessionId],
    );
    const [sums] = rows;
    must(
      sums && Number(sums.shown) === Number(sums.booked) && Number(sums.cost) === Number(sums.booked_cost),
      `The session's totals are not the sums of the ledger: ${JSON.stringify(sums)}.`,
      "Report this with the row above; totals must be sums of ledger rows.",
    );
    return `${found.join(", ")}; totals are the ledger's sums`;
  });
}

/**
 * Whether what was deleted is marked so, session and messages alike.
 * @param {string} databaseUrl
 * @param {string} sessionId
 * @returns {Promise<string>}
 */
export async function checkDeleted(databaseUrl, sessionId) {
  return withClient(databaseUrl, async (client) => {
    const { rows } = await client.query(
      `select count(*)::int as left from (select id from session where id = $1 and deleted_at is null
         union all select id from message where session_id = $1 and deleted_at is null) kept`,
      [sessionId],
    );
    must(
      rows[0]?.left === 0,
      `${rows[0]?.left} rows of the session are not marked deleted.`,
      "Look at the server's log.",
    );
    return "session and messages are marked deleted together";
  });
}

/**
 * @param {string} databaseUrl
 * @param {(client: pg.Client) => Promise<string>} work
 */
async function withClient(databaseUrl, work) {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: "smoke" });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
