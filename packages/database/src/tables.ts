import type { AuditAction, AuditActorKind, AuditSubjectType } from '@intake/contracts/audit-events'
import type { ChecklistItemStatus, Condition, FieldType, ItemRules } from '@intake/contracts/checklist'
import type { ConsentStatus } from '@intake/contracts/consent'
import type { FieldMapping } from '@intake/contracts/field-mapping'
import type { FileEncoding } from '@intake/contracts/imports'
import type { OutboxTopic } from '@intake/contracts/jobs'
import type { MatchField } from '@intake/contracts/lead'
import type { ActionLog } from '@intake/contracts/lead-answer'
import type { LeadFieldColumns } from '@intake/contracts/lead-fields'
import type { OptOutChannel } from '@intake/contracts/opt-out-channels'
import type {
  SourceDefaults,
  SourceHealth,
  SourceKindName,
  SourceSettings,
  Submission,
  SubmissionStatus,
} from '@intake/contracts/sources'
import type { SuppressionKind } from '@intake/contracts/suppressions'
import type { ColumnType, Generated, GeneratedAlways, Selectable } from 'kysely'

/** Times are written as Date or ISO text and read as Date. */
type Time = ColumnType<Date, Date | string, Date | string>
type NullableTime = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
type DefaultTime = ColumnType<Date, Date | string | undefined, Date | string>
/** Any JSON: written as text, read parsed. */
type NullableJson<T = unknown> = ColumnType<T | null, string | null | undefined, string | null>

export interface Tables {
  workspaces: WorkspacesTable
  api_keys: ApiKeysTable
  ended_console_sessions: EndedConsoleSessionsTable
  configuration_revision: { only_row: boolean; revision: string }
  leads: LeadsTable
  checklist_groups: ChecklistGroupsTable
  checklist_items: ChecklistItemsTable
  tags: TagsTable
  lead_tags: { workspace_id: string; tag_id: string; lead_id: string }
  /** Leads by the hash of a searchable custom field's name and value. */
  lead_searchables: { workspace_id: string; key: string; lead_id: string }
  /** Leads by the words of their names, e-mails and phones, in workspaces that have `name_search`. */
  lead_words: { workspace_id: string; word: string; lead_id: string }
  lead_timezones: LeadTimezonesTable
  tools: ToolsTable
  action_logs: ActionLogsTable
  activity_facts: ActivityFactsTable
  messages: MessagesTable
  documents: DocumentsTable
  pending_files: PendingFilesTable
  lead_matches: LeadMatchesTable
  owed_enrichments: OwedEnrichmentsTable
  outbox: OutboxTable
  idempotency_keys: IdempotencyKeysTable
  webhook_endpoints: WebhookEndpointsTable
  webhook_deliveries: WebhookDeliveriesTable
  lead_completions: { workspace_id: string; lead_id: string; completed_at: DefaultTime }
  lead_merges: LeadMergesTable
  ingestion_warnings: IngestionWarningsTable
  imports: ImportsTable
  import_chunks: ImportChunksTable
  sources: SourcesTable
  submissions: SubmissionsTable
  suppressions: SuppressionsTable
  consents: ConsentsTable
  erasures: ErasuresTable
  audit_events: AuditEventsTable
  /** What one process has seen of the whole database, for the others to show. */
  fleet_readings: { name: string; value: unknown; read_at: Date }
  schema_migrations: { version: number; name: string; sha256: string; applied_at: DefaultTime }
}

