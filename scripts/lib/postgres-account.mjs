import { spawnSync } from "node:child_process";

/**
 * The account that PostgreSQL runs as. It refuses to run as root, so root hands it over to the user `postgres`.
 * @typedef {{ uid?: number, gid?: number }} Account
 */

/** @param {"-u" | "-g"} flag */
function idOfPostgres(flag) {
  const found = spawnSync("id", [flag, "postgres"], { encoding: "utf8" });
  return found.status === 0 ? Number(found.stdout.trim()) : undefined;
}

/**
 * @param {string} command
 * @param {string[]} args
 */
function succeeds(command, args) {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}

function createPostgresUser() {
  const isCreated =
    succeeds("useradd", ["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", "postgres"]) ||
    succeeds("useradd", [
      "--system",
      "--gid",
      "postgres",
      "--no-create-home",
      "--shell",
      "/usr/sbin/nologin",
      "postgres",
    ]) ||
    succeeds("adduser", ["-S", "-D", "-H", "postgres"]);
  if (!isCreated) {
    throw new Error(
      "PostgreSQL does not run as root and the user `postgres` could not be created. Create it, or start Signalbox as an ordinary user.",
    );
  }
}

/**
 * For root: the ids of the user `postgres`, created when missing. For anyone else: nothing to change.
 * @returns {Account}
 */
export function postgresAccount() {
  if (process.getuid?.() !== 0) return {};
  if (idOfPostgres("-u") === undefined) createPostgresUser();
  const [uid, gid] = [idOfPostgres("-u"), idOfPostgres("-g")];
  if (uid === undefined || gid === undefined)
    throw new Error("The user `postgres` was created but cannot be looked up.");
  return { uid, gid };
}

/**
 * Whether the account may enter `folder`, every folder above it included.
 * @param {Account} account
 * @param {string} folder an existing folder
 */
export function canEnter(account, folder) {
  if (account.uid === undefined) return true;
  return spawnSync("test", ["-x", folder], { ...account, cwd: "/" }).status === 0;
}
