import type { DuplicatePolicy } from '@intake/contracts/duplicate-policy'
import type { UnknownFieldsMode } from '@intake/contracts/gather-fields'
import type { Database, Db } from '@intake/database/create-database'
import type { ApiKeysTable, SourceRow } from '@intake/database/tables'
import { type Selectable, sql } from 'kysely'
import { LRUCache } from 'lru-cache'
import { type ChecklistTemplate, readTemplate } from '../checklist/template.ts'
import { placeholderKeys } from '../matching/placeholder-keys.ts'
import type { WebhookSubscription } from '../webhooks/new-deliveries.ts'

export type ApiKeyRow = Selectable<ApiKeysTable>

/** What a request needs to know of its workspace. */
export interface WorkspaceConfiguration {
  id: string
  defaultRegion: string
  /** When leads may be called, local time `HH:MM`. */
  callingHours: { from: string; to: string }
  duplicatePolicy: DuplicatePolicy
  /** What it adds to the lists of placeholders: keys of phones and e-mails, and `@domain`s. */
  placeholders: ReadonlySet<string>
  /** Custom fields that lists filter by: writes index them. */
  searchableFields: readonly string[]
  /** Those of them by which all stored leads are indexed. */
  searchableReady: readonly string[]
  /** What is done with members of a lead's body that are no field, where the call doesn't say. */
  unknownFields: UnknownFieldsMode
  /** A second create with an external id answers the first lead. */
  uniqueExternalIds: boolean
  /** All leads are found by the words of their names. */
  isSearchedByName: boolean
  template: ChecklistTemplate
  /** Who is to be told of what happens to its leads. */
  webhooks: readonly WebhookSubscription[]
}

/** Keys, workspaces and templates, read from the database at most once per change. */
export interface ConfigurationCache {
  workspace(id: string): Promise<WorkspaceConfiguration | null>
  apiKey(prefix: string): Promise<ApiKeyRow | null>
  /** By the secret part of its address. */
  source(token: string): Promise<SourceRow | null>
  /** Like `knowsApiKey`. */
  knowsSource(token: string): boolean | undefined
  /** Whether a publishable key that is in force may be used by pages of an origin, in lower case. */
  isPublishedOrigin(origin: string): Promise<boolean>
  /** Whether there is such a key, as far as that is known without asking the database: a key that was there once counts as known. */
  knowsApiKey(prefix: string): boolean | undefined
  /** Prefixes of the keys that are older than the checksum. */
  olderApiKeys(): Promise<ReadonlySet<string>>
  /** Drops everything, for a caller that has met something newer than the cache. */
  forget(): void
  close(): void
}

export interface ConfigurationCacheOptions {
  /** How often the revision is read, ms. A change is seen within this time. */
  pollMs?: number
  /** A revision older than this isn't trusted, and every look-up goes to the database, ms. */
  staleMs?: number
}

/**
 * The database counts every change of keys, workspaces and templates in one row; each process reads that count a few
 * times a second and drops its cache when it moves. Entries are stored under the version they were asked for, so one
 * read before a change can't outlive it. See docs/decisions/0003-configuration-revision.md.
 */