export interface WorkspacesTable {
  id: string
  slug: string
  name: string
  default_region: Generated<string>
  template_revision: Generated<number>
  /** Local time of day, `HH:MM`. */
  calling_from: Generated<string>
  calling_to: Generated<string>
  duplicate_policy: Generated<'flag' | 'reject' | 'merge'>
  /** Numbers, addresses and `@domain`s that it never wants matched, as given. */
  placeholders: Generated<string[]>
  /** Custom fields that lists filter by, and those of them by which all leads are indexed. */
  searchable_fields: Generated<string[]>
  searchable_ready: Generated<string[]>
  unknown_fields: Generated<'keep' | 'ignore' | 'reject'>
  /** A second create with an external id answers the first lead. */
  unique_external_ids: Generated<boolean>
  /** Whether jobs index leads by their words, and whether all leads are indexed. */
  name_search: Generated<'off' | 'filling' | 'on'>
  /** Days that leads, and deleted ones, are kept; null for ever. */
  keep_leads_days: Generated<number | null>
  keep_deleted_days: Generated<number | null>
  created_at: DefaultTime
}

export interface EndedConsoleSessionsTable {
  id: string
  /** When its cookie ends, and nobody asks any more. */
  expires_at: Date
}

export interface ApiKeysTable {
  workspace_id: string
  id: string
  name: string
  prefix: string
  secret_sha256: Buffer
  scopes: string[]
  is_test: Generated<boolean>
  expires_at: NullableTime
  revoked_at: NullableTime
  last_used_at: NullableTime
  /** Requests a second, and at once; null where the setting holds. */
  rate_limit: Generated<number | null>
  rate_burst: Generated<number | null>
  /** Addresses and networks that the key may be used from; null for any. */
  allowed_addresses: Generated<string[] | null>
  /** It may stand in a page: it submits leads from `allowed_origins` and does nothing else. */
  is_publishable: Generated<boolean>
  allowed_origins: Generated<string[] | null>
  /** False for keys that are older than the checksum. */
  has_checksum: Generated<boolean>
  created_at: DefaultTime
}

/** What is stored for one item of a lead's checklist. A member that isn't there is null in answers. */
export interface StoredValue {
  status: ChecklistItemStatus
  value?: unknown
  /** Why the value is INVALID. */
  error?: string
  override?: unknown
  alternates?: unknown
  /** The status before completing the lead skipped the item. */
  skippedFrom?: 'TODO' | 'INVALID'
  /** ISO time of the last change; not there as long as nothing changed since the lead was created. */
  updatedAt?: string
}

/** A lead's stored values, by the id of the checklist item; an item that no call touched has none. */
export type StoredValues = Readonly<Record<string, StoredValue>>

export interface LeadsTable extends Omit<LeadFieldColumns, 'custom' | 'attribution'> {
  workspace_id: string
  id: string
  created_at: Time
  updated_at: Time
  deleted_at: NullableTime
  phone_verified_at: NullableTime
  /** What the given phone was read as; null where it can't be read. */
  phone_e164: string | null
  /** What matches: null for what no other lead can share. */
  phone_key: string | null
  email_key: string | null
  status_set: 'COMPLETED' | 'IN_PROGRESS' | 'NOT_INTERESTED' | null
  is_test: boolean
  checklist: NullableJson<StoredValues>
  /** In the lead's order. */
  tag_ids: string[] | null
  custom: NullableJson<Record<string, unknown>>
  attribution: NullableJson<Record<string, unknown>>
}
export type LeadRow = Selectable<LeadsTable>

/** What was inferred from a phone of a lead: one row a phone, replaced only by a newer table of zones. */
export interface LeadTimezonesTable {
  workspace_id: string
  lead_id: string
  phone_e164: string
  /** IANA name; null where the number tells none. */
  zone: string | null
  confidence: 'high' | 'medium' | 'low' | 'none'
  /** Other zones that the number may be in; null for none. */
  alternatives: string[] | null
  basis: string | null
  table_version: string
}
export type LeadTimezoneRow = Selectable<LeadTimezonesTable>

