interface ErrorEntry {
  /** HTTP status of the refusal at the REST edge. */
  status: number;
  /** Whether the same attempt may succeed later without anyone changing anything. */
  isRetriable: boolean;
}

/**
 * Every code a person or a client can meet, in one table. Node errors (`node_*`, `model_*`, `tool_*`, `code_*`) appear on
 * node runs and spans; the others are refusals of a request.
 */
export const errorTable = {
  // Requests
  bad_request: { status: 400, isRetriable: false },
  invalid_input: { status: 422, isRetriable: false },
  invalid_workflow: { status: 422, isRetriable: false },
  invalid_config: { status: 422, isRetriable: false },
  not_found: { status: 404, isRetriable: false },
  not_published: { status: 409, isRetriable: false },
  version_conflict: { status: 409, isRetriable: false },
  name_taken: { status: 409, isRetriable: false },
  run_active: { status: 409, isRetriable: false },
  run_ended: { status: 409, isRetriable: false },
  idempotency_mismatch: { status: 422, isRetriable: false },
  payload_too_large: { status: 413, isRetriable: false },
  unsupported_file: { status: 415, isRetriable: false },
  rate_limited: { status: 429, isRetriable: true },
  password_required: { status: 401, isRetriable: false },
  too_deep: { status: 422, isRetriable: false },
  forbidden: { status: 403, isRetriable: false },
  not_ready: { status: 503, isRetriable: true },
  database_unavailable: { status: 503, isRetriable: true },
  disk_full: { status: 507, isRetriable: true },
  internal: { status: 500, isRetriable: true },
  // Interrupts
  interrupts_open: { status: 409, isRetriable: false },
  resume_unknown: { status: 404, isRetriable: false },
  resume_duplicate: { status: 422, isRetriable: false },
  resume_incomplete: { status: 422, isRetriable: false },
  resume_payload_invalid: { status: 422, isRetriable: false },
  resume_expired: { status: 409, isRetriable: false },
  resume_stale: { status: 409, isRetriable: false },
  resume_already_resolved: { status: 409, isRetriable: false },
  resume_wrong_thread: { status: 409, isRetriable: false },
  resume_not_allowed: { status: 403, isRetriable: false },
  resume_changed: { status: 409, isRetriable: false },
  resume_metadata_reserved: { status: 422, isRetriable: false },
  tool_result_unknown: { status: 422, isRetriable: false },
  // Runs and nodes
  approval_rejected: { status: 409, isRetriable: false },
  approval_expired: { status: 409, isRetriable: false },
  human_input_declined: { status: 409, isRetriable: false },
  snapshot_unreadable: { status: 409, isRetriable: false },
  node_config_invalid: { status: 422, isRetriable: false },
  unknown_variable: { status: 422, isRetriable: false },
  template_invalid: { status: 422, isRetriable: false },
  expression_invalid: { status: 422, isRetriable: false },
  expression_limit: { status: 422, isRetriable: false },
  no_branch: { status: 422, isRetriable: false },
  run_input_missing: { status: 422, isRetriable: false },
  run_poisoned: { status: 500, isRetriable: false },
  run_cancelled: { status: 409, isRetriable: false },
  model_not_configured: { status: 503, isRetriable: false },
  model_unauthorized: { status: 502, isRetriable: false },
  model_rate_limited: { status: 502, isRetriable: true },
  model_unavailable: { status: 502, isRetriable: true },
  model_refused: { status: 502, isRetriable: false },
  model_stream_cut: { status: 502, isRetriable: true },
  model_bad_answer: { status: 502, isRetriable: true },
  model_answer_invalid: { status: 502, isRetriable: false },
  model_timeout: { status: 504, isRetriable: true },
  agent_round_limit: { status: 422, isRetriable: false },
  agent_tool_limit: { status: 422, isRetriable: false },
  agent_unknown_tool: { status: 422, isRetriable: false },
  agent_bad_arguments: { status: 422, isRetriable: false },
  iteration_not_a_list: { status: 422, isRetriable: false },
  iteration_too_long: { status: 422, isRetriable: false },
  loop_limit: { status: 422, isRetriable: false },
  sub_workflow_too_deep: { status: 422, isRetriable: false },
  tool_not_found: { status: 404, isRetriable: false },
  tool_not_allowed: { status: 403, isRetriable: false },
  tool_changed: { status: 409, isRetriable: false },
  tool_failed: { status: 502, isRetriable: false },
  tool_protocol_error: { status: 502, isRetriable: false },
  tool_config_invalid: { status: 422, isRetriable: false },
  tool_blocked: { status: 422, isRetriable: false },
  tool_unreachable: { status: 502, isRetriable: true },
  tool_timeout: { status: 504, isRetriable: true },
  tool_http_error: { status: 502, isRetriable: false },
  effect_uncertain: { status: 409, isRetriable: false },
  tool_response_too_large: { status: 502, isRetriable: false },
  code_failed: { status: 422, isRetriable: false },
  code_timeout: { status: 422, isRetriable: false },
  code_memory: { status: 422, isRetriable: false },
  code_output_too_large: { status: 422, isRetriable: false },
  code_crashed: { status: 500, isRetriable: true },
  code_unavailable: { status: 503, isRetriable: false },
  retrieval_failed: { status: 502, isRetriable: true },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorTable;

/** The stored and streamed form of an error. `message` says what happened, where, and what to do. */
export interface ErrorRecord {
  code: ErrorCode;
  message: string;
  nodeId?: string;
  details?: Record<string, unknown>;
}

/** A refusal. Translated in three places only: the tRPC init, the REST edge and inngest/errors.ts. */
export class DomainError extends Error {
  override readonly name = "DomainError";
  readonly code: ErrorCode;
  readonly details: Record<string, unknown> | undefined;
  /** Milliseconds after which the other side asked to be called again. */
  readonly retryAfterMs: number | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options: { cause?: unknown; details?: Record<string, unknown>; retryAfterMs?: number } = {},
  ) {
    super(message, { cause: options.cause });
    this.code = code;
    this.details = options.details;
    this.retryAfterMs = options.retryAfterMs;
  }

  get status(): number {
    return errorTable[this.code].status;
  }

  get isRetriable(): boolean {
    return errorTable[this.code].isRetriable;
  }

  toRecord(nodeId?: string): ErrorRecord {
    return {
      code: this.code,
      message: this.message,
      ...(nodeId ? { nodeId } : {}),
      ...(this.details ? { details: this.details } : {}),
    };
  }
}
