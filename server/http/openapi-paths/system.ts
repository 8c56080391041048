/** Whether the server is there. */
export const systemPaths = {
  "/api/health": {
    get: {
      operationId: "getHealth",
      summary: "Whether the process answers",
      responses: { "200": { description: "It does." } },
    },
  },
  "/api/ready": {
    get: {
      operationId: "getReadiness",
      summary: "Whether work can be accepted",
      responses: {
        "200": { description: "Database, seed and executor are there." },
        "503": { description: "What is missing." },
      },
    },
  },
};
