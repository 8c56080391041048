import {
  changeToolBody,
  createToolBody,
  listToolsQuery,
  toolAnswer,
  toolPageAnswer,
  toolVersionAnswer,
  toolVersionBody,
  toolVersionsAnswer,
} from "@/server/http/tool-contracts";
import { body, json, pathParameter, problem, queryParameters, schemaOf } from "./parts";

const tool = pathParameter("toolId", "The tool.");
const missing = problem("There is no such tool.");
const forbidden = problem("Only authors and administrators can change tools.");
const refused = problem("No call could be made of it, or stored headers would go to another server.");

/** Stored tools and their versions. */
export const toolPaths = {
  "/api/v1/tools": {
    get: {
      operationId: "listTools",
      summary: "List tools by name",
      parameters: queryParameters(listToolsQuery),
      responses: { "200": json("ToolPage", "All of them."), "400": problem("The query is not valid.") },
    },
    post: {
      operationId: "createTool",
      summary: "Store an HTTP tool",
      requestBody: body("CreateTool"),
      responses: {
        "201": json("Tool", "The tool with its first version."),
        "400": problem("The body is not valid."),
        "403": forbidden,
        "409": problem("There is a tool with this name."),
        "422": refused,
      },
    },
  },
  "/api/v1/tools/{toolId}": {
    get: {
      operationId: "getTool",
      summary: "Read a tool with its versions",
      parameters: [tool],
      responses: { "200": json("Tool", "The tool."), "404": missing },
    },
    patch: {
      operationId: "changeTool",
      summary: "Change a tool's settings, its binding or the version in use",
      parameters: [tool],
      requestBody: body("ChangeTool"),
      responses: {
        "200": json("Tool", "The tool."),
        "400": problem("The body is not valid."),
        "403": forbidden,
        "404": missing,
        "422": refused,
      },
    },
    delete: {
      operationId: "archiveTool",
      summary: "Archive a tool",
      description: "Workflows that still name it fail with tool_not_found; its name is free again.",
      parameters: [tool],
      responses: { "204": { description: "It is archived." }, "403": forbidden, "404": missing },
    },
  },
  "/api/v1/tools/{toolId}/versions": {
    get: {
      operationId: "listToolVersions",
      summary: "List a tool's versions",
      parameters: [tool],
      responses: { "200": json("ToolVersions", "All of them."), "404": missing },
    },
    post: {
      operationId: "createToolVersion",
      summary: "Store a version and use it from now on",
      parameters: [tool],
      requestBody: body("ToolVersion"),
      responses: {
        "200": json("SavedToolVersion", "The same version is in use already."),
        "201": json("SavedToolVersion", "The new version."),
        "400": problem("The body is not valid."),
        "403": forbidden,
        "404": missing,
        "422": refused,
      },
    },
  },
};

export const toolSchemas = {
  Tool: schemaOf(toolAnswer, "output"),
  ToolPage: schemaOf(toolPageAnswer, "output"),
  ToolVersions: schemaOf(toolVersionsAnswer, "output"),
  CreateTool: schemaOf(createToolBody, "input"),
  ChangeTool: schemaOf(changeToolBody, "input"),
  ToolVersion: schemaOf(toolVersionBody, "input"),
  SavedToolVersion: schemaOf(toolVersionAnswer, "output"),
};
