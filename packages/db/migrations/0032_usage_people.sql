CREATE TABLE "usage_joined" (
	"workspace_id" uuid NOT NULL,
	"key" bigint NOT NULL
);
--> statement-breakpoint
ALTER TABLE "usage_seen" ADD COLUMN "who" bigint NOT NULL;--> statement-breakpoint
CREATE INDEX "usage_joined_by_workspace" ON "usage_joined" USING btree ("workspace_id");--> statement-breakpoint
CREATE INDEX "usage_seen_by_who" ON "usage_seen" USING btree ("workspace_id","kind","who");