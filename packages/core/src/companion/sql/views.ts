/** What a question may read, with its columns; made by `companion_open` in the migration `c_companion_activity`. */
export const views: Readonly<Record<string, readonly string[]>> = {
  companion_activity: [
    ...['kind', 'repository', 'actor_id', 'actor_kind', 'number', 'additions', 'deletions', 'files_changed'],
    'occurred_at',
  ],
  companion_essays: [
    ...['item_id', 'student_id', 'channel', 'is_multi_draft', 'location', 'draft', 'draft_plus', 'word_count'],
    ...['turnaround', 'revenue_minor', 'currency', 'rating', 'satisfaction', 'status', 'submitted_at'],
    'time_remaining_hours',
  ],
  companion_essay_requests: [
    ...['number', 'status', 'turnaround', 'word_count', 'price_minor', 'currency', 'revision', 'is_assigned'],
    ...['current_score', 'potential_score', 'created_at', 'due_at', 'completed_at', 'cancelled_at'],
  ],
  companion_events: [
    ...['name', 'step', 'visit_id', 'device', 'country', 'app_version', 'error_type', 'source', 'occurred_at'],
  ],
  companion_conversations: [
    ...['number', 'status', 'priority', 'channel', 'handler', 'category', 'language', 'csat_score', 'created_at'],
    ...['first_response_at', 'resolved_at', 'last_message_at'],
  ],
  companion_escalations: ['priority', 'opened_at', 'accepted_at', 'resolved_at', 'due_at'],
  companion_issues: [
    ...['number', 'title', 'kind', 'funnel_name', 'step', 'severity', 'status', 'drop_points', 'z', 'detected_at'],
    ...['last_seen_at', 'fixed_at', 'uplift_points'],
  ],
  companion_payments: ['status', 'amount_minor', 'currency', 'charge_type', 'billed_at', 'paid_at', 'failed_at'],
  companion_repositories: [
    ...['repository', 'language', 'default_branch', 'is_private', 'is_fork', 'is_archived', 'is_tracked', 'stars'],
    ...['forks', 'open_issues', 'created_at', 'pushed_at', 'synced_until'],
  ],
}
