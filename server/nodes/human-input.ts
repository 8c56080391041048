import { DomainError } from "@/server/domain/errors";
import { formResponseSchema } from "@/server/domain/interrupts/response-schema";
import { canonical } from "@/server/domain/interrupts/correlate";
import { isJsonObject } from "@/server/domain/json";
import { defaultPort } from "@/server/domain/nodes/definition";
import { expiredPort, type HumanInputConfig } from "@/server/domain/nodes/human-input";
import { renderText, renderValue } from "@/server/domain/template/render";
import type { NodeExecutor } from "@/server/nodes/executor";

/** Asks a person, or goes on with what the person answered. */
export const executeHumanInput: NodeExecutor<HumanInputConfig> = async ({ config, context, decision: decided }) => {
  const message = renderText(config.message, context);
  const input = { message, form: config.form };
  if (!decided) {
    const values = config.initial_values === undefined ? {} : renderValue(config.initial_values, context);
    return {
      waitsFor: {
        kind: "form",
        reason: "input_required",
        message,
        proposal: isJsonObject(values) ? values : {},
        inputSchema: config.form,
        responseSchema: formResponseSchema(config.form, config.choices),
        // A form is answered, not carried out; what is bound is the question itself.
        fingerprint: canonical(config.choices),
        approvers: config.approvers,
        onExpiry: config.on_expiry === "branch" ? "reject" : "fail",
        ...(config.expires_in_seconds === undefined ? {} : { expiresInSeconds: config.expires_in_seconds }),
      },
    };
  }
  const { decision, decidedBy } = decided;
  if (decision.type === "expire") {
    if (config.on_expiry === "branch")
      return { port: expiredPort, output: { values: {}, choice: expiredPort, decided_by: "" }, input };
    throw new DomainError("approval_expired", "Nobody answered in time.");
  }
  if (decision.type === "reject") {
    throw new DomainError("human_input_declined", decision.reason ?? "The question was declined.");
  }
  if (decision.type !== "answer")
    throw new DomainError("internal", "A form was decided with something else than an answer.");
  const choice = config.choices.find((one) => one.id === decision.choice);
  return {
    port: choice?.id ?? defaultPort,
    text: choice ? (choice.label ?? choice.id) : JSON.stringify(decision.values),
    output: { values: decision.values, choice: choice?.id ?? "", decided_by: decidedBy ?? "" },
    input,
    remark: [choice?.label ?? choice?.id, decidedBy].filter(Boolean).join(", "),
  };
};
