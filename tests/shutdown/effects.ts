import type { Stack } from '@intake/testing/start-stack'
import { waitFor } from '@intake/testing/wait-for'
import { expect } from 'vitest'

/** Waits until nothing is owed, and checks that these leads, and no others, are stored, each with every effect once. */
export async function expectEnrichedOnce({ database: { pool } }: Stack, ids: readonly string[]) {
  await waitFor(
    'every lead to be enriched',
    async () => (await pool.query('select 1 from owed_enrichments limit 1')).rowCount === 0,
    60_000,
  )
  const { rows } = await pool.query<{ id: string; logs: number; facts: number; notes: number }>(
    `select id, (select count(*)::int from action_logs a where a.lead_id = l.id and type = 'API_ACTIVITY') as logs,
      (select count(*)::int from activity_facts f where f.lead_id = l.id) as facts,
      (select count(*)::int from action_logs a where a.lead_id = l.id and type = 'SYSTEM_NOTE') as notes
    from leads l`,
  )
  expect(rows.map(({ id }) => id).sort()).toEqual([...ids].sort())
  expect(rows.filter(({ logs, facts, notes }) => logs !== 1 || facts !== 1 || notes > 1)).toEqual([])
}

/** Sends leads that match one another. Answers their ids. */
export async function postTwins(stack: Stack, count: number): Promise<string[]> {
  const sent = Array.from({ length: count }, async () => {
    const response = await stack.post({ firstName: 'Twin', email: 'twin@example.com' })
    expect(response.status).toBe(200)
    return ((await response.json()) as { lead: { id: string } }).lead.id
  })
  return Promise.all(sent)
}