export function createConfigurationCache(
  { db }: Pick<Database, 'db'>,
  { pollMs = 250, staleMs = 900 }: ConfigurationCacheOptions = {},
): ConfigurationCache {
  let revision: string | null = null
  let isKnown = false
  let readAt = 0
  /** Goes up with each revision that is seen, and with each `forget`. */
  let version = 0
  let closed = false

  const poll = async () => {
    try {
      const asked = performance.now()
      const row = await db.selectFrom('configuration_revision').select('revision').executeTakeFirstOrThrow()
      if (row.revision !== revision) version += 1
      revision = row.revision
      isKnown = true
      readAt = asked
    } catch {
      isKnown = false
    }
    if (!closed) timer = setTimeout(poll, pollMs).unref()
  }
  let timer = setTimeout(poll, 0).unref()

  const cached = <Value extends object>(load: (id: string) => Promise<Value | null>) => {
    const entries = new LRUCache<string, Entry<Value>>({ max: 5000 })
    /** What was there when it was last looked up, whatever changed since. */
    const there = new LRUCache<string, true>({ max: 5000 })
    const isFresh = () => isKnown && performance.now() - readAt <= staleMs
    const look = async (id: string): Promise<Value | null> => {
      const value = await load(id)
      if (value === null) there.delete(id)
      else there.set(id, true)
      return value
    }
    const read = (id: string): Promise<Value | null> => {
      if (!isFresh()) return look(id)
      const known = entries.get(id)
      if (known?.version === version) return known.value
      const entry: Entry<Value> = { version, value: look(id), isAbsent: false }
      entries.set(id, entry)
      entry.value.then(
        (value) => {
          entry.isAbsent = value === null
        },
        // What could not be read is read again by the next.
        () => entries.peek(id) === entry && entries.delete(id),
      )
      return entry.value
    }
    const knows = (id: string): boolean | undefined => {
      if (there.get(id)) return true
      const entry = entries.peek(id)
      return isFresh() && entry?.version === version && entry.isAbsent ? false : undefined
    }
    return { read, knows }
  }
  const workspaces = cached((id) => readWorkspace(db, id))
  const apiKeys = cached((prefix) => readApiKey(db, prefix))
  const olderApiKeys = cached(() => readOlderApiKeys(db))
  const sources = cached((token) => readSource(db, token))
  const publishedOrigins = cached((origin) => readPublishedOrigin(db, origin))

  return {
    workspace: workspaces.read,
    apiKey: apiKeys.read,
    knowsApiKey: apiKeys.knows,
    source: sources.read,
    knowsSource: sources.knows,
    isPublishedOrigin: async (origin) => (await publishedOrigins.read(origin)) !== null,
    olderApiKeys: async () => (await olderApiKeys.read('')) ?? new Set(),
    forget: () => {
      version += 1
    },
    close: () => {
      closed = true
      clearTimeout(timer)
    },
  }
}

interface Entry<Value> {
  version: number
  value: Promise<Value | null>
  /** Whether the look-up has ended and found nothing. */
  isAbsent: boolean
}

async function readWorkspace(db: Db, id: string): Promise<WorkspaceConfiguration | null> {
  // One snapshot, so that the revision and the items it stands for belong together.
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (trx) => {
      const row = await trx
        .selectFrom('workspaces')
        .select([
          'id',
          'default_region',
          'template_revision',
          'calling_from',
          'calling_to',
          'duplicate_policy',
          'placeholders',
          'searchable_fields',
          'searchable_ready',
          'unknown_fields',
          'unique_external_ids',
          'name_search',
        ])
        .where('id', '=', id)
        .executeTakeFirst()
      if (!row) return null
      const template = await readTemplate(trx, id, row.template_revision)
      const webhooks = await trx
        .selectFrom('webhook_endpoints')
        .select(['id as endpointId', 'events', 'api_activity as apiActivity'])
        .where('workspace_id', '=', id)
        .where('disabled_at', 'is', null)
        .where('deleted_at', 'is', null)
        .execute()
      return {
        id: row.id,
        defaultRegion: row.default_region,
        callingHours: { from: row.calling_from, to: row.calling_to },
        duplicatePolicy: row.duplicate_policy,
        placeholders: placeholderKeys(row.placeholders, row.default_region),
        searchableFields: row.searchable_fields,
        searchableReady: row.searchable_ready,
        unknownFields: row.unknown_fields,
        uniqueExternalIds: row.unique_external_ids,
        isSearchedByName: row.name_search === 'on',
        template,
        webhooks,
      }
    })
}

async function readApiKey(db: Db, prefix: string): Promise<ApiKeyRow | null> {
  // The one query that can't name its workspace: the key is what tells it.
  const row = await db.selectFrom('api_keys').selectAll().where('prefix', '=', prefix).executeTakeFirst()
  return row ?? null
}

async function readSource(db: Db, token: string): Promise<SourceRow | null> {
  // Like a key, the token is what tells the workspace.
  const row = await db
    .selectFrom('sources')
    .selectAll()
    .where('token', '=', token)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  return row ?? null
}

async function readPublishedOrigin(db: Db, origin: string): Promise<object | null> {
  const { rows } = await sql<{ id: string }>`
    select id from api_keys where is_publishable and revoked_at is null and ${origin} = any(allowed_origins) limit 1`.execute(
    db,
  )
  return rows[0] ?? null
}

async function readOlderApiKeys(db: Db): Promise<Set<string>> {
  const rows = await db
    .selectFrom('api_keys')
    .select('prefix')
    .where('has_checksum', '=', false)
    .where('revoked_at', 'is', null)
    .execute()
  return new Set(rows.map(({ prefix }) => prefix))
}
