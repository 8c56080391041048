// Runs one piece of Python and ends. Started by ../runner-process.ts inside the jail of ../jail.ts.
// Arguments: the pyodide directory, the memory limit in MiB, and whether file descriptor 3 is a memory snapshot.
import fs from "node:fs";
import { createOutput, readJob, writeFrame } from "./frames.mjs";
import { capWasmMemory, hardenRealm } from "./harden.mjs";
import { bootPython } from "./python-boot.mjs";
import { pythonDriver } from "./python-driver.mjs";

const [pyodideDirectory, memoryMegabytes, snapshotArgument] = process.argv.slice(2);
const exit = process.reallyExit.bind(process);

/** Reads by position, because children share the descriptor's offset. */
function readSnapshot(descriptor) {
  const bytes = Buffer.alloc(fs.fstatSync(descriptor).size);
  let offset = 0;
  while (offset < bytes.length) {
    const count = fs.readSync(descriptor, bytes, offset, bytes.length - offset, offset);
    if (count === 0) throw new Error("The snapshot is shorter than its file.");
    offset += count;
  }
  fs.closeSync(descriptor);
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}

capWasmMemory(Number(memoryMegabytes) * 1024 * 1024);
const snapshot = snapshotArgument === "snapshot" ? readSnapshot(3) : undefined;
const python = await bootPython({ pyodideDirectory, snapshot });
let output;
for (const [name, set] of [
  ["stdout", python.setStdout],
  ["stderr", python.setStderr],
]) {
  set({
    isatty: false,
    write(bytes) {
      output?.write(name, bytes);
      return bytes.length;
    },
  });
}
python.setStdin({ error: false, stdin: () => null });
const drive = python.runPython(pythonDriver, { globals: python.toPy({}) });
python.unregisterJsModule("pyodide_js");
hardenRealm();
writeFrame({ kind: "ready" });

const received = await readJob();
if (!received) exit(0);
const { key, job } = received;
output = createOutput(key, job.outputBytes);
let reply;
try {
  reply = JSON.parse(await drive(job.code, job.payload));
} catch (error) {
  reply = { kind: "crashed", message: error instanceof Error ? error.message : String(error) };
}
if (reply.kind === "done" && Buffer.byteLength(reply.result) > job.resultBytes) reply = { kind: "too_large" };
writeFrame({ ...reply, ...output.finish() }, key);
exit(0);
