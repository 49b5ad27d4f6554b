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
  const { rows } = await pool.query<{ id: string; logs: number; doubles: number }>(
    `select id, (select count(*)::int from action_logs a where a.lead_id = l.id and type = 'API_ACTIVITY' and output is not null) as logs,
      (select count(*) - count(distinct output ->> 'matchingLeadId') from action_logs a where a.lead_id = l.id and type = 'SYSTEM_NOTE')::int as doubles
    from leads l where enriched_at is not null`,
  )
  expect(rows.map(({ id }) => id).sort()).toEqual([...ids].sort())
  expect(rows.filter(({ logs, doubles }) => logs !== 1 || doubles !== 0)).toEqual([])
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
