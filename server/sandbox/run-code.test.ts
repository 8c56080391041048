import { existsSync, readFileSync } from "node:fs";
import { createServer, type AddressInfo, type Server } from "node:net";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DomainError } from "@/server/domain/errors";
import type { Json } from "@/server/domain/json";
import { defaultLimits, type CodeLanguage } from "./limits";
import { runCode } from "./run-code";

function run(language: CodeLanguage, code: string, payload: Json = null, timeoutMs = 10_000) {
  return runCode({ language, code, payload, timeoutMs });
}

async function refused(language: CodeLanguage, code: string, timeoutMs?: number): Promise<DomainError> {
  const error: unknown = await run(language, code, null, timeoutMs).then(
    (outcome) => new Error(`The code was not refused: ${JSON.stringify(outcome)}`),
    (reason: unknown) => reason,
  );
  if (!(error instanceof DomainError)) throw error;
  return error;
}

let listener: Server;
let connections = 0;
let port = 0;

beforeAll(async () => {
  listener = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  port = (listener.address() as AddressInfo).port;
});

afterAll(() => {
  listener.close();
});

describe("what code is given and gives back", () => {
  test.each([
    ["python", "print('seen', payload['a'])\nresult = [x * 2 for x in payload['a']]", "seen [1, 2]\n"],
    ["javascript", "console.log('seen', payload.a)\nresult = payload.a.map((x) => x * 2)", "seen [1,2]\n"],
  ] as const)("%s reads payload, prints and assigns result", async (language, code, stdout) => {
    await expect(run(language, code, { a: [1, 2] })).resolves.toMatchObject({ stdout, result: [2, 4] });
  });

  test.each([
    ["python", "import asyncio\nawait asyncio.sleep(0.01)\nresult = 'late'"],
    ["javascript", "const result = await Promise.resolve('late')"],
  ] as const)("%s may await at the top level", async (language, code) => {
    await expect(run(language, code)).resolves.toMatchObject({ result: "late" });
  });

  test("P-7 python values become JSON as documented", async () => {
    const code = [
      "import datetime, decimal, uuid",
      "result = {'big': 2**70, 'exact': 2**53 - 1, 'set': {1}, 'tuple': (1, 2), 'day': datetime.date(2026, 1, 2),",
      "  'money': decimal.Decimal('1.10'), 'id': uuid.UUID(int=1), 'nul': chr(0), '__proto__': {'polluted': True}}",
    ].join("\n");
    const { result } = await run("python", code);
    expect(result).toEqual({
      big: "1180591620717411303424",
      exact: 9007199254740991,
      set: [1],
      tuple: [1, 2],
      day: "2026-01-02",
      money: "1.10",
      id: "00000000-0000-0000-0000-000000000001",
      nul: "\uFFFD",
      ["__proto__"]: { polluted: true },
    });
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  test("P-7 javascript values become JSON as documented", async () => {
    const code =
      "result = { big: 2n ** 70n, day: new Date(0), map: new Map([['a', 1]]), set: new Set([1]), none: undefined, lone: '\\ud800', ['__proto__']: { polluted: true } }";
    const { result } = await run("javascript", code);
    expect(result).toEqual({
      big: "1180591620717411303424",
      day: "1970-01-01T00:00:00.000Z",
      map: { a: 1 },
      set: [1],
      lone: "\uFFFD",
      ["__proto__"]: { polluted: true },
    });
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  test.each([
    ["python", "result = float('nan')", "NaN"],
    ["python", "a = []\na.append(a)\nresult = a", "contains itself"],
    ["python", "result = object()", "type object"],
    ["javascript", "result = NaN", "NaN"],
    ["javascript", "const o = {}; o.o = o; result = o", "circular"],
    ["javascript", "await new Promise(() => {})", "promise"],
  ] as const)("P-7 %s that ends with a value which is no JSON is refused: %s", async (language, code, text) => {
    const error = await refused(language, code);
    expect(error.code).toBe("code_failed");
    expect(error.message).toContain(text);
  });

  test.each([
    ["python", "x = 1\nprint('shown')\nprint(1 / 0)", 3, "ZeroDivisionError: division by zero"],
    ["python", "x = 1\ny = = 2", 2, "SyntaxError"],
    ["javascript", "let x = 1\nconsole.log('shown')\nnull.y", 3, "TypeError"],
    ["javascript", "let x = 1\nlet = = 2", 2, "SyntaxError"],
  ] as const)("%s fails with the author's own line: %s", async (language, code, line, text) => {
    const error = await refused(language, code);
    expect(error.code).toBe("code_failed");
    expect(error.message).toMatch(new RegExp(`^Line ${line}: .*${text}`));
    expect(error.details).toMatchObject({ line, stdout: code.includes("shown") ? "shown\n" : "" });
    expect(error.details?.["traceback"]).toContain(language === "python" ? "code.py" : "code.js");
  });
});

describe("limits", () => {
  test.each([
    ["python", "print('before')\nwhile True: pass"],
    ["python", "print('before')\n10 ** 10 ** 8"],
    ["javascript", "console.log('before'); while (true) {}"],
    ["javascript", "console.log('before'); /^(a+)+$/.test('a'.repeat(40) + 'b')"],
  ] as const)("P-5 %s that does not end is killed on time and keeps what it printed: %s", async (language, code) => {
    const startedAt = performance.now();
    const error = await refused(language, code, 1_000);
    expect(error.code).toBe("code_timeout");
    expect(error.details).toEqual({ stdout: "before\n" });
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });

  test.each([
    ["python", "x = []\nwhile True: x.append(bytearray(1 << 20))"],
    ["javascript", "const a = []; while (true) a.push(new Array(100000).fill(1))"],
  ] as const)("P-5 %s that fills its memory is refused, not the machine", async (language, code) => {
    const before = process.memoryUsage().rss;
    expect((await refused(language, code)).code).toBe("code_memory");
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024);
  });

  test.each([
    ["python", "def f(n): return f(n + 1)\nf(0)"],
    ["javascript", "function f() { return f() + 1 }\nf()"],
    ["javascript", "let x = []; for (let i = 0; i < 100000; i++) x = [x]; result = x"],
    ["javascript", "'a'.repeat(2 ** 30)"],
  ] as const)("P-5 %s without a bottom fails as the code's own error: %s", async (language, code) => {
    expect((await refused(language, code)).code).toBe("code_failed");
  });

  test("P-6 output over its limit is cut off with a mark, and the code goes on", async () => {
    const { stdout, result } = await run("python", "for _ in range(40000): print('0123456789')\nresult = 'done'");
    expect(result).toBe("done");
    expect(Buffer.byteLength(stdout)).toBeLessThan(defaultLimits.python.outputBytes + 100);
    expect(stdout).toMatch(/\[cut off after 262144 bytes\]\n$/);
  });

  test("P-6 invalid UTF-8, NUL and lone surrogates come out as storable text", async () => {
    const code = "import sys\nsys.stdout.buffer.write(b'\\xff\\x00ok\\n')\nprint(chr(0xd800))";
    const { stdout } = await run("python", code);
    expect(stdout).toBe("\uFFFD\uFFFDok\n?\n");
  });

  test("P-6 a frame written by the code is only printed text", async () => {
    const code = [
      "import os, struct",
      'body = b\'{"kind":"done","result":"1","stdoutTruncated":false,"stderrTruncated":false}\'',
      "os.write(1, bytes(16) + struct.pack('>I', len(body)) + body)",
      "result = 'mine'",
    ].join("\n");
    const { stdout, result } = await run("python", code);
    expect(result).toBe("mine");
    expect(stdout).toContain('"kind":"done"');
  });

  test.each([
    ["python", "result = 'x' * 2_000_000"],
    ["javascript", "result = 'x'.repeat(2_000_000)"],
  ] as const)("%s with too large a result is refused", async (language, code) => {
    expect((await refused(language, code)).code).toBe("code_output_too_large");
  });

  test("a payload over its limit is refused before anything starts", async () => {
    await expect(run("javascript", "", "x".repeat(5_000_000))).rejects.toMatchObject({ code: "payload_too_large" });
  });

  test("an abort ends running code and code that waits for its turn", async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const runs = Array.from({ length: 6 }, () =>
      runCode({ language: "javascript", code: "while (true) {}", payload: null, timeoutMs: 20_000, signal }),
    );
    const ended = Promise.allSettled(runs);
    setTimeout(() => controller.abort(), 300);
    for (const outcome of await ended) {
      expect(outcome).toMatchObject({ status: "rejected", reason: { code: "run_cancelled" } });
    }
  });

  test("P-12 many executions at once all end, each with its own result", async () => {
    const runs = Array.from({ length: 8 }, (_, index) => run("javascript", "result = payload * 2", index));
    const outcomes = await Promise.all(runs);
    expect(outcomes.map((outcome) => outcome.result)).toEqual([0, 2, 4, 6, 8, 10, 12, 14]);
  });
});

describe("what code cannot reach", () => {
  /** Each attempt runs on its own; what it returns or raises is collected as text. */
  function pythonAttempts(attempts: Record<string, string>): string {
    const calls = Object.entries(attempts).map(([name, body]) => {
      const lines = body.split("\n").map((line) => `    ${line}`);
      return `async def attempt():\n${lines.join("\n")}\ntry:\n    result['${name}'] = 'REACHED ' + str(await attempt())\nexcept BaseException as error:\n    result['${name}'] = type(error).__name__`;
    });
    return ["result = {}", ...calls].join("\n");
  }

  function secretsOfThisProcess(): string[] {
    const file = "/proc/self/environ";
    const entries = existsSync(file) ? readFileSync(file, "utf8").split("\0") : Object.values(process.env);
    return entries.filter((entry): entry is string => entry !== undefined && entry.length > 16);
  }

  const packageFile = path.resolve("package.json");

  test("P-1, P-2, P-4, P-9 python finds no environment, files, processes or host objects", async () => {
    const { result, stdout } = await run(
      "python",
      pythonAttempts({
        run_js: "from pyodide.code import run_js\nreturn run_js('process.env.PATH')",
        timer_constructor: "import js\nreturn js.setTimeout.constructor('return process')()",
        list_constructor:
          "from pyodide.ffi import to_js\nreturn to_js([1]).constructor.constructor('return process')()",
        js_process: "import js\nreturn js.process.env",
        js_fetch: "import js\nreturn js.fetch",
        mount: `import pyodide_js\npyodide_js.mountNodeFS('/host', '/etc')\nreturn open('/host/passwd').read()`,
        passwd: "return open('/etc/passwd').read()",
        package: `return open(${JSON.stringify(packageFile)}).read()`,
        proc_self: "return open('/proc/self/environ').read()",
        proc_parent: "return open('/proc/1/environ').read()",
        subprocess: "import subprocess\nreturn subprocess.run(['id'])",
        fork: "import os\nreturn os.fork()",
        system: "import os\nreturn os.system('id')",
        thread: "import threading\nthreading.Thread(target=print).start()",
        kill_parent: "import os\nreturn os.kill(os.getppid(), 9)",
      }) + "\nimport os\nprint(dict(os.environ))",
    );
    const reached = Object.entries(result as Record<string, string>).filter(([, text]) => text.startsWith("REACHED"));
    expect(reached).toEqual([]);
    const everything = JSON.stringify(result) + stdout;
    for (const secret of secretsOfThisProcess()) expect(everything).not.toContain(secret);
  });

  test("P-1, P-14 javascript finds no host objects by any usual way", async () => {
    const { result } = await run(
      "javascript",
      `const attempts = {
        process: () => process.env, require: () => require("fs"), fetch: () => fetch("http://127.0.0.1:${port}/"),
        ctor: () => (function () {}).constructor("return process")(),
        print: () => print.constructor("return process")(),
        log: () => console.log.constructor.constructor("return process.mainModule")(),
        thrown: () => { try { null.x } catch (error) { return error.constructor.constructor("return process")() } },
        generator: () => (function* () {}).constructor("return process")().next(),
        indirect: () => (0, eval)("process"), timers: () => setTimeout, worker: () => new Worker("data:,"),
        wasm: () => WebAssembly.Memory, std: () => std.open("/etc/passwd", "r"), os: () => os.exec(["id"]),
      };
      result = {};
      for (const [name, attempt] of Object.entries(attempts)) {
        try { result[name] = "REACHED " + String(attempt()) } catch (error) { result[name] = error.name }
      }
      result.imported = await import("node:fs").then(() => "REACHED", (error) => error.name);`,
    );
    expect(new Set(Object.values(result as Record<string, string>))).toEqual(new Set(["ReferenceError"]));
  });

  test("P-3 python cannot open a connection, whatever it is told by its own sockets", async () => {
    const code = [
      "import socket",
      "for family, address in ((socket.AF_INET, ('127.0.0.1', payload)), (socket.AF_INET6, ('::1', payload))):",
      "    try:",
      "        s = socket.socket(family); s.settimeout(1); s.connect(address); s.send(b'x')",
      "    except BaseException as error:",
      "        print(type(error).__name__)",
      "import urllib.request",
      "try:",
      "    urllib.request.urlopen(f'http://127.0.0.1:{payload}/', timeout=1).read()",
      "except BaseException as error:",
      "    print(type(error).__name__)",
    ].join("\n");
    // Node may end the whole process for the attempt; what counts is that nothing arrived.
    await Promise.allSettled([run("python", code, port)]);
    expect(connections).toBe(0);
  });

  test("P-8, P-10 what one execution overrides or writes, no other sees", async () => {
    const first = [
      "import builtins, json",
      "builtins.leak = 1",
      "json.dumps = lambda *a, **k: '\"forged\"'",
      "open('/tmp/kept', 'w').write('x')",
    ].join("\n");
    await run("python", first).catch(() => undefined);
    const second = "import os, builtins\nresult = [os.path.exists('/tmp/kept'), hasattr(builtins, 'leak')]";
    await expect(run("python", second)).resolves.toMatchObject({ result: [false, false] });
    await run("javascript", "JSON.stringify = () => 'forged'; Object.prototype.leak = 1; result = 1");
    await expect(run("javascript", "result = ({}).leak ?? 'clean'")).resolves.toMatchObject({ result: "clean" });
  });

  test("code that replaces JSON's own functions is still read by the originals", async () => {
    const code = "JSON.stringify = () => 'forged'; JSON.parse = () => 'forged'; result = { kept: true }";
    await expect(run("javascript", code)).resolves.toMatchObject({ result: { kept: true } });
  });

  test.each([
    ["ends its process", "import os\nos._exit(0)"],
    ["aborts its process", "import os\nos.abort()"],
  ])("P-11 python that %s is told as a crash", async (_name, code) => {
    expect((await refused("python", code)).code).toBe("code_crashed");
  });

  test("every execution has its own entropy although Python boots from one snapshot", async () => {
    const code = "import random, os\nresult = [random.random(), os.urandom(8).hex()]";
    const [first, second] = [await run("python", code), await run("python", code)];
    expect(first.result).not.toEqual(second.result);
  });
});
