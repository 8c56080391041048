import { archive, modelsOf, publish } from "../lib/studio-client.mjs";
import { ask, follow } from "./api.mjs";
import { checkDeleted, checkRows } from "./database.mjs";
import { approvalDraft, chatDraft, formDraft } from "./drafts.mjs";
import { must } from "./failure.mjs";

/**
 * @typedef {object} Walk what the stages know of each other
 * @property {string} origin
 * @property {string | undefined} databaseUrl
 * @property {{ workflowId: string, appCode: string }[]} made
 * @property {string} [chatApp]
 * @property {string} [runId]
 * @property {string} [sessionId]
 * @property {string} [text] what the stream said
 * @property {{ sessionId: string, runId: string, interrupt: any }} [asked]
 *
 * @typedef {{ name: string, run: (walk: Walk) => Promise<string> }} Stage
 */

const logStep = "Look at the server's log, and run npm run doctor on its machine.";

/**
 * @param {Walk} walk
 * @param {string} name
 * @param {object} draft
 */
async function makeApp(walk, name, draft) {
  const made = await publish(walk.origin, name, draft);
  walk.made.push(made);
  return made.appCode;
}

/**
 * Starts a run and follows it to its end.
 * @param {Walk} walk
 * @param {Record<string, unknown>} body
 */
async function startAndFollow({ origin }, body) {
  const accepted = await ask(origin, "/api/v1/agent/runs", { method: "POST", body, expected: 202 });
  return { ...accepted, events: await follow(origin, accepted.run_id) };
}

/** @param {import("./api.mjs").Event[]} events */
function endOf(events) {
  const end = events.at(-1)?.data;
  must(end, "The stream ended without any event.", logStep);
  must(
    end.type !== "RUN_ERROR",
    `The run failed: ${end.message} (${end.code})`,
    end.code?.startsWith("model_")
      ? "Check OPENAI_API_KEY, OPENAI_BASE_URL and SIGNALBOX_DEFAULT_MODEL; Admin shows what the provider says."
      : "Open the run's trace in the studio; it shows the node that failed.",
  );
  must(end.type === "RUN_FINISHED", `The stream ended with ${end.type} instead of RUN_FINISHED.`, logStep);
  return end;
}

/** @param {import("./api.mjs").Event[]} events */
function textOf(events) {
  return events.map(({ data }) => (data.type === "TEXT_MESSAGE_CONTENT" ? data.delta : "")).join("");
}

/** @param {number} ms */
const inMs = (ms) => `${Math.round(ms)} ms`;

