import { fileURLToPath } from 'node:url'
import { appPrograms } from '@intake/testing/app-programs'
import { expect, onTestFinished, test } from 'vitest'
import { isStopped } from '../harness/process-use.ts'
import { makeBody, tagNames } from '../load/make-body.ts'
import { startCode } from './start-code.ts'

const directory = fileURLToPath(new URL('../../../', import.meta.url))

test('a checkout takes leads in while its worker stands still, and enriches them when they are measured', async () => {
  const service = await startCode('new', { directory, programs: await appPrograms() })
  onTestFinished(() => service.close())
  const { contender } = service
  for (let index = 0; index < 5; index++) {
    const headers = { ...contender.headers, 'content-type': 'application/json' }
    const response = await fetch(contender.url, { method: 'POST', headers, body: makeBody(7, index) })
    expect(response.status).toBe(200)
  }
  const drained = await service.drain()
  expect(drained.leads).toBe(5)
  expect(Object.keys(drained.cpuMicros)).toEqual(['gateway', 'postgres', 'redis', 'worker'])
  const { leads, bytes } = await service.vacuum()
  expect(leads).toBe(tagNames.length + 5)
  expect(bytes.leads).toBeGreaterThan(0)
  expect((await service.drain()).leads).toBe(0)
  expect(isStopped(service.worker)).toBe(true)
}, 240_000)
