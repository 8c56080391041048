import { describe, expect, it } from "vitest";
import { DomainError } from "@/server/domain/errors";
import { ask, contentChunk, refusalOf, serveModel, sse, startStream } from "./model-server.fixture";

describe("streamChat, when it is stopped", () => {
  it("F-18 closes the connection to the provider at once", async () => {
    const stop = new AbortController();
    const closed = Promise.withResolvers<void>();
    await using server = await serveModel((response) => {
      response.on("close", () => closed.resolve());
      startStream(response);
      response.write(sse(contentChunk("never ending")));
    });
    const answer = ask(server.provider, { signal: stop.signal, onDelta: () => stop.abort() });
    await expect(answer).rejects.toMatchObject({ code: "run_cancelled" });
    await closed.promise;
  });

  it("passes on the reason that it was stopped for", async () => {
    const reason = new DomainError("tool_timeout", "The node took too long.");
    await using server = await serveModel(() => undefined);
    await expect(ask(server.provider, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  it.each([
    ["before the first piece", false],
    ["in the middle", true],
  ])("F-34 gives up on a server that hangs %s", async (_, hasStarted) => {
    const error = await refusalOf(
      (response) => {
        startStream(response);
        if (hasStarted) response.write(sse(contentChunk("so far")));
        else response.flushHeaders();
      },
      { timeoutMs: 150 },
    );
    expect(error).toMatchObject({ code: "model_timeout", isRetriable: true });
  });

  it("lets an error of the listener through as it is", async () => {
    const own = new RangeError("listener");
    await using server = await serveModel((response) => {
      startStream(response);
      response.end(sse(contentChunk("x", "stop")));
    });
    const answer = ask(server.provider, {
      onDelta: () => {
        throw own;
      },
    });
    await expect(answer).rejects.toBe(own);
  });
});
