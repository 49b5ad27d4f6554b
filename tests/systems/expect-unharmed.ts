import { waitFor } from '@intake/testing/wait-for'
import { expect } from 'vitest'
import { startLoad } from '../chaos/load.ts'
import { verify } from '../chaos/verify.ts'
import type { Service } from './start-service.ts'

/** Sends leads while `harm` happens: each is answered 2xx at the first try, and enriched once, without anyone's help. */
export async function expectUnharmed(service: Service, harm: () => Promise<void>): Promise<void> {
  const load = startLoad(service.target, 6)
  const more = async (count: number) => {
    const before = load.answers.length
    await waitFor(`${count} more answers`, () => load.answers.length >= before + count, 60_000)
  }
  try {
    await more(50)
    await harm()
    await more(50)
  } finally {
    await load.stop()
  }
  await waitFor('every lead to be enriched', async () => (await service.countOwed()) === 0, 60_000)
  expect(load.failures).toEqual([])
  expect(load.answers.filter(({ attempts }) => attempts > 1)).toEqual([])
  expect(await verify(service, service.target, load.answers)).toEqual({ lost: [], doubled: [] })
}
