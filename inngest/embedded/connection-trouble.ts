/** The connection to PostgreSQL was lost or refused; what was under way may or may not have happened. */
export class ConnectionTrouble extends Error {
  override readonly name = "ConnectionTrouble";
}
