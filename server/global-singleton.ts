const registry = Symbol.for("signalbox.singletons");

/**
 * One instance per process of something that must not exist twice: Next loads a module once for each of its bundles
 * (instrumentation, routes) and again on hot reload, so module state alone would give several pools, hubs and writers.
 */
export function globalSingleton<Value>(name: string, create: () => Value): Value {
  const holder = globalThis as { [registry]?: Map<string, unknown> };
  const singletons = (holder[registry] ??= new Map());
  if (!singletons.has(name)) singletons.set(name, create());
  return singletons.get(name) as Value;
}
