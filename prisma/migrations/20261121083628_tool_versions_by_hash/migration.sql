-- DropIndex
DROP INDEX "tool_mcp_server_id_idx";

-- AlterTable
ALTER TABLE "tool" ADD COLUMN     "offer" JSONB,
ADD COLUMN     "remote_name" TEXT;

-- AlterTable
ALTER TABLE "tool_version" ADD COLUMN     "description" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "hash" TEXT NOT NULL DEFAULT '';

-- CreateIndex
CREATE UNIQUE INDEX "tool_mcp_server_id_remote_name_key" ON "tool"("mcp_server_id", "remote_name");
