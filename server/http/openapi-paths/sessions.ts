import {
  changeSessionBody,
  createSessionBody,
  listMessagesQuery,
  listSessionsQuery,
  messagePageAnswer,
  sessionAnswer,
  sessionPageAnswer,
} from "@/server/http/session-contracts";
import { body, json, pathParameter, problem, queryParameters, schemaOf } from "./parts";

const session = pathParameter("sessionId", "The session.");
const missing = problem("There is no such session.");

/** Conversations and their messages. */
export const sessionPaths = {
  "/api/v1/sessions": {
    get: {
      operationId: "listSessions",
      summary: "List sessions, last used first",
      parameters: queryParameters(listSessionsQuery),
      responses: { "200": json("SessionPage", "One page."), "400": problem("The query is not valid.") },
    },
    post: {
      operationId: "createSession",
      summary: "Make an empty session with an app",
      requestBody: body("CreateSession"),
      responses: {
        "201": json("Session", "The session."),
        "400": problem("The body is not valid."),
        "404": problem("There is no such app."),
        "409": problem("There is a session with this thread_id."),
      },
    },
  },
  "/api/v1/sessions/{sessionId}": {
    get: {
      operationId: "getSession",
      summary: "Read a session without its messages",
      parameters: [session],
      responses: { "200": json("Session", "The session."), "404": missing },
    },
    patch: {
      operationId: "changeSession",
      summary: "Rename or pin a session",
      parameters: [session],
      requestBody: body("ChangeSession"),
      responses: { "200": json("Session", "The session."), "400": problem("The body is not valid."), "404": missing },
    },
    delete: {
      operationId: "deleteSession",
      summary: "Delete a session with its messages",
      description:
        "Stops what answers it first. Runs and what they cost stay; the thread id is free for a new session.",
      parameters: [session],
      responses: { "204": { description: "It is gone." }, "404": missing },
    },
  },
  "/api/v1/sessions/{sessionId}/messages": {
    get: {
      operationId: "listMessages",
      summary: "List messages of the branch that is shown, the newest page first",
      parameters: [session, ...queryParameters(listMessagesQuery)],
      responses: {
        "200": json("MessagePage", "One page, oldest first."),
        "400": problem("The query is not valid."),
        "404": missing,
      },
    },
  },
};

export const sessionSchemas = {
  Session: schemaOf(sessionAnswer, "output"),
  SessionPage: schemaOf(sessionPageAnswer, "output"),
  CreateSession: schemaOf(createSessionBody, "input"),
  ChangeSession: schemaOf(changeSessionBody, "input"),
  MessagePage: schemaOf(messagePageAnswer, "output"),
};
