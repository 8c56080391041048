// Takes away what a guest could reach if it ever got from its interpreter into this JavaScript realm. The permission
// flags, the empty environment and the namespaces around the process are the other walls; none is trusted alone.
import module from "node:module";

const processMembers = [
  "_debugEnd",
  "_debugProcess",
  "_kill",
  "_linkedBinding",
  "abort",
  "binding",
  "dlopen",
  "exit",
  "getBuiltinModule",
  "kill",
  "loadEnvFile",
  "mainModule",
  "reallyExit",
  "report",
  "setegid",
  "seteuid",
  "setgid",
  "setgroups",
  "setuid",
];

const globalNames = [
  "BroadcastChannel",
  "EventSource",
  "Request",
  "Response",
  "SharedWorker",
  "WebSocket",
  "Worker",
  "XMLHttpRequest",
  "fetch",
  "navigator",
  "process",
];

function remove(target, name) {
  Object.defineProperty(target, name, { value: undefined, configurable: false, writable: false });
}

/** Refuses every later module load and removes process control and network from the realm. Cannot be undone. */
export function hardenRealm() {
  module.registerHooks({
    resolve() {
      throw new Error("Modules cannot be loaded here.");
    },
  });
  const { process } = globalThis;
  for (const name of globalNames) if (name in globalThis) remove(globalThis, name);
  for (const name of processMembers) if (name in process) remove(process, name);
}

/** Refuses WebAssembly memory over `limitBytes`; the interpreter then reports an ordinary out-of-memory error. */
export function capWasmMemory(limitBytes) {
  const grow = WebAssembly.Memory.prototype.grow;
  const pageBytes = 65536;
  Object.defineProperty(WebAssembly.Memory.prototype, "grow", {
    configurable: false,
    writable: false,
    value(pages) {
      if (this.buffer.byteLength + pages * pageBytes > limitBytes) throw new RangeError("memory limit");
      return grow.call(this, pages);
    },
  });
}
