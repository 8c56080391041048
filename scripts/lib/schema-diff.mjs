import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import pg from "pg";
import { inRoot } from "./paths.mjs";

const schemaPath = "prisma/schema.prisma";
const charOid = 18;
const textOid = 25;

/**
 * The engine reads system catalogues, whose columns of PostgreSQL's internal type "char" the driver adapter does not
 * know. They are read as text and declared as what the engine expects, a single character.
 * @param {string} url
 */
function adapterFactory(url) {
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  /** @type {WeakMap<object, number[]>} the positions of "char" columns, by the rows of their result */
  const charColumns = new WeakMap();
  const query = /** @type {(...args: unknown[]) => Promise<pg.QueryArrayResult>} */ (pool.query.bind(pool));
  Object.assign(pool, {
    query: async (/** @type {unknown[]} */ ...args) => {
      const result = await query(...args);
      const positions = result.fields.flatMap((field, position) => (field.dataTypeID === charOid ? [position] : []));
      for (const position of positions) result.fields[position] = { ...field(result, position), dataTypeID: textOid };
      charColumns.set(result.rows, positions);
      return result;
    },
  });

  const factory = new PrismaPg(pool, { disposeExternalPool: true });
  for (const method of /** @type {const} */ (["connect", "connectToShadowDb"])) {
    const connect = factory[method].bind(factory);
    factory[method] = async () => {
      const adapter = await connect();
      const queryRaw = adapter.queryRaw.bind(adapter);
      adapter.queryRaw = async (sql) => {
        const result = await queryRaw(sql);
        for (const position of charColumns.get(result.rows) ?? [])
          result.columnTypes[position] = ColumnTypeEnum.Character;
        return result;
      };
      return adapter;
    };
  }
  return { factory, close: () => pool.end() };
}

/**
 * @param {pg.QueryArrayResult} result
 * @param {number} position
 */
function field(result, position) {
  const found = result.fields[position];
  if (found === undefined) throw new RangeError(`There is no column ${position}.`);
  return found;
}

/** Loads the schema engine as WebAssembly. Its loader expects a bundler, so the module is linked by hand. */
async function loadEngine() {
  const engine = await import("@prisma/schema-engine-wasm/schema_engine_bg");
  const script = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const wasm = new WebAssembly.Module(readFileSync(script.replace(/\.js$/, ".wasm")));
  const instance = new WebAssembly.Instance(wasm, { "./schema_engine_bg.js": engine });
  engine.__wbg_set_wasm(instance.exports);
  /** @type {() => void} */ (instance.exports.__wbindgen_start)();
  // Without this the engine's own panic messages are hidden behind a TypeError.
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: {
      set_message: (/** @type {string} */ message) => console.error(`Schema engine: ${message}`),
    },
  });
  return engine.SchemaEngine;
}

/**
 * The SQL that turns a live database into what prisma/schema.prisma says, or "" when they agree.
 * @param {string} url
 * @returns {Promise<string>}
 */
export async function diffAgainstSchema(url) {
  const SchemaEngine = await loadEngine();
  const content = readFileSync(inRoot(schemaPath), "utf8");
  const files = [{ path: schemaPath, content }];
  const { factory, close } = adapterFactory(url);
  try {
    const engine = await SchemaEngine.new(
      { datamodels: [[schemaPath, content]] },
      () => {},
      bindMigrationAwareSqlAdapterFactory(factory),
    );
    const { stdout } = await engine.diff({
      from: { tag: "schemaDatasource", configDir: inRoot(), files },
      to: { tag: "schemaDatamodel", files },
      script: true,
      exitCode: null,
      filters: { externalTables: ["public._prisma_migrations"], externalEnums: [] },
    });
    return stdout === null || stdout.includes("-- This is an empty migration.") ? "" : stdout;
  } finally {
    await close();
  }
}
