-- DropIndex
DROP INDEX "session_tenant_id_owner_id_source_deleted_at_updated_at_id_idx";

-- CreateIndex
CREATE INDEX "session_tenant_id_owner_id_updated_at_id_idx" ON "session"("tenant_id", "owner_id", "updated_at" DESC, "id" DESC);

-- Few conversations are pinned.
CREATE INDEX "session_pinned_idx" ON "session"("tenant_id", "owner_id", "pinned_at" DESC, "id" DESC) WHERE "pinned_at" IS NOT NULL;
