import { defaultPort } from "@/server/domain/nodes/definition";
import { renderHttpParts } from "@/server/domain/nodes/http-request";
import type { ConfigOf } from "@/server/domain/nodes/registry";
import { callTool, loadStoredTool, requestOf } from "@/server/nodes/call-tool";
import type { NodeExecutor } from "@/server/nodes/executor";

/** Calls one HTTP tool: a stored one by its binding, or the one described in the node. */
export const executeTool: NodeExecutor<ConfigOf<"tool">> = async (execution) => {
  const { config, context, node, tenantId } = execution;
  const stored = config.tool_binding_id ? await loadStoredTool(tenantId, config.tool_binding_id) : undefined;
  const {
    tool_binding_id: _binding,
    timeout_seconds: timeoutSeconds,
    on_uncertain: onUncertain,
    invoke_config_json: inlineInvoke,
    ...own
  } = config;
  const rendered = renderHttpParts(own, context);
  const invoke = stored?.invokeConfig ?? (inlineInvoke ? renderHttpParts(inlineInvoke, context) : undefined);
  const request = requestOf({ config: rendered, invokeConfig: invoke, bindingConfig: stored?.bindingConfig });
  const { status, headers, body } = await callTool(execution, {
    name: stored?.name ?? node.title ?? request.method,
    request,
    callId: "1",
    timeoutMs: timeoutSeconds * 1000,
    onUncertain,
  });
  return {
    port: defaultPort,
    ...(typeof body === "string" ? { text: body } : {}),
    output: { status, headers, body },
    input: {
      method: request.method,
      url: request.url,
      query: request.query,
      ...(request.body === undefined ? {} : { body: request.body }),
    },
    remark: `${request.method} ${status}`,
  };
};
