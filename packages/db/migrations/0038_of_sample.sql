CREATE INDEX "essay_items_of_sample" ON "essay_items" USING btree ("workspace_id") WHERE origin = 'sample';--> statement-breakpoint
CREATE INDEX "conversations_of_sample" ON "conversations" USING btree ("workspace_id") WHERE origin = 'sample';--> statement-breakpoint
CREATE INDEX "events_of_sample" ON "events" USING btree ("workspace_id") WHERE source = 'sample';