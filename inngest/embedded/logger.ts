/** Where the engine reports what it did; pino's loggers fit as they are. */
export interface EngineLogger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Used when no logger is given: trouble is never silent, the rest is not worth a line. */
export const consoleLogger: EngineLogger = {
  debug: () => {},
  info: () => {},
  warn: (fields, message) => console.warn(message, fields),
  error: (fields, message) => console.error(message, fields),
};