/** @type {Stage[]} */
export const stages = [
  {
    name: "health",
    async run({ origin }) {
      await ask(origin, "/api/health");
      const ready = await ask(origin, "/api/ready");
      must(ready.isReady, `It is not ready: ${JSON.stringify(ready)}`, logStep);
      return "it answers, and is ready for work";
    },
  },
  {
    name: "model",
    async run({ origin }) {
      const { isOffline, defaultModel } = await modelsOf(origin);
      if (isOffline) return "the offline model: no key is set";
      must(
        defaultModel,
        "A provider is set, but no model.",
        "Set SIGNALBOX_DEFAULT_MODEL to one of the provider's models.",
      );
      return `${defaultModel} of the configured provider`;
    },
  },
  {
    name: "app",
    async run(walk) {
      walk.chatApp = await makeApp(walk, "Smoke test: chat", chatDraft);
      return `${walk.chatApp} is published`;
    },
  },
  {
    name: "first message",
    async run(walk) {
      const message = "In one sentence: what is a signal box at a railway?";
      const body = { app_code: walk.chatApp, message };
      const accepted = await ask(walk.origin, "/api/v1/agent/runs", { method: "POST", body, expected: 202 });
      must(accepted.created === true, "No session was made for the first message.", logStep);
      Object.assign(walk, { runId: accepted.run_id, sessionId: accepted.session_id });
      return "accepted with 202, and a session was made for it";
    },
  },
  {
    name: "stream",
    async run(walk) {
      const events = await follow(walk.origin, walk.runId ?? "");
      const end = endOf(events);
      must(end.outcome?.type === "success", `The run ended as ${end.outcome?.type}.`, logStep);
      const ids = events.flatMap(({ id }) => id ?? []);
      must(
        ids.every((id, index) => index === 0 || id > (ids[index - 1] ?? 0)),
        `The events' numbers do not rise: ${ids.join(", ")}.`,
        logStep,
      );
      walk.text = textOf(events);
      must(
        walk.text.trim() !== "",
        "The model said nothing.",
        "Ask it in the studio's chat; the trace shows its answer.",
      );
      const first = events.find(({ data }) => data.type === "TEXT_MESSAGE_CONTENT");
      return `${events.length} events, the first words after ${inMs(first?.atMs ?? 0)}, ${walk.text.length} characters`;
    },
  },
  {
    name: "history",
    async run(walk) {
      const history = await ask(walk.origin, `/api/v1/agent/sessions/${walk.sessionId}/history`);
      const roles = history.messages.map((/** @type {any} */ message) => message.role).join(", ");
      must(roles === "user, assistant", `It holds the messages ${roles}.`, logStep);
      must(history.messages[1].content === walk.text, "The kept answer is not what was streamed.", logStep);
      must(history.output_tokens > 0, "No tokens are counted.", "Open Usage in the studio; each model call has a row.");
      const tokens = `${history.input_tokens} tokens in, ${history.output_tokens} out`;
      return `as streamed; ${tokens}, ${(history.cost_micros / 1e6).toFixed(6)} dollars`;
    },
  },
  {
    name: "rows",
    async run({ databaseUrl, runId = "", sessionId = "" }) {
      if (!databaseUrl) return "not looked at: give DATABASE_URL to look at the rows too";
      return checkRows(databaseUrl, { runId, sessionId });
    },
  },
  {
    name: "second message",
    async run(walk) {
      const body = { session_id: walk.sessionId, message: "Thank you. Say goodbye in one word." };
      const { created, events } = await startAndFollow(walk, body);
      must(created === false, "A new session was made for the second message.", logStep);
      endOf(events);
      const { items } = await ask(walk.origin, `/api/v1/sessions/${walk.sessionId}/messages`);
      must(items.length === 4, `The session holds ${items.length} messages instead of 4.`, logStep);
      return "the session goes on, with 4 messages";
    },
  },
  {
    name: "approval",
    async run(walk) {
      const app = await makeApp(walk, "Smoke test: approval", approvalDraft);
      const message = "Use look_up_order: what is the status of order A-1001?";
      let by = "the agent asks before it calls look_up_order";
      let started = await startAndFollow(walk, { app_code: app, message });
      if (endOf(started.events).outcome?.type !== "interrupt") {
        by = "the model called no tool, so a form asked instead";
        const form = await makeApp(walk, "Smoke test: form", formDraft);
        started = await startAndFollow(walk, { app_code: form, message });
      }
      must(endOf(started.events).outcome?.type === "interrupt", "Nobody was asked.", logStep);
      const history = await ask(walk.origin, `/api/v1/agent/sessions/${started.session_id}/history`);
      must(history.interrupts.length === 1, `${history.interrupts.length} questions are open instead of 1.`, logStep);
      walk.asked = { sessionId: started.session_id, runId: started.run_id, interrupt: history.interrupts[0] };
      const body = { session_id: started.session_id, message: "Never mind." };
      await ask(walk.origin, "/api/v1/agent/runs", { method: "POST", body, expected: 409 });
      return `${by}; a message meanwhile is refused`;
    },
  },
  {
    name: "resume",
    async run({ origin, asked }) {
      must(asked, "Nothing was asked.", logStep);
      const payload = asked.interrupt.kind === "form" ? { choice: "approve" } : { approved: true };
      const resume = [{ interrupt_id: asked.interrupt.id, status: "resolved", payload }];
      const path = `/api/v1/agent/runs/${asked.runId}/resume`;
      const resumed = await ask(origin, path, { method: "POST", body: { resume }, expected: 202 });
      const events = await follow(origin, resumed.run_id);
      must(endOf(events).outcome?.type === "success", "The run did not go on to its end.", logStep);
      const again = await ask(origin, path, { method: "POST", body: { resume }, expected: 202 });
      must(again.replayed && again.run_id === resumed.run_id, "The same answer again started something new.", logStep);
      const results = events.filter(({ data }) => data.type === "TOOL_CALL_RESULT").length;
      must(asked.interrupt.kind === "form" || results === 1, `The tool was called ${results} times.`, logStep);
      return `went on to its end in ${inMs(events.at(-1)?.atMs ?? 0)}; the same answer again changes nothing`;
    },
  },
  {
    name: "delete",
    async run({ origin, databaseUrl, sessionId = "", asked }) {
      for (const id of [sessionId, asked?.sessionId ?? ""]) {
        await ask(origin, `/api/v1/sessions/${id}`, { method: "DELETE", expected: 204 });
        await ask(origin, `/api/v1/agent/sessions/${id}/history`, { expected: 404 });
      }
      return databaseUrl ? checkDeleted(databaseUrl, sessionId) : "the sessions are gone";
    },
  },
];

/**
 * Takes what the walk has made out of everyone's sight.
 * @param {Walk} walk
 */
export async function cleanUp({ origin, made }) {
  for (const { workflowId } of made) await archive(origin, workflowId);
}
