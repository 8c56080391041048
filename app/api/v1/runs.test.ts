import { beforeAll, describe, expect, it } from "vitest";
import { GET as getArtifact } from "@/app/api/v1/runs/[runId]/node-artifacts/[artifactId]/route";
import { GET as getRun } from "@/app/api/v1/runs/[runId]/route";
import { GET as getSpan } from "@/app/api/v1/runs/[runId]/trace-spans/[spanId]/route";
import { GET as listSpans } from "@/app/api/v1/runs/[runId]/trace-spans/route";
import { GET as listRuns } from "@/app/api/v1/runs/route";
import { db } from "@/server/db";
import { problemAnswer } from "@/server/http/contracts";
import { artifactAnswer, runAnswer, runPageAnswer, spanAnswer, spanListAnswer } from "@/server/http/run-contracts";
import { routeRequest } from "@/server/testing/route-request";
import { publish, runApp, runStudio } from "@/server/testing/studio";

runStudio();

const own = { workflowId: "", runIds: [] as string[] };

beforeAll(async () => {
  const { workflowId, appCode } = await publish({
    nodes: [
      { id: "start", type: "start", config: {} },
      { id: "big", type: "template-transform", config: { template: "{{ inputs.query }}" } },
      { id: "say", type: "answer", config: { template: "said" } },
    ],
    edges: [
      { source: "start", target: "big" },
      { source: "big", target: "say" },
    ],
  });
  for (const message of ["one", "two", "three"]) own.runIds.push((await runApp(appCode, { message })).id);
  own.workflowId = workflowId;
});

const read = {
  list: (query = "") => listRuns(routeRequest(`/api/v1/runs${query}`)),
  run: (runId: string) => getRun(routeRequest(`/api/v1/runs/${runId}`), { params: Promise.resolve({ runId }) }),
  spans: (runId: string) =>
    listSpans(routeRequest(`/api/v1/runs/${runId}/trace-spans`), { params: Promise.resolve({ runId }) }),
  span: (runId: string, spanId: string) =>
    getSpan(routeRequest(`/api/v1/runs/${runId}/trace-spans/${spanId}`), {
      params: Promise.resolve({ runId, spanId }),
    }),
  artifact: (runId: string, artifactId: string) =>
    getArtifact(routeRequest(`/api/v1/runs/${runId}/node-artifacts/${artifactId}`), {
      params: Promise.resolve({ runId, artifactId }),
    }),
};

describe("runs over REST", () => {
  it("are listed newest first, every one once over all pages, and found by workflow and status", async () => {
    const seen: string[] = [];
    const filter = `workflow_id=${own.workflowId}&status=completed&limit=2`;
    for (let cursor: string | null = ""; cursor !== null;) {
      const query: string = `?${filter}${cursor ? `&cursor=${cursor}` : ""}`;
      const page = runPageAnswer.parse(await (await read.list(query)).json());
      seen.push(...page.items.map((run) => run.id));
      cursor = page.next_cursor;
    }
    expect(seen).toEqual(own.runIds.toReversed());
    const failed = await read.list(`?workflow_id=${own.workflowId}&status=failed`);
    expect(runPageAnswer.parse(await failed.json()).items).toEqual([]);
    expect((await read.list("?status=happy")).status).toBe(400);
  });

  it("tell what each node came to, and each span in full", async () => {
    const [runId = ""] = own.runIds;
    const run = runAnswer.parse(await (await read.run(runId)).json());
    expect(run.node_runs.map((node) => [node.node_id, node.status])).toEqual([
      ["start", "completed"],
      ["big", "completed"],
      ["say", "completed"],
    ]);
    const { items } = spanListAnswer.parse(await (await read.spans(runId)).json());
    expect(items.map((span) => span.kind)).toContain("node");
    for (const { id } of items) spanAnswer.parse(await (await read.span(runId, id)).json());
  });

  it("give a large output whole", async () => {
    const [runId = ""] = own.runIds;
    const { tenantId } = await db.run.findUniqueOrThrow({ where: { id: runId } });
    const content = "y".repeat(300_000);
    const about = {
      id: "artifact-1",
      tenantId,
      runId,
      nodeId: "big",
      kind: "text",
      name: "big.txt",
      mime: "text/plain",
    };
    await db.artifact.create({ data: { ...about, sizeBytes: content.length, content } });
    const artifact = artifactAnswer.parse(await (await read.artifact(runId, "artifact-1")).json());
    expect(artifact).toEqual({ name: "big.txt", mime: "text/plain", content });
  });

  it("F-69 of somebody else are not there, nor anything of them, nor what belongs to another run", async () => {
    const [first = "", second = "", third = ""] = own.runIds;
    const [span] = spanListAnswer.parse(await (await read.spans(second)).json()).items;
    await db.run.update({ where: { id: third }, data: { ownerId: "colleague" } });
    const answers = await Promise.all([
      read.run(third),
      read.spans(third),
      read.span(third, span?.id ?? ""),
      read.artifact(third, "artifact-1"),
      read.span(first, span?.id ?? ""),
      read.artifact(second, "artifact-1"),
    ]);
    for (const answer of answers) {
      expect(problemAnswer.parse(await answer.json())).toMatchObject({ status: 404, code: "not_found" });
    }
  });
});
