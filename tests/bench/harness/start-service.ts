import { type BreakableStackOptions, startBreakableStack } from '@intake/testing/start-breakable-stack'
import { makeBody, tagNames } from '../load/make-body.ts'
import type { Contender } from './measure-in-turns.ts'

/** Quiet, and with the reconciler at its usual pace; it leaves a backlog alone that is there on purpose. */
export const serviceEnv = {
  LOG_LEVEL: 'warn',
  RECONCILE_EVERY: '5s',
  RECONCILE_AFTER: '30m',
  SHUTDOWN_DELAY: '0ms',
}

/** Gateways and workers on a Postgres and a Redis of their own, all with fsync as in production. */
export function startService(options: BreakableStackOptions) {
  return startBreakableStack({ ...options, env: { ...serviceEnv, ...options.env } })
}

export type Service = Awaited<ReturnType<typeof startService>>

/** The process that is behind this gateway or worker. */
export function pidOf(slot: Service['gateways'][number] | undefined): number {
  if (!slot?.running) throw new Error('it does not run')
  return slot.running.pid
}

/** The gateways as what takes load, with all processes that its answers cost CPU. */
export function serviceContender(service: Service, name = 'Intake'): Contender {
  const [url = '', ...otherUrls] = service.gateways.map((gateway) => `${gateway.url}/api/v1/leads`)
  return {
    name,
    url,
    otherUrls,
    headers: { 'x-api-key': service.workspace.key },
    pids: {
      node: service.gateways.map(pidOf),
      postgres: service.postgres.pid(),
      redis: service.redis.pid(),
    },
  }
}

/** Makes the tags that the bodies use. Answers how large an answer is. */
export async function makeTags({ url, headers }: Pick<Contender, 'url' | 'headers'>): Promise<number> {
  let bytes = 0
  for (const index of tagNames.keys()) {
    const response = await fetch(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': `tag-${index}` },
      body: makeBody(1, index),
    })
    if (!response.ok) throw new Error(`the service answered ${response.status}: ${await response.text()}`)
    bytes = (await response.arrayBuffer()).byteLength
  }
  return bytes
}
