DROP INDEX "report_runs_by_person";--> statement-breakpoint
DROP INDEX "report_runs_once";--> statement-breakpoint
DROP INDEX "report_runs_by_report";--> statement-breakpoint
CREATE UNIQUE INDEX "report_runs_once" ON "report_runs" USING btree ("person_id","workspace_id","kind","local_date");--> statement-breakpoint
CREATE INDEX "report_runs_by_report" ON "report_runs" USING btree ("report_id") WHERE report_id is not null;