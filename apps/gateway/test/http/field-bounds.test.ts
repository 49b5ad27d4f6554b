import { expect, test } from 'vitest'
import { expectProblem } from '../expect-problem.ts'
import { makeGateway } from '../make-gateway.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()

async function makeLead(): Promise<string> {
  const response = await used.gateway.post(used.workspace.key, { firstName: 'Ada' })
  return ((await response.json()) as { lead: { id: string } }).lead.id
}

const send = (path: string, body: unknown) =>
  used.gateway.send(`/api/v1/${path}`, used.workspace.key, JSON.stringify(body))

const large = (bytes: number) => ({ text: 'x'.repeat(bytes) })
const item = (more: object) => ({ label: 'A bill', fieldType: 'TEXT', ...more })

test.each([
  ['config', 'checklist-items', 16_384, (value: unknown) => item({ config: value })],
  ['input', 'action-logs', 65_536, (value: unknown) => ({ type: 'SYSTEM_NOTE', input: value })],
  ['output', 'action-logs', 65_536, (value: unknown) => ({ type: 'SYSTEM_NOTE', output: value })],
] as const)('%s of %s has a bound, and a refusal says where', async (member, route, bytes, bodyWith) => {
  const id = await makeLead()
  const overhead = JSON.stringify(large(0)).length
  expect((await send(`leads/${id}/${route}`, bodyWith(large(bytes - overhead)))).status).toBe(200)
  const refused = await expectProblem(
    await send(`leads/${id}/${route}`, bodyWith(large(bytes - overhead + 1))),
    400,
    'invalid_request',
  )
  expect(refused.errors).toEqual([
    { pointer: `/${member}`, code: 'too_large', message: `must be at most ${bytes} bytes as JSON` },
  ])
})

test('metadata of an activity has a bound', async () => {
  const leadId = await makeLead()
  const activity = { leadId, eventType: 'call', title: 'Called', metadata: large(65_536) }
  const { errors } = await expectProblem(await send('activity', activity), 400, 'invalid_request')
  expect(errors).toMatchObject([{ pointer: '/metadata', code: 'too_large' }])
})

test('a lead’s own items and values have a bound together, told at the write that would exceed it', async () => {
  const id = await makeLead()
  let refused: Response | undefined
  let added = 0
  for (; added < 100 && !refused; added++) {
    const response = await send(`leads/${id}/checklist-items`, {
      ...item({ label: `Item ${added}`, config: large(16_000) }),
      agentInstructions: 'x'.repeat(5000),
    })
    if (response.status !== 200) refused = response
  }
  if (!refused) throw new Error('never refused')
  const { errors } = await expectProblem(refused, 400, 'invalid_request')
  expect(errors).toMatchObject([{ pointer: '', code: 'too_large' }])
  const whole = await (await used.gateway.get(used.workspace.key, id)).text()
  expect(whole.length).toBeLessThan(3_000_000)
  expect(added).toBeGreaterThan(40)
})

test('a batch costs tokens by its bytes', async () => {
  const limited = await makeGateway({
    sharing: used.gateway,
    defaultRateLimit: { perSecond: 1, burst: 100 },
  })
  const batch = { leads: [{ firstName: 'Ada', note: 'x'.repeat(300_000) }] }
  const first = await limited.send('/api/v1/leads/batch', used.workspace.key, JSON.stringify(batch))
  expect(first.status).toBe(200)
  await expectProblem(await limited.post(used.workspace.key, { firstName: 'Next' }), 429, 'rate_limited')
  await limited.close()
})
