-- So far the payment itself was all that changed.
UPDATE "payments" SET "changed_at" = "provider_updated_at";
