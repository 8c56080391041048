import {
  Client,
  type JsonSchemaValidator,
  type PriorDiscovery,
  ProtocolError,
  SdkError,
  SdkErrorCode,
  SdkHttpError,
  StreamableHTTPClientTransport,
} from "@modelcontextprotocol/client";
import { DomainError } from "@/server/domain/errors";
import { sanitiseText, truncate } from "@/server/domain/text";
import { openDeadline } from "@/server/egress/deadline";
import { type EgressPolicy, installationPolicy } from "@/server/egress/policy";
import { checkHeaders, parseTarget } from "@/server/egress/request-rules";
import { guardedFetch } from "./guarded-fetch";

export interface McpConnection {
  url: string;
  headers: Record<string, string>;
  /** The revision that the server was found to speak; spares asking it before every call. */
  protocolVersion?: string | null;
  /** Wall clock for everything that is done over the connection. */
  timeoutMs?: number;
  signal?: AbortSignal;
  policy?: EgressPolicy;
}

/** The first revision without sessions: whoever speaks it is asked at once. */
const firstStateless = "2026-07-28";
const defaultTimeoutMs = 30_000;
const maximumPages = 50;
const largestExcerpt = 500;

/**
 * Opens a connection to a server, uses it and closes it. Nothing but streamable HTTP is spoken, every request goes through
 * the egress guard, and no process is ever started.
 * @throws DomainError as `egressFetch`; `tool_protocol_error` when the other side does not speak the protocol,
 *   `tool_http_error` when it refuses us. What `use` throws as a DomainError stays as it is.
 */
export async function withMcpClient<Value>(
  connection: McpConnection,
  use: (client: Client, options: { signal: AbortSignal; timeout: number }) => Promise<Value>,
): Promise<Value> {
  const { policy = installationPolicy(), timeoutMs = defaultTimeoutMs } = connection;
  const url = parseTarget(connection.url, policy.ownOrigin);
  const broken = new AbortController();
  const deadline = openDeadline(timeoutMs, broken.signal, connection.signal);
  const { signal } = deadline;
  const transport = new StreamableHTTPClientTransport(url, {
    requestInit: { headers: checkHeaders(connection.headers) },
    fetch: guardedFetch({ policy, timeoutMs, signal }, (error) => broken.abort(error)),
    // The guard follows redirects itself, each one checked.
    redirectPolicy: "follow",
    reconnectionOptions: {
      maxRetries: 0,
      initialReconnectionDelay: 0,
      maxReconnectionDelay: 0,
      reconnectionDelayGrowFactor: 1,
    },
  });
  const client = new Client(
    { name: "signalbox", version: "1" },
    {
      versionNegotiation: { mode: "auto" },
      listMaxPages: maximumPages,
      // Nobody is there to answer what a server asks in the middle of a call.
      inputRequired: { autoFulfill: false },
      // A schema from outside is never compiled to code; see validate-arguments.ts for what is checked.
      jsonSchemaValidator: {
        getValidator:
          <T>(): JsonSchemaValidator<T> =>
          (input) => ({ valid: true, data: input as T, errorMessage: undefined }),
      },
    },
  );
  const options = { signal, timeout: timeoutMs };
  try {
    await client.connect(transport, { ...options, prior: priorOf(connection.protocolVersion) });
    return await use(client, options);
  } catch (error) {
    if (connection.signal?.aborted)
      throw new DomainError("run_cancelled", "The run was cancelled while a tool was being called.");
    if (deadline.hasPassed)
      throw new DomainError("tool_timeout", `${url.host} did not answer within ${timeoutMs / 1000} s.`);
    throw translate(broken.signal.aborted ? broken.signal.reason : error, url.host);
  } finally {
    deadline.close();
    await endSession(client, transport);
  }
}

function priorOf(version: string | null | undefined): PriorDiscovery | undefined {
  if (!version) return undefined;
  if (version < firstStateless) return { kind: "legacy" };
  return {
    kind: "modern",
    discover: {
      resultType: "complete",
      supportedVersions: [version],
      capabilities: { tools: {} },
      ttlMs: 0,
      cacheScope: "private",
    },
  };
}

/** A server of an older revision keeps a session until it is told; one that is gone or refuses has nothing to end. */
async function endSession(client: Client, transport: StreamableHTTPClientTransport): Promise<void> {
  if (transport.sessionId) await transport.terminateSession().catch(() => undefined);
  await client.close().catch(() => undefined);
}

/** What went wrong, as one of our errors. */
function translate(error: unknown, host: string): DomainError {
  const known = findDomainError(error);
  if (known) return known;
  if (error instanceof ProtocolError) {
    const details = { protocolCode: error.code };
    return new DomainError("tool_protocol_error", `${host} answered with an error: ${excerpt(error.message)}`, {
      details,
      cause: error,
    });
  }
  const status = httpStatus(error);
  if (status !== undefined) return refusal(status, host, error);
  if (error instanceof SdkError && error.code === SdkErrorCode.ListPaginationExceeded) {
    const message = `${host} offers more than ${maximumPages} pages of tools.`;
    return new DomainError("tool_protocol_error", message, { cause: error });
  }
  return new DomainError(
    "tool_protocol_error",
    `${host} does not answer as an MCP server: ${excerpt(error instanceof Error ? error.message : String(error))}`,
    { cause: error },
  );
}

function refusal(status: number, host: string, cause: unknown): DomainError {
  const details = { status };
  if (status === 401 || status === 403) {
    const message = `${host} asks for credentials (status ${status}). Give them as a header, such as Authorization.`;
    return new DomainError("tool_http_error", message, { details, cause });
  }
  if (status >= 500 || status === 429)
    return new DomainError("tool_unreachable", `${host} answered with status ${status}.`, { details, cause });
  const message = `There is no MCP server at this address of ${host} (status ${status}).`;
  return new DomainError("tool_protocol_error", message, { details, cause });
}

function httpStatus(error: unknown): number | undefined {
  for (let current = error; current instanceof Error; current = current.cause) {
    if (current instanceof SdkHttpError) return current.status;
  }
  return undefined;
}

function findDomainError(error: unknown): DomainError | undefined {
  for (let current = error; current instanceof Error; current = current.cause) {
    if (current instanceof DomainError) return current;
  }
  return undefined;
}

function excerpt(text: string): string {
  return truncate(sanitiseText(text), largestExcerpt);
}
