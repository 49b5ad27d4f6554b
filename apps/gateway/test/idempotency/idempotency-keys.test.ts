import { CreateLeadAnswer } from '@intake/contracts/lead-answer'
import { makeWorkspace } from '@intake/testing/make-workspace'
import { describe, expect, test } from 'vitest'
import { countStored, storesNothing } from '../count-stored.ts'
import { create } from '../create.ts'
import { expectProblem } from '../expect-problem.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()
const body = { firstName: 'Ada' }

test('keys belong to a workspace: the same one elsewhere makes another lead', async () => {
  const [one, other] = [await makeWorkspace(used.gateway.db), await makeWorkspace(used.gateway.db)]
  const first = await create(used.gateway, one.key, body, { 'idempotency-key': 'shared' })
  const response = await used.gateway.post(other.key, body, { 'idempotency-key': 'shared' })
  expect(response.headers.get('idempotent-replayed')).toBeNull()
  const { lead } = CreateLeadAnswer.parse(await response.json())
  expect(lead.workspaceId).toBe(other.id)
  expect(lead.id).not.toBe(first.lead.id)
  const differing = await used.gateway.post(other.key, { firstName: 'Eve' }, { 'idempotency-key': 'own' })
  expect(differing.status).toBe(200)
})

test('different keys with one body make different leads', async () => {
  const first = await create(used.gateway, used.workspace.key, body, { 'idempotency-key': 'a' })
  const second = await create(used.gateway, used.workspace.key, body, { 'idempotency-key': 'A' })
  expect(second.lead.id).not.toBe(first.lead.id)
})

describe('a key', () => {
  test.each([
    ['empty', ''],
    ['blank', '   '],
    ['empty in quotes', '""'],
    ['of 256 characters', 'k'.repeat(256)],
    ['with a letter outside ASCII', 'caf\u00e9'],
    ['with a tab', 'a\tb'],
  ])('%s is refused, nothing stored', async (_name, key) => {
    const { gateway, workspace } = used
    const response = await storesNothing(gateway.db, workspace.id, async () =>
      gateway.post(workspace.key, body, { 'idempotency-key': key }),
    )
    const problem = await expectProblem(response, 400, 'invalid_request')
    expect(problem.detail).toContain('Idempotency-Key')
  })

  test.each([
    ['of 255 characters', 'k'.repeat(255)],
    ['with signs', `a:b/c?d=e&f;g,h'i\\"{}`],
    ['that is a UUID', '0198c0de-0000-7000-8000-000000000000'],
    ['named like a prototype', '__proto__'],
  ])('%s is taken', async (_name, key) => {
    const first = await create(used.gateway, used.workspace.key, body, { 'idempotency-key': key })
    const again = await create(used.gateway, used.workspace.key, body, { 'idempotency-key': key })
    expect(again).toEqual(first)
  })
})

describe('a refused request does not use its key up', () => {
  test.each<[string, unknown, number]>([
    ['an invalid body', {}, 400],
    ['an unknown checklist code', { ...body, checklistItems: [{ code: 'unknown' }] }, 400],
    ['broken JSON', '{"firstName":', 400],
    ['a body over the limit', { ...body, note: 'x'.repeat(1_100_000) }, 413],
  ])('%s', async (name, wrong, status) => {
    const { gateway, workspace } = used
    const headers = { 'idempotency-key': `refused: ${name}` }
    await storesNothing(gateway.db, workspace.id, async () => {
      expect((await gateway.post(workspace.key, wrong, headers)).status).toBe(status)
    })
    const response = await gateway.post(workspace.key, body, headers)
    expect(response.status).toBe(200)
    expect(response.headers.get('idempotent-replayed')).toBeNull()
  })
})

test('an expired key is free again, for the same and for another body', async () => {
  const workspace = await makeWorkspace(used.gateway.db)
  const headers = { 'idempotency-key': 'old' }
  const expire = () =>
    used.gateway.db
      .updateTable('idempotency_keys')
      .set({ expires_at: new Date(Date.now() - 1000) })
      .where('workspace_id', '=', workspace.id)
      .execute()
  const first = await create(used.gateway, workspace.key, body, headers)
  await expire()
  const second = await create(used.gateway, workspace.key, body, headers)
  expect(second.lead.id).not.toBe(first.lead.id)
  await expire()
  const third = await used.gateway.post(workspace.key, { firstName: 'Eve' }, headers)
  expect(third.status).toBe(200)
  expect(third.headers.get('idempotent-replayed')).toBeNull()
  expect(await countStored(used.gateway.db, workspace.id)).toMatchObject({ leads: 3, idempotency_keys: 1 })
  const kept = await used.gateway.db
    .selectFrom('idempotency_keys')
    .select('expires_at')
    .where('workspace_id', '=', workspace.id)
    .executeTakeFirstOrThrow()
  expect(kept.expires_at.getTime()).toBeGreaterThan(Date.now())
})
