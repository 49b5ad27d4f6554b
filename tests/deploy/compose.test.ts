import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { parse } from 'yaml'

interface Service {
  ports?: string[]
  networks: string[]
  mem_limit?: string
  pids_limit?: number
  logging?: { options: Record<string, string> }
  security_opt?: string[]
  environment?: Record<string, string>
  command?: string[]
  stop_grace_period?: string
}

const read = (path: string) => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8')
const { services, networks } = parse(read('docker-compose.yml'), { merge: true }) as {
  services: Record<string, Service>
  networks: Record<string, { internal?: boolean } | null>
}
const all = Object.entries(services)

test.each(all)('%s has bounds for memory, processes and its log, and gains no rights', (_, service) => {
  expect(service.mem_limit).toMatch(/^\d+[mg]$/)
  expect(service.pids_limit).toBeGreaterThan(0)
  expect(service.logging?.options).toMatchObject({
    'max-size': expect.any(String),
    'max-file': expect.any(String),
  })
  expect(service.security_opt).toContain('no-new-privileges:true')
})

test('only Caddy is reached from other machines', () => {
  for (const [name, { ports = [] }] of all) {
    if (name === 'caddy') expect(ports).toContain('443:443')
    else
      for (const port of ports)
        expect(port, name).toMatch(/^(127\.0\.0\.1|\$\{GATEWAY_ADDRESS:-127\.0\.0\.1\}):/)
  }
})

test('Postgres and Redis are on a network without a way out, and publish nothing', () => {
  expect(networks.back?.internal).toBe(true)
  for (const name of ['postgres', 'redis']) {
    expect(services[name]?.networks).toEqual(['back'])
    expect(services[name]?.ports).toBeUndefined()
  }
  // Caddy and the watchers have no business there.
  for (const name of ['caddy', 'prometheus', 'grafana']) expect(services[name]?.networks).toEqual(['front'])
})

test('only migrations log in as the owner of the tables', () => {
  const users = all.flatMap(([name, { environment }]) => {
    const url = environment?.DATABASE_URL
    return url ? [[name, /\/\/(\w+):/.exec(url)?.[1]]] : []
  })
  expect(Object.fromEntries(users)).toEqual({
    migrate: 'intake',
    admin: 'intake_app',
    gateway: 'intake_app',
    worker: 'intake_app',
    console: 'intake_app',
  })
})

test('the key that encrypts is handed to those that encrypt, and to nobody else', () => {
  const given = all.filter(([, { environment }]) => environment?.ENCRYPTION_KEYS).map(([name]) => name)
  expect(given).toEqual(['admin', 'gateway', 'worker', 'console'])
})

test('every program that is started is one that the image has', () => {
  const programs = all.flatMap(([, { command = [] }]) =>
    command.filter((word) => word.startsWith('programs/')),
  )
  expect(programs.sort()).toEqual(
    ['admin', 'console', 'gateway', 'worker'].map((name) => `programs/${name}.mjs`),
  )
  const made = /const apps = \[(.*)\] as const/.exec(read('packages/bundle/src/bundle-apps.ts'))?.[1]
  for (const program of programs) expect(made).toContain(`'${program.slice(9, -4)}'`)
})
