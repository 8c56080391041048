/** The address that tests call route handlers under. */
export const testOrigin = "http://127.0.0.1:3000";

/** A request as the server would hand it to a route handler, without a socket. */
export function routeRequest(
  path: string,
  { method = "GET", body, headers = {} }: { method?: string; body?: unknown; headers?: Record<string, string> } = {},
): Request {
  const isPlain =
    body === undefined || typeof body === "string" || body instanceof Uint8Array || body instanceof FormData;
  const host = { host: new URL(testOrigin).host };
  const type: Record<string, string> = isPlain ? {} : { "content-type": "application/json" };
  return new Request(`${testOrigin}${path}`, {
    method,
    body: isPlain ? (body as BodyInit | undefined) : JSON.stringify(body),
    headers: { ...host, ...type, ...headers },
  });
}
