import { Prisma } from "@/prisma/generated/client";
import type { Transaction } from "@/server/db";
import { newId } from "@/server/ids";
import type { Principal } from "@/server/services/access/principal";
import { type FoundTool, findTool, usedVersion } from "@/server/services/tools/tool-scope";
import type { ToolOffer } from "@/server/services/tools/tool-offer";
import { hashOfDocument } from "@/server/services/workflows/hash-of-document";
import type { OfferedTool } from "@/server/tools/mcp/list-tools";

interface StoredServer {
  id: string;
  name: string;
}

/**
 * Compares what a server offers with what is pinned. New tools are stored turned off. A tool that nobody allowed yet simply
 * becomes what is offered; one that is in use keeps its version and is marked, until a person accepts the change.
 */
export async function storeOffers(
  tx: Transaction,
  principal: Principal,
  server: StoredServer,
  offered: OfferedTool[],
): Promise<{ added: number; changed: number; gone: number }> {
  const counts = { added: 0, changed: 0, gone: 0 };
  const ids = await tx.tool.findMany({
    where: { mcpServerId: server.id, tenantId: principal.tenantId },
    select: { id: true },
  });
  const known = new Map<string, FoundTool>();
  for (const { id } of ids) {
    const tool = await findTool(principal, id, tx);
    known.set(tool.remoteName ?? tool.name, tool);
  }
  for (const offer of offered) {
    const tool = known.get(offer.name);
    known.delete(offer.name);
    if (!tool) {
      await addTool(tx, principal, server, offer);
      counts.added += 1;
    } else if (usedVersion(tool).version.hash === hashOfOffer(offer)) {
      await setOffer(tx, tool.id, null);
    } else if (tool.isAllowed) {
      const { description, inputSchema } = offer;
      await setOffer(tx, tool.id, { state: "changed", hash: hashOfOffer(offer), description, inputSchema });
      counts.changed += 1;
    } else {
      await pinOffer(tx, principal, tool, offer);
    }
  }
  for (const tool of known.values()) {
    await setOffer(tx, tool.id, { state: "gone" });
    counts.gone += 1;
  }
  return counts;
}

/** Name, description and input schema are what a model is told and what a call is checked against: together they are the version. */
export function hashOfOffer({ name, description, inputSchema }: OfferedTool): string {
  return hashOfDocument({ name, description, inputSchema });
}

/** Makes what is offered the tool's next version and the one in use. */
export async function pinOffer(
  tx: Transaction,
  principal: Principal,
  tool: FoundTool,
  offer: OfferedTool,
): Promise<number> {
  const number = (tool.versions[0]?.number ?? 0) + 1;
  const versionId = await writeOffer(tx, principal, tool.id, number, offer);
  await tx.toolBinding.update({
    where: { id: usedVersion(tool).binding.id },
    data: { toolVersionId: versionId },
  });
  await tx.tool.update({ where: { id: tool.id }, data: { description: offer.description } });
  await setOffer(tx, tool.id, null);
  return number;
}

async function addTool(tx: Transaction, principal: Principal, server: StoredServer, offer: OfferedTool): Promise<void> {
  const owner = { tenantId: principal.tenantId, ownerId: principal.personId };
  const id = newId();
  const name = await freeToolName(tx, principal, `${server.name}_${offer.name}`);
  await tx.tool.create({
    data: {
      id,
      ...owner,
      kind: "mcp",
      mcpServerId: server.id,
      isAllowed: false,
      // Nobody knows whether a tool of somebody else's honours an idempotency key.
      onUncertain: "park",
      name,
      remoteName: offer.name,
      description: offer.description,
    },
  });
  const toolVersionId = await writeOffer(tx, principal, id, 1, offer);
  await tx.toolBinding.create({ data: { id: newId(), ...owner, toolVersionId, name, config: {} } });
}

async function writeOffer(
  tx: Transaction,
  principal: Principal,
  toolId: string,
  number: number,
  offer: OfferedTool,
): Promise<string> {
  const { description, inputSchema } = offer;
  const { id } = await tx.toolVersion.create({
    data: {
      id: newId(),
      tenantId: principal.tenantId,
      toolId,
      number,
      hash: hashOfOffer(offer),
      description,
      inputSchema,
      invokeConfig: {},
    },
    select: { id: true },
  });
  return id;
}

async function setOffer(tx: Transaction, id: string, offer: ToolOffer | null): Promise<void> {
  await tx.tool.update({ where: { id }, data: { offer: offer ?? Prisma.DbNull } });
}

const longestName = 64;

/** A name that every model provider takes, numbered when it is taken in the tenant. */
async function freeToolName(tx: Transaction, principal: Principal, wanted: string): Promise<string> {
  const base =
    wanted
      .replace(/[^A-Za-z0-9_-]+/g, "_")
      .replace(/^_+/, "")
      .slice(0, longestName) || "tool";
  for (let count = 1; ; count += 1) {
    const suffix = count === 1 ? "" : `_${count}`;
    const name = base.slice(0, longestName - suffix.length) + suffix;
    const taken = await tx.tool.findFirst({ where: { tenantId: principal.tenantId, name }, select: { id: true } });
    if (!taken) return name;
  }
}
