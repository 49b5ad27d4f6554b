import { CreateLeadAnswer, GetLeadAnswer } from '@intake/contracts/lead-answer'
import { makeWorkspace } from '@intake/testing/make-workspace'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeGateway, type TestGateway } from '../make-gateway.ts'

let gateway: TestGateway
beforeAll(async () => {
  gateway = await makeGateway()
})
afterAll(() => gateway.close())

const example = {
  firstName: 'John',
  lastName: 'Doe',
  email: 'john@example.com',
  phoneNumber: '6782319992',
  businessName: 'Pacific Coast Container Haulers',
  assigneeType: 'manual',
  checklistItems: [
    { code: 'business_name', value: 'Pacific Coast Container Haulers', status: 'COMPLETED' },
    { code: 'tax_id', value: '12-3456789', status: 'COMPLETED' },
  ],
}

test('the documented example gets the documented answer, and a read gives the same', async () => {
  const workspace = await makeWorkspace(gateway.db)
  const response = await gateway.post(workspace.key, example)
  const body = await response.json()
  expect(response.status, JSON.stringify(body)).toBe(200)
  expect(response.headers.get('content-type')).toBe('application/json')
  const answer = CreateLeadAnswer.parse(body)
  expect(answer.lead).toMatchObject({
    firstName: 'John',
    lastName: 'Doe',
    email: 'john@example.com',
    phoneNumber: '+16782319992',
    businessName: 'Pacific Coast Container Haulers',
    assigneeType: 'HUMAN_AGENT',
    source: 'api',
    isTest: false,
    workspaceId: workspace.id,
    tags: [],
  })
  expect(answer.status).toBe('IN_PROGRESS')
  expect(answer.checklistItems.map((group) => group.name)).toEqual(['Business', 'Owner', 'Documents'])
  const read = await (await gateway.get(workspace.key, answer.lead.id)).json()
  expect(GetLeadAnswer.parse(read)).toEqual(read)
  const { success, warnings, ...created } = answer
  expect(success).toBe(true)
  expect(warnings).toEqual([])
  expect(read).toEqual({ ...created, callingWindow: null })
})
