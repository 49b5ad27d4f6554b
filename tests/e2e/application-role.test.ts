import { readFile } from 'node:fs/promises'
import { CreateLeadAnswer } from '@intake/contracts/lead-answer'
import { type Stack, startStack } from '@intake/testing/start-stack'
import { waitFor } from '@intake/testing/wait-for'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'

const file = new URL('../../deploy/compose/application-role.sql', import.meta.url)
let stack: Stack
let applicationUrl: string

/** Runs the file as psql does, whose own two words in it are known here. */
async function makeRole(ownerUrl: string): Promise<string> {
  const url = new URL(ownerUrl)
  const sql = (await readFile(file, 'utf8'))
    .replace('\\getenv password POSTGRES_APP_PASSWORD\n', '')
    .replace(":'password'", "'secret'")
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  // Twice: an operator may.
  await client.query(sql)
  await client.query(sql)
  await client.end()
  url.username = 'intake_app'
  url.password = 'secret'
  return url.href
}

beforeAll(async () => {
  stack = await startStack({
    through: async (ownerUrl) => {
      applicationUrl = await makeRole(ownerUrl)
      return applicationUrl
    },
  })
})
afterAll(() => stack.close())

test('with the role that the compose file makes, a lead is taken in and enriched', async () => {
  const response = await stack.post({ firstName: 'Ada', phoneNumber: '+12125550123', tags: ['new'] })
  const text = await response.text()
  expect(response.status, text).toBe(200)
  const { lead } = CreateLeadAnswer.parse(JSON.parse(text))
  await waitFor('the lead to have its time zone', async () => {
    const read = (await (await stack.get(lead.id)).json()) as { lead: { timezone: string | null } }
    return read.lead.timezone === 'America/New_York'
  })
})

test.each([
  'create table mine (id int)',
  'create temporary table mine (id int)',
  'alter table leads add column mine int',
  'drop table leads',
  'truncate leads',
  'create role mine',
  "copy leads to program 'true'",
  "update audit_events set actor = ''",
  'delete from audit_events',
])('the role may not %s', async (statement) => {
  const client = new pg.Client({ connectionString: applicationUrl })
  await client.connect()
  try {
    await expect(client.query(statement)).rejects.toMatchObject({ code: '42501' })
  } finally {
    await client.end()
  }
})

test('what a migration makes later is open to the role as well', async () => {
  await stack.database.pool.query('create table made_later (id int)')
  const client = new pg.Client({ connectionString: applicationUrl })
  await client.connect()
  try {
    await client.query('insert into made_later values (1)')
    expect((await client.query('select * from made_later')).rowCount).toBe(1)
  } finally {
    await client.end()
  }
})
