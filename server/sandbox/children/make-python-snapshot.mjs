// Writes a memory snapshot of a freshly booted Python to standard output, with which later children start in half a second.
import { writeFully } from "./frames.mjs";
import { bootPython } from "./python-boot.mjs";

const python = await bootPython({ pyodideDirectory: process.argv[2], isForSnapshot: true });
writeFully(python.makeMemorySnapshot());
process.exit(0);
