import { claimStatements } from "./claim";
import { flowStatements } from "./flow";
import { pauseStatements } from "./pauses";
import { runStatements } from "./runs";
import { stepStatements } from "./steps";
import { upkeepStatements } from "./upkeep";

/**
 * Every statement of the engine, written for one schema.
 * @param schema the schema's name, already quoted as an identifier
 */
export function engineStatements(schema: string) {
  return {
    ...claimStatements(schema),
    ...stepStatements(schema),
    ...runStatements(schema),
    ...pauseStatements(schema),
    ...flowStatements(schema),
    ...upkeepStatements(schema),
  };
}

export type EngineStatements = ReturnType<typeof engineStatements>;
