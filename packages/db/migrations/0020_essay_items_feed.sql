SELECT watch_table('essay_items');
