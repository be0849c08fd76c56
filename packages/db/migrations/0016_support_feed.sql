tree i5-support:packages/db/migrations/

0000_spine.sql
0001_change_feed.sql
0002_access.sql
0003_provider_order.sql
0004_audit_append_only.sql
0005_people_erasure.sql
0006_funnel_indexes.sql
0007_watch_webhook_refusals.sql
0008_issue_life.sql
0010_issue_handover.sql
0011_detection_errors.sql
0012_visit_key.sql
meta/
