// The JavaScript that is evaluated inside QuickJS before the author's code: what it prints with and how its result is read.
// It is an expression whose value is a function, so that nothing of it but its globals is within the code's reach.
export const javascriptDriver = String.raw`
(function (write, payloadText) {
  "use strict";
  const stringify = JSON.stringify;
  const describe = (value) => {
    if (typeof value === "string") return value;
    if (value instanceof Error) return value.stack ? String(value) + "\n" + value.stack : String(value);
    if (typeof value === "object" && value !== null) {
      try {
        return stringify(value);
      } catch {
        return Object.prototype.toString.call(value);
      }
    }
    return String(value);
  };
  const printer = (stream) => (...values) => write(stream, values.map(describe).join(" ") + "\n");
  const toStdout = printer("stdout");
  const toStderr = printer("stderr");
  globalThis.print = toStdout;
  globalThis.console = { log: toStdout, info: toStdout, debug: toStdout, warn: toStderr, error: toStderr };
  globalThis.payload = JSON.parse(payloadText);
  globalThis.result = null;

  const plain = (key, value) => {
    if (typeof value === "bigint") return value.toString();
    if (typeof value === "number" && !Number.isFinite(value)) {
      throw new TypeError("result holds NaN or Infinity, which JSON cannot hold. Use null instead.");
    }
    if (value instanceof Map) return Object.fromEntries(value);
    if (value instanceof Set) return Array.from(value);
    return value;
  };
  return (returned) => {
    const value = returned === undefined ? globalThis.result : returned;
    const text = stringify(value, plain);
    return text === undefined ? "null" : text;
  };
})
`;
