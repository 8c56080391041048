import { Pool } from "pg";
import { startEmbeddedEngine } from "../engine";
import { appId, inProcess, type Functions } from "./drivers";

/*
 * A process that runs the functions below, to be killed by the durability tests. It writes every execution of a step into
 * the table `ran` of its schema, which is how the tests know what ran where and how often.
 */

const settings: {
  connectionString: string;
  schema: string;
  checkpointing: boolean;
  leaseMs: number;
  slots: number;
  pollMs: number;
  hangs: boolean;
} = JSON.parse(process.argv[2] ?? "{}");
const sql = new Pool({
  connectionString: settings.connectionString,
  application_name: `signalbox-engine ${settings.schema}`,
  max: 2,
});

async function ran(run: unknown, step: string): Promise<void> {
  await sql.query(`insert into ${settings.schema}.ran (run, step, pid) values ($1, $2, $3)`, [run, step, process.pid]);
}

const functions: Functions = (inngest) => [
  inngest.createFunction({ id: "chain", triggers: { event: "chain" }, retries: 3 }, async ({ event, step }) => {
    for (let i = 0; i < 12; i++) {
      await step.run(`s${i}`, async () => {
        await ran(event.id, `s${i}`);
        await new Promise((resolve) => setTimeout(resolve, 15));
      });
    }
    return "done";
  }),
  inngest.createFunction({ id: "hanging", triggers: { event: "hanging" }, retries: 3 }, async ({ event, step }) => {
    await step.run("before", () => ran(event.id, "before"));
    await step.run("hang", async () => {
      await ran(event.id, "hang");
      if (settings.hangs) await new Promise(() => {});
    });
    return "done";
  }),
  inngest.createFunction({ id: "poison", triggers: { event: "poison" }, retries: 1 }, async ({ event, step }) => {
    await step.run("fine", () => ran(event.id, "fine"));
    await step.run("deadly", async () => {
      await ran(event.id, "deadly");
      process.kill(process.pid, "SIGKILL");
      await new Promise(() => {});
    });
  }),
];

const app = await inProcess.open(functions, { checkpointing: settings.checkpointing });
const engine = await startEmbeddedEngine({
  connectionString: settings.connectionString,
  schema: settings.schema,
  handler: app.handler,
  appId,
  slots: settings.slots,
  leaseMs: settings.leaseMs,
  pollMs: settings.pollMs,
  backoff: () => 20,
});
app.connect(engine);
process.on("SIGTERM", () => {
  void engine.stop({ drainMs: 5000 }).then(async () => {
    await sql.end();
    process.exit(0);
  });
});
process.stdout.write("ready\n");
