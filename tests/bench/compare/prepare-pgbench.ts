import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import pg from 'pg'
import { tagNames } from '../load/make-body.ts'

export interface PgbenchDatabase {
  databaseUrl: string
  workspaceId: string
}

const name = 'pgbench'
const schema = new URL('./baselines/schema.sql', import.meta.url)

/** As many as the service's test template has; bodies give the first and the third. */
const checklist = [
  ...['business_name', 'legal_name', 'tax_id', 'entity_type', 'annual_revenue', 'date_established'],
  ...['owner_email', 'owner_phone', 'business_address', 'bank_statements', 'operating_agreement'],
]

/** A database of its own beside the service's, with tables of its own, a workspace, its checklist and the bodies' tags. */
export async function preparePgbench(serverUrl: string): Promise<PgbenchDatabase> {
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  await withClient(serverUrl, async (client) => {
    await client.query(`drop database if exists ${name} with (force)`)
    await client.query(`create database ${name}`)
  })
  const workspaceId = randomUUID()
  await withClient(url.href, async (client) => {
    await client.query(await readFile(schema, 'utf8'))
    await client.query('insert into workspaces values ($1)', [workspaceId])
    await client.query(
      `with new_group as (
        insert into checklist_groups (workspace_id, id, name, position) values ($1, gen_random_uuid(), 'Business', 0) returning *
      )
      insert into checklist_items (workspace_id, id, group_id, code, label, field_type, is_required, position)
      select workspace_id, gen_random_uuid(), id, code, code, 'TEXT', true, number
      from new_group cross join unnest($2::text[]) with ordinality as item (code, number)`,
      [workspaceId, checklist],
    )
    await client.query(
      `insert into tags (workspace_id, id, name, tag_key)
      select $1, gen_random_uuid(), name, name from unnest($2::text[]) as name`,
      [workspaceId, tagNames],
    )
  })
  return { databaseUrl: url.href, workspaceId }
}

async function withClient(databaseUrl: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  await work(client).finally(() => client.end())
}
