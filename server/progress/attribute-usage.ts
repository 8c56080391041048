import { pool } from "@/server/db";

/**
 * Books what an ended run used on the message that it brought about: its last answer, or what it was asked when there is no
 * answer. So the sums over a conversation's messages are the sums of its ledger too. Repeating it changes nothing.
 */
export async function attributeUsage(runId: string): Promise<void> {
  await pool.query({
    name: "attribute-usage",
    text: `update message m set input_tokens = r.input_tokens, output_tokens = r.output_tokens, cost_micros = r.cost_micros
      from run r
      where r.id = $1 and m.id = (
        select id from message where run_id = r.id order by (role = 'assistant') desc, seq desc limit 1)`,
    values: [runId],
  });
}
