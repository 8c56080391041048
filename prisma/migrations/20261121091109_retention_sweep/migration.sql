-- CreateTable
CREATE TABLE "retention_sweep" (
    "scope" TEXT NOT NULL,
    "removed" JSONB NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "retention_sweep_pkey" PRIMARY KEY ("scope")
);
