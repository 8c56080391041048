// Runs one piece of JavaScript in QuickJS and ends. Started by ../runner-process.ts inside the jail of ../jail.ts.
// Arguments: the quickjs-emscripten directory and the memory limit in MiB. QuickJS' own limits are advisory, so its
// WebAssembly memory is capped instead, and time is kept by the parent, which kills this process.
import { pathToFileURL } from "node:url";
import { createOutput, readJob, writeFrame } from "./frames.mjs";
import { hardenRealm } from "./harden.mjs";
import { javascriptDriver } from "./javascript-driver.mjs";

const [packageDirectory, memoryMegabytes] = process.argv.slice(2);
const { newQuickJSWASMModuleFromVariant, newVariant, RELEASE_SYNC } = await import(
  pathToFileURL(`${packageDirectory}dist/index.mjs`).href
);
const filename = "code.js";
const pagesPerMegabyte = 16;
const exit = process.reallyExit.bind(process);
const initialPages = 256;
const maximumPages = Math.max(initialPages, Number(memoryMegabytes) * pagesPerMegabyte);
const wasmMemory = new WebAssembly.Memory({ initial: initialPages, maximum: maximumPages });
const quickjs = await newQuickJSWASMModuleFromVariant(newVariant(RELEASE_SYNC, { wasmMemory }));
const runtime = quickjs.newRuntime();
runtime.setMaxStackSize(256 * 1024);
const vm = runtime.newContext();
hardenRealm();
writeFrame({ kind: "ready" });

/** An exception of the guest as a reply. Reads own text properties only, so that a hostile getter cannot run again. */
function failure(handle) {
  const error = vm.dump(handle);
  if (typeof error !== "object" || error === null) {
    return { kind: "failed", message: `The code threw ${String(error)}`, line: null, traceback: "" };
  }
  const name = typeof error.name === "string" ? error.name : "Error";
  const text = typeof error.message === "string" ? error.message : "";
  const stack = typeof error.stack === "string" ? error.stack : "";
  const line = /code\.js:(\d+)/.exec(stack)?.[1];
  // Only the author's own frames, without columns: those of the first line are shifted by what stands before the code.
  const frames = stack.split("\n").filter((frame) => frame.includes(filename) && !frame.includes("<eval>"));
  const traceback = frames.join("\n").replaceAll(/(code\.js:\d+):\d+/g, "$1");
  const kind = name === "InternalError" && text === "out of memory" ? "memory" : "failed";
  return { kind, message: text ? `${name}: ${text}` : name, line: line ? Number(line) : null, traceback };
}

function run(job, output) {
  const write = vm.newFunction("write", (stream, text) => {
    output.write(vm.getString(stream) === "stderr" ? "stderr" : "stdout", Buffer.from(vm.getString(text), "utf8"));
  });
  const driver = vm.unwrapResult(vm.evalCode(javascriptDriver, "driver.js"));
  const prepared = vm.callFunction(driver, vm.undefined, write, vm.newString(job.payload));
  if (prepared.error) return failure(prepared.error);

  // One line before the code, so that line numbers are the author's own.
  const evaluated = vm.evalCode(`(async () => {${job.code}\n;return result;\n})()`, filename);
  if (evaluated.error) return failure(evaluated.error);
  while (runtime.hasPendingJob()) {
    const jobs = runtime.executePendingJobs();
    if (jobs.error) return failure(jobs.error);
  }
  const state = vm.getPromiseState(evaluated.value);
  if (state.type === "rejected") return failure(state.error);
  if (state.type === "pending") {
    const message = "The code waits for a promise that nothing will settle.";
    return { kind: "failed", message, line: null, traceback: "" };
  }
  const text = vm.callFunction(prepared.value, vm.undefined, state.value);
  if (text.error) {
    const reply = failure(text.error);
    return { ...reply, message: `result cannot be read as JSON: ${reply.message}` };
  }
  return { kind: "done", result: vm.getString(text.value) };
}

/** An exception of the host means that the guest broke the interpreter, which ends with this process. */
function brokenInterpreter(error) {
  if (error instanceof RangeError) {
    return { kind: "failed", message: "InternalError: stack overflow", line: null, traceback: "" };
  }
  const isFull = wasmMemory.buffer.byteLength >= maximumPages * 65536;
  const isOutOfMemory = isFull && error instanceof WebAssembly.RuntimeError;
  return {
    kind: isOutOfMemory ? "memory" : "crashed",
    message: error instanceof Error ? error.message : String(error),
  };
}

const received = await readJob();
if (!received) exit(0);
const { key, job } = received;
const output = createOutput(key, job.outputBytes);
let reply;
try {
  reply = run(job, output);
} catch (error) {
  reply = brokenInterpreter(error);
}
if (reply.kind === "done" && Buffer.byteLength(reply.result) > job.resultBytes) reply = { kind: "too_large" };
writeFrame({ ...reply, ...output.finish() }, key);
exit(0);
