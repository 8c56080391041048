import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startWorker } from "../../scripts/faults/installation.mjs";
import { migrate } from "../../scripts/lib/migrate.mjs";
import { startContender } from "./calls.mjs";
import { readStatements, resetStatements } from "./database.mjs";
import { startModelServer, startToolServer } from "./loopback-servers.mjs";
import { startProduct } from "./product.mjs";

/**
 * Everything that can be measured, each started when first asked for, each with a database of its own on one server.
 * @typedef {Awaited<ReturnType<typeof openField>>} Field
 * @typedef {{ field: Field, passes: number }} PartInput
 */

/**
 * @template T
 * @param {() => Promise<T>} create
 * @returns {() => Promise<T>}
 */
function once(create) {
  /** @type {Promise<T> | undefined} */
  let created;
  return () => (created ??= create());
}

/** The product under test runs on its own executor, also when a server is named for the part that measures both. */
const embeddedOnly = { INNGEST_BASE_URL: "", INNGEST_EVENT_KEY: "", INNGEST_SIGNING_KEY: "", INNGEST_DEV: "" };

const stripTypes = new URL("../../inngest/embedded/conformance/type-stripping.mjs", import.meta.url);

/** @param {{ database: Awaited<ReturnType<typeof import("./database.mjs").startDatabase>>, profileFolder?: string }} options */
export async function openField({ database, profileFolder }) {
  const tools = await startToolServer();
  const models = await startModelServer();
  /** @type {(() => Promise<void>)[]} */
  const stops = [tools.close, models.close];
  /** @param {string} name @param {{ execArgv?: string[], env?: Record<string, string>, databaseName?: string }} [options] */
  const contender = (name, { execArgv, env: ownEnv, databaseName = name } = {}) =>
    once(async () => {
      const env = { DATABASE_URL: await database.open(databaseName), ...ownEnv };
      const started = await startContender(new URL(`../contenders/${name}.mjs`, import.meta.url), { env, execArgv });
      stops.push(started.stop);
      return started;
    });
  const settings = {
    ...embeddedOnly,
    EGRESS_ALLOW: tools.host,
    OPENAI_BASE_URL: `${models.url}/v1`,
    OPENAI_API_KEY: "sk-bench",
    SIGNALBOX_DEFAULT_MODEL: "bench",
    ...(profileFolder === undefined ? {} : { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${profileFolder}` }),
  };
  /** Addresses of the databases whose statements are counted, by name. @type {Map<string, string>} */
  const counted = new Map();
  /** @param {string} name of its database @param {Record<string, string>} [ownSettings] */
  const startOn = async (name, ownSettings) => {
    const databaseUrl = await database.open(name);
    await migrate(databaseUrl);
    if (profileFolder !== undefined) {
      await resetStatements(databaseUrl);
      counted.set(name, databaseUrl);
    }
    const started = await startProduct({ databaseUrl, env: { ...settings, ...ownSettings } });
    stops.push(started.stop);
    return { started, databaseUrl };
  };
  const product = once(async () => (await startOn("signalbox")).started);
  /** A web server that executes nothing itself, and a worker that does it all. */
  const productWithWorker = once(async () => {
    const { started, databaseUrl } = await startOn("signalbox_with_worker", { SIGNALBOX_SLOTS: "0" });
    const stateFolder = mkdtempSync(join(tmpdir(), "signalbox-bench-"));
    const worker = await startWorker({ stateFolder, settings: { ...settings, DATABASE_URL: databaseUrl } });
    stops.push(async () => {
      await worker.stop();
      rmSync(stateFolder, { recursive: true, force: true });
    });
    return started;
  });
  return {
    toolUrl: tools.url,
    openDatabase: database.open,
    models,
    product,
    /** The product on a database of this name, which can be filled by whoever asks. @param {string} name */
    productOn: async (name) => {
      const { started, databaseUrl } = await startOn(name);
      return { product: started, databaseUrl };
    },
    productWithWorker,
    dbos: contender("dbos"),
    langgraph: contender("langgraph"),
    /** A second one, so that a process that runs in two modes is not twice as warm as the others. */
    langgraphAwaited: contender("langgraph", { databaseName: "langgraph_awaited" }),
    executor: contender("executor", { execArgv: ["--import", stripTypes.href] }),
    inngestServer: contender("executor", { execArgv: ["--import", stripTypes.href], env: { EXECUTOR: "server" } }),
    /** What the product has asked of its databases, when a profile was wanted. */
    statements: async () =>
      Promise.all([...counted].map(async ([name, url]) => ({ database: name, statements: await readStatements(url) }))),
    close: async () => {
      for (const stop of stops.reverse()) await stop();
    },
  };
}
