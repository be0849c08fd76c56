CREATE TABLE "essay_students" (
	"workspace_id" uuid NOT NULL,
	"student_key" bigint NOT NULL,
	"steady" boolean NOT NULL,
	"channel" text,
	"location" text,
	"multi" boolean NOT NULL,
	"moments" timestamp (3) with time zone[],
	"active" integer[],
	"revenue" bigint[],
	"net_revenue" bigint[],
	CONSTRAINT "essay_students_workspace_id_student_key_pk" PRIMARY KEY("workspace_id","student_key")
);
--> statement-breakpoint
DROP INDEX "essay_items_by_student";--> statement-breakpoint
ALTER TABLE "essay_students" ADD CONSTRAINT "essay_students_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "essay_students_unsteady" ON "essay_students" USING btree ("workspace_id","student_key") WHERE not steady;