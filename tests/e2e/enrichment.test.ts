import { CreateLeadAnswer, GetLeadAnswer } from '@intake/contracts/lead-answer'
import { type Stack, startStack } from '@intake/testing/start-stack'
import { waitFor } from '@intake/testing/wait-for'
import { afterAll, beforeAll, expect, test } from 'vitest'

let stack: Stack
beforeAll(async () => {
  stack = await startStack({
    gateways: 2,
    workers: 2,
    env: { RECONCILE_EVERY: '300ms', RECONCILE_AFTER: '2s' },
  })
})
afterAll(() => stack.close())

async function create(lead: Record<string, unknown>, gateway = 0) {
  const response = await stack.post(lead, { gateway })
  expect(response.status).toBe(200)
  return CreateLeadAnswer.parse(await response.json()).lead
}

async function read(id: string) {
  return GetLeadAnswer.parse(await (await stack.get(id)).json())
}

async function owed(): Promise<number> {
  const { owed } = await stack.database.aside
    .selectFrom('owed_enrichments')
    .select(({ fn }) => fn.countAll<string>().as('owed'))
    .executeTakeFirstOrThrow()
  return Number(owed)
}

const allEnriched = () => waitFor('every lead to be enriched', async () => (await owed()) === 0, 60_000)

test('a lead is taken in by one process and enriched by another', async () => {
  const lead = await create({ firstName: 'John', phoneNumber: '6782319992' })
  const enriched = await waitFor('the enrichment', async () => {
    const answer = await read(lead.id)
    return answer.lead.activitySummary ? answer : null
  })
  expect(enriched.lead.timezone).toBe('America/New_York')
  expect(enriched.actionLogs).toHaveLength(1)
  expect(enriched.actionLogs[0]?.output).toMatchObject({ timezone: { zone: 'America/New_York' } })
})

test('leads that match, taken in at once by two gateways, find one another', async () => {
  const made = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      create({ firstName: `Twin ${index}`, email: 'twin@example.com' }, index % 2),
    ),
  )
  await allEnriched()
  const found = new Set<string>()
  for (const { id } of made) {
    const { actionLogs, matchingLeads } = await read(id)
    expect(matchingLeads).toHaveLength(19)
    const notes = actionLogs.filter((log) => log.type === 'SYSTEM_NOTE')
    expect(notes.length).toBeLessThanOrEqual(1)
    for (const { output } of notes)
      for (const match of (output as { matchingLeads: { leadId: string }[] }).matchingLeads)
        found.add([id, match.leadId].toSorted().join(' '))
  }
  // Each pair is found at least by the one of the two whose jobs come later.
  expect(found.size).toBe((20 * 19) / 2)
})

test('without Redis leads are taken in all the same, and enriched once it is back', async () => {
  await stack.stopRedis()
  const made = []
  for (let index = 0; index < 20; index++)
    made.push(await create({ firstName: 'No Redis', phoneNumber: '2125550123' }))
  expect(await owed()).toBe(20)
  await stack.startRedis()
  await allEnriched()
  for (const { id } of made) expect((await read(id)).lead.timezone).toBe('America/New_York')
})

test('a Redis that lost everything costs no lead its enrichment', async () => {
  const [worker] = stack.apps.worker
  await Promise.all(stack.apps.worker.map((app) => app.stop()))
  expect(worker).toBeDefined()
  for (let index = 0; index < 20; index++) await create({ firstName: 'Flushed' })
  await waitFor('the relay to hand all over', async () => {
    const row = await stack.database.aside.selectFrom('outbox').select('id').executeTakeFirst()
    return row === undefined
  })
  await stack.flushRedis()
  await stack.add('worker')
  await allEnriched()
})

test('a worker killed in the middle of its work loses nothing', async () => {
  const sending = Promise.all(
    Array.from({ length: 200 }, (_, index) =>
      create({ firstName: 'Survivor', phoneNumber: `416555${1000 + index}` }),
    ),
  )
  await stack.apps.worker.at(-1)?.stop('SIGKILL')
  const made = await sending
  await stack.add('worker')
  await allEnriched()
  for (const { id } of made.slice(0, 10)) {
    const { actionLogs, lead } = await read(id)
    expect(lead.activitySummary).toContain('America/Toronto')
    expect(actionLogs.filter((log) => log.type === 'API_ACTIVITY')).toHaveLength(1)
  }
})

test('gateway and worker leave cleanly when told to', async () => {
  const gateway = await stack.add('gateway')
  const worker = await stack.add('worker')
  expect(await gateway.stop('SIGTERM')).toBe(0)
  expect(await worker.stop('SIGTERM')).toBe(0)
})

test('logs hold no personal data', async () => {
  await create({
    firstName: 'Zebulon',
    lastName: 'Quackenbush',
    email: 'zebulon@quackenbush.example',
    phoneNumber: '3035550147',
  })
  await stack.post({
    firstName: 'Zebulon',
    email: 'zebulon@@quackenbush',
    checklistItems: [{ code: 'Quackenbush' }],
  })
  await allEnriched()
  const logs = await Promise.all([...stack.apps.gateway, ...stack.apps.worker].map((app) => app.log()))
  expect(logs.join('\n')).not.toMatch(/zebulon|quackenbush|3035550147/i)
  expect(logs.join('\n')).toContain('"status":400')
})