/** What the jobs found for one timeline entry, frozen as it was then; words are made of it when it is read. */
export interface ActivityFactsTable {
  workspace_id: string
  lead_id: string
  action_log_id: string
  /** The database's time when it was found. */
  at: Time
  /** E.164, or the phone as given. */
  phone: string | null
  phone_country: string | null
  /** Null for a phone that can't be read. */
  phone_kind: string | null
  zone: string | null
  /** Null for a zone that was given. */
  zone_confidence: LeadTimezonesTable['confidence'] | null
  zone_alternatives: string[] | null
  /** How many leads matched, at most 25, and by what; null for none. */
  matches: number | null
  phone_matches: number | null
  email_matches: number | null
  /** Ids of the required items that were still to be done; null for none. */
  missing: string[] | null
}
export type ActivityFactsRow = Selectable<ActivityFactsTable>

export interface ChecklistGroupsTable {
  workspace_id: string
  id: string
  name: string
  position: number
  conditions: NullableJson<Condition>
  retired_at: NullableTime
}

export interface ChecklistItemsTable {
  workspace_id: string
  id: string
  group_id: string | null
  lead_id: string | null
  code: string
  label: string
  field_type: FieldType
  is_required: boolean
  conditions: NullableJson<Condition>
  validation_rules: NullableJson<ItemRules>
  agent_instructions: string | null
  client_instructions: string | null
  config: NullableJson
  position: number
  retired_at: NullableTime
  created_at: DefaultTime
}
export type ChecklistItemRow = Selectable<ChecklistItemsTable>

export interface TagsTable {
  workspace_id: string
  id: string
  name: string
  tag_key: string
  created_at: DefaultTime
}

export interface ToolsTable {
  workspace_id: string
  id: string
  name: string
  description: string | null
  created_at: DefaultTime
}

export interface ActionLogsTable {
  workspace_id: string
  lead_id: string
  id: string
  type: ActionLog['type']
  status: ActionLog['status']
  summary: string | null
  input: NullableJson
  output: NullableJson
  error: string | null
  parent_action_id: string | null
  tool_id: string | null
  scheduled_at: NullableTime
  completed_at: NullableTime
  created_at: Time
}
export type ActionLogRow = Selectable<ActionLogsTable>

export interface MessagesTable {
  workspace_id: string
  lead_id: string
  id: string
  action_log_id: string
  channel: string
  direction: 'INBOUND' | 'OUTBOUND'
  subject: string | null
  body: string | null
  created_at: DefaultTime
}

export interface DocumentsTable {
  workspace_id: string
  id: string
  lead_id: string
  action_log_id: string | null
  message_id: string | null
  checklist_item_id: string | null
  filename: string
  mime_type: string
  /** Bytes; the driver gives bigint as text. */
  size: ColumnType<string, number | string, number | string>
  storage_key: string
  external_id: string | null
  extraction_status: string | null
  overall_valid: boolean | null
  validation_result: NullableJson
  created_at: DefaultTime
  updated_at: DefaultTime
}
export type DocumentRow = Selectable<DocumentsTable>

export interface PendingFilesTable {
  workspace_id: string
  storage_key: string
  doomed_at: NullableTime
  created_at: DefaultTime
}

/** One of the leads that a lead was found to match. */
export interface FoundMatch {
  leadId: string
  on: MatchField[]
}

/** What the matching job found for a lead, the 25 newest; only the lead's own pass writes it. */
export interface LeadMatchesTable {
  workspace_id: string
  lead_id: string
  found: ColumnType<FoundMatch[], string, string>
}

export interface OwedEnrichmentsTable {
  workspace_id: string
  lead_id: string
  generation: Generated<number>
  action_log_id: string
  earlier_log_ids: Generated<string[]>
  requested_at: DefaultTime
  requeued: Generated<number>
  queued_at: DefaultTime
  dead_at: NullableTime
  dead_job: string | null
  dead_reason: string | null
  dead_attempts: number | null
}

export interface OutboxTable {
  workspace_id: string
  id: GeneratedAlways<string>
  topic: OutboxTopic
  lead_ids: string[]
  request_ids: (string | null)[] | null
  traceparents: ColumnType<(string | null)[] | null, (string | null)[] | null | undefined, never>
  created_at: DefaultTime
}

