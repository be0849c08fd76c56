SELECT watch_table('refused_events');
