import pg from "pg";
import { alternate, bestAndMedian } from "../lib/alternate.mjs";
import { sequenceWorkflow } from "../lib/workload.mjs";

const few = 10_000;
const many = 1_000_000;
const messagesOfSession = 50;
/** One conversation has a tenth of all messages. */
const shareOfLongest = 0.1;
const longest = "bench-longest";
const search = "conversations that are searched";

/**
 * Fills a database with conversations of an app: of so many messages, one has a tenth and the others have 50 each. Every second
 * message is a run's answer.
 * @param {string} databaseUrl
 * @param {{ appCode: string, messages: number }} options
 */
async function fill(databaseUrl, { appCode, messages }) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const ofLongest = messages * shareOfLongest;
    const sessions = (messages - ofLongest) / messagesOfSession;
    await client.query(
      `insert into session (id, tenant_id, owner_id, thread_id, app_id, workflow_id, source, title, head_seq, message_seq, message_count,
         created_at, updated_at)
       select s.id, a.tenant_id, a.owner_id, s.id, a.id, a.workflow_id, 'chat', 'About parcel ' || s.place, s.messages, s.messages, s.messages,
         now() - s.place * interval '1 minute', now() - s.place * interval '1 minute'
       from app a, (
         select 'bench-' || lpad(n::text, 8, '0') as id, n as place, $2::int as messages from generate_series(1, $1::int) n
         union all select $3, 0, $4::int
       ) s where a.code = $5`,
      [sessions, messagesOfSession, longest, ofLongest, appCode],
    );
    await client.query(
      `insert into run (id, tenant_id, owner_id, session_id, app_id, workflow_id, workflow_version_id, root_run_id, source, status, inputs,
         created_at, started_at, ended_at)
       select r.id, s.tenant_id, s.owner_id, s.id, a.id, a.workflow_id, a.live_version_id, r.id, 'chat', 'completed', '{"query": "a parcel"}',
         s.created_at, s.created_at, s.created_at
       from session s join app a on a.id = s.app_id
       cross join lateral (select '0' || s.id || '-' || lpad(n::text, 8, '0') as id from generate_series(2, s.message_count, 2) n) r`,
    );
    await client.query(
      `insert into message (id, tenant_id, session_id, seq, parent_seq, run_id, role, content, created_at)
       select s.id || '-' || n, s.tenant_id, s.id, n, nullif(n - 1, 0), '0' || s.id || '-' || lpad((n + n % 2)::text, 8, '0'),
         case when n % 2 = 1 then 'user' else 'assistant' end, repeat('Where is my parcel now? ', 8), s.created_at
       from session s cross join lateral generate_series(1, s.message_count) n`,
    );
    await client.query("vacuum analyze");
  } finally {
    await client.end();
  }
}

/** @param {string} url @returns {Promise<any>} */
async function get(url) {
  const response = await fetch(url);
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answered with status ${response.status}: ${text.slice(0, 500)}`);
  return JSON.parse(text);
}

/**
 * What people look at, each with how many rows it has to show. The second pages are those that the first ones name.
 * @param {string} origin
 */
async function listings(origin) {
  const api = `${origin}/api/v1`;
  const trpc = (/** @type {string} */ path, /** @type {object} */ input) =>
    `${origin}/api/trpc/${path}?input=${encodeURIComponent(JSON.stringify({ json: input }))}`;
  const sessions = await get(`${api}/sessions?limit=50`);
  const runs = await get(`${api}/runs?limit=50`);
  const messages = await get(`${api}/sessions/${longest}/messages?limit=50`);
  const middle = Math.floor(messages.items[0].seq / 2);
  return {
    "conversations beside the chat": trpc("sessions.list", {}),
    "conversations, first page": `${api}/sessions?limit=50`,
    "conversations, second page": `${api}/sessions?limit=50&cursor=${sessions.next_cursor}`,
    [search]: trpc("sessions.list", { query: "parcel 77" }),
    "runs, first page": `${api}/runs?limit=50`,
    "runs, second page": `${api}/runs?limit=50&cursor=${runs.next_cursor}`,
    "runs of one state": `${api}/runs?limit=50&status=completed`,
    "longest conversation, newest messages": `${api}/sessions/${longest}/messages?limit=50`,
    "longest conversation, messages in its middle": `${api}/sessions/${longest}/messages?limit=50&from_seq=${middle}`,
    "a conversation as the chat shows it": trpc("sessions.get", { id: "bench-00000007" }),
  };
}

/**
 * How lists and histories grow with what is stored: the same pages of 10,000 and of 1,000,000 messages.
 * @param {import("../lib/field.mjs").PartInput} input
 * @returns {Promise<import("../lib/report.mjs").PartResult>}
 */
export async function history({ field, passes }) {
  const installations = [];
  for (const messages of [few, many]) {
    const { product, databaseUrl } = await field.productOn(`signalbox_with_${messages}`);
    const appCode = await product.publish("parcels", sequenceWorkflow("pure", 1, field.toolUrl));
    await fill(databaseUrl, { appCode, messages });
    installations.push(await listings(product.origin));
  }
  const [small, large] = installations;
  /** @type {import("../lib/report.mjs").PartResult} */
  const result = { rows: [], budgets: [] };
  for (const [what, url] of Object.entries(small)) {
    const ask = (/** @type {string} */ address) => async () => {
      const startedAt = performance.now();
      await get(address);
      return performance.now() - startedAt;
    };
    const measured = await alternate(
      { few: ask(url), many: ask(large[/** @type {keyof typeof large} */ (what)]) },
      passes * 4,
    );
    const ofFew = bestAndMedian(measured.few).median;
    const ofMany = bestAndMedian(measured.many).median;
    result.rows.push({ what, values: { "ms with 10,000": ofFew, "ms with 1,000,000": ofMany } });
    // Looks at every title that there is.
    if (what === search) continue;
    result.budgets.push({ what: `${what}: growth`, value: ofMany / ofFew, limit: 1.5, goal: "at most" });
  }
  return result;
}
