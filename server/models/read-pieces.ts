import { createParser } from "eventsource-parser";
import { APIError } from "openai";
import { bodyOf } from "./provider-fetch";

/** Most characters of one piece: more is not an answer in pieces. */
const largestPiece = 4 * 1024 * 1024;

/**
 * Reads a streamed answer up to its farewell and hands on its pieces as they come. The SDK can do it too, and takes as long for
 * a piece as everything that is done with it afterwards.
 * @throws SyntaxError for a piece that is not JSON; APIError for an error that the provider sends as a piece; what the connection
 *   met; what `onPiece` throws
 */
export async function readPieces(response: Response, onPiece: (piece: unknown) => void): Promise<void> {
  const body = bodyOf(response);
  if (!body) return;
  let isOver = false;
  const parser = createParser({
    maxBufferSize: largestPiece,
    onEvent: ({ event, data }) => {
      isOver ||= data === "[DONE]";
      if (!isOver) onPiece(pieceOf(event, data, response.headers));
    },
    onError: (error) => {
      if (error.type === "max-buffer-size-exceeded") throw new SyntaxError(error.message);
    },
  });
  const decoder = new TextDecoder();
  for await (const bytes of body) {
    parser.feed(decoder.decode(bytes, { stream: true }));
    if (isOver) return;
  }
}

function pieceOf(event: string | undefined, data: string, headers: Headers): unknown {
  const piece: unknown = JSON.parse(data);
  const error = typeof piece === "object" && piece !== null && "error" in piece ? piece.error : undefined;
  if (error || event === "error") throw new APIError(undefined, error || piece || {}, undefined, headers);
  return piece;
}
