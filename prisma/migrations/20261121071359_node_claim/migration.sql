-- AlterTable
ALTER TABLE "node_run" ADD COLUMN     "claim" TEXT;
