-- People are counted by who they are, no longer by each of their ids: all days are counted anew. No zone has this name.
UPDATE usage_zones SET zone = '';
--> statement-breakpoint
DELETE FROM usage_seen;
