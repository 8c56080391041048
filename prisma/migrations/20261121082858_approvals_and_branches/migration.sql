-- AlterTable
ALTER TABLE "app" ADD COLUMN     "is_mcp_tool" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "share_key" TEXT,
ADD COLUMN     "share_password_hash" TEXT;

-- AlterTable
ALTER TABLE "message" ADD COLUMN     "attachments" JSONB,
ADD COLUMN     "parent_seq" INTEGER;

-- AlterTable
ALTER TABLE "node_run" ADD COLUMN     "carried_from_run_id" TEXT;

-- AlterTable
ALTER TABLE "run" ADD COLUMN     "client" JSONB,
ADD COLUMN     "fork" JSONB,
ADD COLUMN     "kind" TEXT NOT NULL DEFAULT 'start',
ADD COLUMN     "state_snapshot" JSONB;

-- AlterTable
ALTER TABLE "tool" ADD COLUMN     "is_allowed" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "kind" TEXT NOT NULL DEFAULT 'http',
ADD COLUMN     "mcp_server_id" TEXT,
ADD COLUMN     "needs_approval" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "on_uncertain" TEXT NOT NULL DEFAULT 'retry';

-- CreateTable
CREATE TABLE "interrupt" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "owner_id" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "run_id" TEXT NOT NULL,
    "root_run_id" TEXT NOT NULL,
    "app_id" TEXT,
    "workflow_id" TEXT NOT NULL,
    "node_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "tool_call_id" TEXT,
    "tool_name" TEXT,
    "proposal" JSONB,
    "input_schema" JSONB,
    "response_schema" JSONB NOT NULL,
    "host" TEXT,
    "method" TEXT,
    "fingerprint" TEXT NOT NULL,
    "approvers" JSONB NOT NULL,
    "on_expiry" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "cost_micros" BIGINT NOT NULL DEFAULT 0,
    "status" TEXT NOT NULL DEFAULT 'PENDING_APPROVAL',
    "decision" JSONB,
    "decided_by_id" TEXT,
    "decided_via" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "resume_run_id" TEXT,
    "result" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "interrupt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "actor_id" TEXT,
    "action" TEXT NOT NULL,
    "resource" TEXT NOT NULL,
    "resource_id" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "code" TEXT,
    "details" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "experience" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "owner_id" TEXT NOT NULL,
    "app_id" TEXT NOT NULL,
    "run_id" TEXT,
    "text" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'active',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "experience_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "system_agent" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "section" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "config" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "system_agent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mcp_server" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "owner_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "headers" JSONB NOT NULL DEFAULT '{}',
    "server_name" TEXT,
    "server_version" TEXT,
    "protocol_version" TEXT,
    "last_error" TEXT,
    "checked_at" TIMESTAMPTZ(3),
    "archived_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "mcp_server_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attachment" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "owner_id" TEXT NOT NULL,
    "session_id" TEXT,
    "name" TEXT NOT NULL,
    "mime" TEXT NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "content" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "attachment_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "interrupt_tenant_id_status_created_at_id_idx" ON "interrupt"("tenant_id", "status", "created_at" DESC, "id");

-- CreateIndex
CREATE INDEX "interrupt_tenant_id_decided_at_id_idx" ON "interrupt"("tenant_id", "decided_at" DESC, "id");

-- CreateIndex
CREATE INDEX "interrupt_status_expires_at_idx" ON "interrupt"("status", "expires_at");

-- CreateIndex
CREATE INDEX "interrupt_run_id_idx" ON "interrupt"("run_id");

-- CreateIndex
CREATE INDEX "interrupt_resume_run_id_idx" ON "interrupt"("resume_run_id");

-- CreateIndex
CREATE INDEX "interrupt_session_id_status_idx" ON "interrupt"("session_id", "status");

-- CreateIndex
CREATE INDEX "audit_entry_tenant_id_created_at_id_idx" ON "audit_entry"("tenant_id", "created_at" DESC, "id");

-- CreateIndex
CREATE INDEX "audit_entry_tenant_id_resource_resource_id_idx" ON "audit_entry"("tenant_id", "resource", "resource_id");

-- CreateIndex
CREATE INDEX "experience_tenant_id_app_id_status_created_at_id_idx" ON "experience"("tenant_id", "app_id", "status", "created_at" DESC, "id");

-- CreateIndex
CREATE UNIQUE INDEX "system_agent_tenant_id_section_key_key" ON "system_agent"("tenant_id", "section", "key");

-- CreateIndex
CREATE UNIQUE INDEX "mcp_server_tenant_id_name_key" ON "mcp_server"("tenant_id", "name");

-- CreateIndex
CREATE INDEX "attachment_session_id_idx" ON "attachment"("session_id");

-- CreateIndex
CREATE UNIQUE INDEX "app_share_key_key" ON "app"("share_key");

-- CreateIndex
CREATE INDEX "message_session_id_parent_seq_idx" ON "message"("session_id", "parent_seq");

-- CreateIndex
CREATE INDEX "run_root_run_id_created_at_idx" ON "run"("root_run_id", "created_at");

-- CreateIndex
CREATE INDEX "run_parent_run_id_idx" ON "run"("parent_run_id");

-- CreateIndex
CREATE INDEX "tool_mcp_server_id_idx" ON "tool"("mcp_server_id");

-- AddForeignKey
ALTER TABLE "tool" ADD CONSTRAINT "tool_mcp_server_id_fkey" FOREIGN KEY ("mcp_server_id") REFERENCES "mcp_server"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Conversations so far have one branch: each message follows the one before it.
UPDATE "message" AS m SET "parent_seq" = before.seq
FROM (SELECT "id", lag("seq") OVER (PARTITION BY "session_id" ORDER BY "seq") AS seq FROM "message") AS before
WHERE before."id" = m."id" AND before.seq IS NOT NULL;