export interface IdempotencyKeysTable {
  workspace_id: string
  route: string
  key: string
  fingerprint: Buffer
  status: number
  /** JSON; null until the call that claimed the key has its answer. */
  body: string | null
  lead_ids: Generated<string[]>
  created_at: DefaultTime
  expires_at: Time
}

/** A lead that is part of another, and what that one was given, by name. */
export interface LeadMergesTable {
  workspace_id: string
  lead_id: string
  into_id: string
  merged_at: Time
  filled: string[]
  custom_names: string[]
  tag_ids: string[]
  item_ids: string[]
  moved_item_ids: string[]
}
export type LeadMergeRow = Selectable<LeadMergesTable>

export interface WebhookEndpointsTable {
  workspace_id: string
  id: string
  url: string
  description: string | null
  events: string[]
  /** Whether it hears of API_ACTIVITY entries. */
  api_activity: Generated<boolean>
  /** The newest first; the older one counts until `old_secret_until`. */
  signing_secrets: string[]
  old_secret_until: NullableTime
  disabled_at: NullableTime
  disabled_reason: string | null
  failures: Generated<number>
  failing_since: NullableTime
  paused_until: NullableTime
  deleted_at: NullableTime
  created_at: DefaultTime
  updated_at: DefaultTime
}
export type WebhookEndpointRow = Selectable<WebhookEndpointsTable>

export interface WebhookDeliveriesTable {
  workspace_id: string
  id: string
  endpoint_id: string
  lead_id: string | null
  ord: GeneratedAlways<string>
  event: string
  payload: ColumnType<unknown, string, string>
  status: Generated<'PENDING' | 'DELIVERED' | 'FAILED'>
  attempts: Generated<number>
  lease_id: string | null
  leased_until: NullableTime
  response_status: number | null
  response_excerpt: string | null
  error: string | null
  delivered_at: NullableTime
  next_attempt_at: NullableTime
  created_at: DefaultTime
}
export type WebhookDeliveryRow = Selectable<WebhookDeliveriesTable>

export interface IngestionWarningsTable {
  workspace_id: string
  /** UTC day, `YYYY-MM-DD`; the driver reads dates as local midnights, so select it as text. */
  day: ColumnType<Date, string, never>
  kind: string
  subject: string
  /** The driver gives bigint as text. */
  count: ColumnType<string, number, number>
  first_seen: Time
  last_seen: Time
  /** Request ids, newest first. */
  examples: ColumnType<string[], string, string>
}

/** Bytes and rows; the driver gives bigint as text. */
type Count = ColumnType<string, number | undefined, number>

export interface ImportsTable {
  workspace_id: string
  id: string
  status: 'RECEIVING' | 'RECEIVED' | 'RUNNING' | 'COMPLETED' | 'FAILED' | 'CANCELLED'
  format: 'csv' | 'ndjson'
  filename: string | null
  is_test: boolean
  duplicate_policy: 'flag' | 'reject' | 'merge' | null
  csv: NullableJson<CsvReading>
  runner: 'gateway' | 'admin'
  has_file: boolean
  size: Count
  sha256: Buffer | null
  byte_offset: Count
  chunks: Generated<number>
  rows_read: Count
  created: Count
  merged: Count
  refused: Count
  /** Rows that were taken with a warning. */
  warned: Count
  /** Line of the file at `byte_offset`, from 1; null where it isn't known. */
  next_line: string | number | null
  ids_at: DefaultTime
  next_ids_at: DefaultTime
  lease_id: string | null
  leased_until: NullableTime
  attempts: Generated<number>
  cancel_requested_at: NullableTime
  error: string | null
  created_at: DefaultTime
  started_at: NullableTime
  completed_at: NullableTime
}
export type ImportRow = Selectable<ImportsTable>

