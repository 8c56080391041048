import { DomainError } from "@/server/domain/errors";
import { defaultPort } from "@/server/domain/nodes/definition";
import type { ConfigOf } from "@/server/domain/nodes/registry";
import { renderValue } from "@/server/domain/template/render";
import type { NodeExecutor } from "@/server/nodes/executor";
import { runCode } from "@/server/sandbox/run-code";

/** Runs the node's code in the sandbox with its rendered payload. */
export const executeCode: NodeExecutor<ConfigOf<"code">> = async ({ config, context, journal, signal }) => {
  const payload = renderValue(config.input_json, context);
  const span = journal.openSpan({
    kind: "code",
    name: config.language === "python" ? "Python" : "JavaScript",
    input: payload,
  });
  try {
    const { stdout, stderr, result } = await runCode({
      language: config.language,
      code: config.code,
      payload,
      timeoutMs: config.timeout_seconds * 1000,
      signal,
    });
    span.complete({ output: result, attributes: { stdout, stderr } });
    return { port: defaultPort, text: stdout, output: { result_json: result }, input: payload };
  } catch (error) {
    const printed = error instanceof DomainError ? error.details?.stdout : undefined;
    span.fail(error, typeof printed === "string" ? { attributes: { stdout: printed } } : {});
    throw error;
  }
};
