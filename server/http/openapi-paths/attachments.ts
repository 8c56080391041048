import { attachmentAnswer } from "@/server/http/contracts";
import { json, pathParameter, problem, schemaOf } from "./parts";

const attachment = pathParameter("attachmentId", "The file.");

/** Files that come with a message. */
export const attachmentPaths = {
  "/api/v1/attachments": {
    post: {
      operationId: "uploadAttachment",
      summary: "Upload a file that is to come with a message",
      description: "What it is, its first bytes say. Name its id in `attachment_ids` of a run.",
      requestBody: {
        required: true,
        content: {
          "multipart/form-data": {
            schema: {
              type: "object",
              required: ["file"],
              additionalProperties: false,
              properties: { file: { type: "string", format: "binary" } },
            },
          },
        },
      },
      responses: {
        "201": json("Attachment", "The file."),
        "400": problem("The body is not multipart/form-data with one file."),
        "413": problem("The file is too large."),
        "415": problem("The file is of no kind that can be taken."),
        "429": problem("Too many files were added and not sent."),
      },
    },
  },
  "/api/v1/attachments/{attachmentId}": {
    get: {
      operationId: "getAttachment",
      summary: "Read a file",
      parameters: [attachment],
      responses: { "200": { description: "Its content." }, "404": problem("There is no such file.") },
    },
    delete: {
      operationId: "removeAttachment",
      summary: "Remove a file that was not sent yet",
      parameters: [attachment],
      responses: { "204": { description: "It is gone." }, "404": problem("There is no such unsent file.") },
    },
  },
};

export const attachmentSchemas = { Attachment: schemaOf(attachmentAnswer, "output") };
