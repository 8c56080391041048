import pg from "pg";
import { percentile } from "../lib/statistics.mjs";

const count = 500;

/**
 * What this machine's disk and loopback ask for one durable commit of one small row, and for a statement that reads nothing.
 * No sequence of nodes whose ends are each kept can be faster than the former for each node.
 * @param {import("../lib/field.mjs").PartInput} input
 * @returns {Promise<import("../lib/report.mjs").PartResult>}
 */
export async function commit({ field }) {
  const client = new pg.Client({ connectionString: await field.openDatabase("commit") });
  await client.connect();
  try {
    await client.query("create table if not exists small (id bigserial primary key, body text)");
    const insert = { name: "insert", text: "insert into small (body) values ($1)", values: ["x".repeat(300)] };
    const nothing = { name: "nothing", text: "select 1" };
    return {
      rows: [
        { what: "a statement that reads nothing", values: await timesOf(() => client.query(nothing)) },
        { what: "a durable commit of one row", values: await timesOf(() => client.query(insert)) },
      ],
      budgets: [],
    };
  } finally {
    await client.end();
  }
}

/** @param {() => Promise<unknown>} work */
async function timesOf(work) {
  /** @type {number[]} */
  const times = [];
  for (let index = -20; index < count; index += 1) {
    const startedAt = performance.now();
    await work();
    if (index >= 0) times.push(performance.now() - startedAt);
  }
  return { "p50 ms": percentile(times, 0.5), "p95 ms": percentile(times, 0.95) };
}