/** How a CSV is read. */
export interface CsvReading {
  delimiter: string
  /** UTF-8 unless it says otherwise. */
  encoding?: FileEncoding
  /** Each character parts two tags of a cell. */
  tagSeparators: string
  /** In the order of the file; `field` is what the lead gets of it, null for nothing. */
  columns: { name: string; field: string | null }[]
}

export interface SourcesTable {
  workspace_id: string
  id: string
  kind: SourceKindName
  name: string
  /** The secret part of its address. */
  token: string
  /** JSON by name, encrypted where there is a key. */
  secrets: string | null
  mapping: NullableJson<FieldMapping>
  defaults: ColumnType<SourceDefaults, string | undefined, string>
  duplicate_policy: 'flag' | 'reject' | 'merge' | null
  settings: ColumnType<SourceSettings, string | undefined, string>
  health: Generated<SourceHealth>
  health_reason: string | null
  last_received_at: NullableTime
  /** Up to where missed leads were looked for. */
  reconciled_at: NullableTime
  paused_at: NullableTime
  deleted_at: NullableTime
  created_at: DefaultTime
  updated_at: DefaultTime
}
export type SourceRow = Selectable<SourcesTable>

export interface SubmissionsTable {
  workspace_id: string
  id: string
  source_id: string
  external_id: string | null
  received_at: Time
  content_type: string | null
  headers: NullableJson<Record<string, string>>
  body: Buffer | null
  ip: string | null
  user_agent: string | null
  status: SubmissionStatus
  code: string | null
  errors: NullableJson<Submission['errors']>
  lead_id: string | null
  is_test: Generated<boolean>
  attempts: Generated<number>
  next_attempt_at: NullableTime
  /** Keyed hashes of the number and the address, where it became no lead. */
  contact_keys: ColumnType<string[] | null, string[] | null | undefined, string[] | null>
}
export type SubmissionRow = Selectable<SubmissionsTable>

export interface SuppressionsTable {
  workspace_id: string
  id: string
  kind: SuppressionKind
  /** What leads are found by: the key of a phone or an e-mail, `@domain`, or a lead's id; a keyed hash of it once the person was erased. */
  key: string
  channels: OptOutChannel[]
  reason: string
  /** The lead that said so. */
  lead_id: string | null
  since: Time
  expires_at: NullableTime
  lifted_at: NullableTime
  lift_reason: string | null
  /** When everything that was still to be sent was cancelled. */
  enforced_at: NullableTime
}
export type SuppressionRow = Selectable<SuppressionsTable>

export interface ErasuresTable {
  workspace_id: string
  id: string
  lead_id: string
  reason: string | null
  suppress: boolean
  requested_at: Time
  done_at: NullableTime
}
export type ErasureRow = Selectable<ErasuresTable>

/** Append-only. */
export interface ConsentsTable {
  workspace_id: string
  lead_id: string
  id: string
  channel: OptOutChannel
  status: ConsentStatus
  purpose: string | null
  text: string | null
  seller: string | null
  captured_at: Time
  ip: string | null
  user_agent: string | null
  page_url: string | null
  certificate_url: string | null
  evidence: NullableJson
  recorded_at: Time
}
export type ConsentRow = Selectable<ConsentsTable>
/** Rows are only added. */
export interface AuditEventsTable {
  workspace_id: string
  id: string
  at: Time
  actor_kind: AuditActorKind
  /** Id of a key, a source or an import, or the name of a person; empty for the system. */
  actor: string
  action: AuditAction
  subject_type: AuditSubjectType
  subject_id: string
  address: string | null
  request_id: string | null
  /** Neither personal data nor secrets. */
  details: ColumnType<Record<string, unknown>, string, never>
}
export type AuditEventRow = Selectable<AuditEventsTable>

export interface ImportChunksTable {
  workspace_id: string
  import_id: string
  number: number
  results: string
}
