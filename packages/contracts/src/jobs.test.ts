import { expect, test } from 'vitest'
import { jobCatalogue } from './jobs.ts'

// Payloads as they were queued by the first version; those may still wait in a Redis when a new version starts.
const yesterday = [
  { workspaceId: '0198f7a0-0000-7000-8000-000000000001', leadIds: ['0198f7a0-0000-7000-8000-000000000002'] },
  {
    workspaceId: '0198f7a0-0000-7000-8000-000000000001',
    leadIds: ['0198f7a0-0000-7000-8000-000000000002'],
    requestIds: [null],
  },
]

test.each(Object.entries(jobCatalogue))("%s reads yesterday's payloads", (_name, { payload }) => {
  for (const old of yesterday) expect(payload.parse(old)).toEqual(old)
})

test.each(Object.entries(jobCatalogue))('%s refuses what is no payload', (_name, { payload }) => {
  for (const wrong of [{}, { workspaceId: 'x', leadIds: ['y'] }, { ...yesterday[0], leadIds: [] }])
    expect(payload.safeParse(wrong).success).toBe(false)
})
