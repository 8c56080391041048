-- DropIndex
DROP INDEX "run_status_created_at_idx";

-- AlterTable
ALTER TABLE "run" ADD COLUMN     "lease_until" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp() + interval '60 seconds',
ADD COLUMN     "recoveries" INTEGER NOT NULL DEFAULT 0;

-- CreateIndex
CREATE INDEX "run_status_lease_until_idx" ON "run"("status", "lease_until");
