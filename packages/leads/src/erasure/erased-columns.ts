/**
 * Every column of text, JSON or bytes: what an erasure does with it, and where it is kept, why. A test holds the list against the schema, so that no
 * new column is forgotten.
 */
export const erasedColumns: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  leads: {
    '*': 'erased',
    assignee_type: 'kept: who worked on it',
    source: 'kept: where leads come from is counted',
    status_set: 'kept: a state',
  },
  action_logs: { '*': 'erased', type: 'kept: what kind of entry', status: 'kept: a state' },
  activity_facts: { '*': 'deleted' },
  messages: { '*': 'deleted' },
  documents: { '*': 'deleted, files too' },
  consents: { '*': 'deleted' },
  checklist_items: { '*': 'deleted where it is the lead’s own, else the workspace’s' },
  lead_timezones: { '*': 'deleted' },
  lead_words: { '*': 'deleted' },
  lead_matches: { '*': 'deleted; those of others hold its id alone' },
  lead_merges: { '*': 'deleted' },
  submissions: {
    '*': 'erased',
    status: 'kept: a state',
    code: 'kept: a state',
    content_type: 'kept: a kind of file',
  },
  import_chunks: { results: 'erased: the lines of the person' },
  webhook_deliveries: {
    '*': 'erased; those that wait are deleted',
    event: 'kept: what kind of event',
    status: 'kept: a state',
    error: 'kept: of the connection',
  },
  idempotency_keys: {
    body: 'erased: the minimal form is left',
    '*': 'kept: hashes and names of calls, so that no call is done twice',
  },
  suppressions: {
    key: 'erased: a keyed hash is left',
    '*': 'kept: so that the person stays suppressed',
  },
  erasures: { reason: 'kept: why; who asks is told to name nobody' },
  pending_files: { storage_key: 'kept until the file is gone: an id' },
  owed_enrichments: { '*': 'deleted' },
  outbox: { '*': 'kept: ids' },
  imports: { '*': 'kept: the operator’s file names and columns; a file goes with its import' },
  ingestion_warnings: { '*': 'kept: ids of calls' },
  audit_events: { '*': 'kept: who did what, by ids; no value of a lead is in it' },
  workspaces: { '*': 'kept: the workspace’s' },
  api_keys: { '*': 'kept: the workspace’s' },
  checklist_groups: { '*': 'kept: the workspace’s' },
  tags: { '*': 'kept: the workspace’s labels' },
  tools: { '*': 'kept: the workspace’s' },
  webhook_endpoints: { '*': 'kept: the workspace’s' },
  sources: { '*': 'kept: the workspace’s' },
  schema_migrations: { '*': 'kept: of the schema' },
  schema_migration_steps: { '*': 'kept: of the schema' },
}
