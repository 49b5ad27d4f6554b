import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { makeWorkspace, type TestWorkspace } from '@intake/testing/make-workspace'
import { type Stack, startStack } from '@intake/testing/start-stack'
import { waitFor } from '@intake/testing/wait-for'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'

const root = fileURLToPath(new URL('../../', import.meta.url))
const examples = join(root, 'examples')
let stack: Stack
/** With the checklist of the demo, which the worked examples fill. */
let workspace: TestWorkspace
let directory: string
let url: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'intake-examples-'))
  stack = await startStack({
    env: {
      WEBHOOK_ALLOW_HTTP: 'true',
      WEBHOOK_ALLOW_PRIVATE: 'true',
      ENCRYPTION_KEYS: 'a key of the tests of some length and no less',
    },
  })
  url = stack.apps.gateway[0]?.url ?? ''
  const template = parse(await readFile(join(root, 'apps/local/demo-checklist.yaml'), 'utf8'))
  workspace = await makeWorkspace(stack.database.db, { template })
}, 120_000)
afterAll(async () => {
  await stack.close()
  await rm(directory, { recursive: true, force: true })
}, 60_000)

const environment = (key = workspace.key) => ({ PATH: process.env.PATH, KEY: key, INTAKE_URL: url })

async function call<Answer>(path: string, body?: object): Promise<Answer> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { 'x-api-key': workspace.key, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  expect(response.status, text).toBeLessThan(300)
  return JSON.parse(text)
}

async function sourceOf(leadId: string): Promise<string> {
  return (await call<{ lead: { source: string } }>(`/leads/${leadId}`)).lead.source
}

test('send-lead.sh sends a lead with curl, and tells why one is refused', async () => {
  const script = join(examples, 'send-lead.sh')
  const sent = spawnSync('sh', [script], { env: environment(), encoding: 'utf8' })
  expect(sent).toMatchObject({ status: 0, stderr: '' })
  expect(await sourceOf(JSON.parse(sent.stdout).lead.id)).toBe('send-lead.sh')
  const refused = spawnSync('sh', [script], { env: environment('nonsense'), encoding: 'utf8' })
  expect(refused.status).not.toBe(0)
  expect(JSON.parse(refused.stdout)).toMatchObject({ code: 'unauthorized' })
  expect(spawnSync('sh', [script], { env: {}, encoding: 'utf8' }).stderr).toContain('set KEY')
})

test('send-lead.ts sends a lead with the client as it is built', async () => {
  const installed = join(directory, 'node_modules/@intake/client')
  await mkdir(installed, { recursive: true })
  await cp(join(root, 'packages/client/package.json'), join(installed, 'package.json'))
  await cp(join(examples, 'send-lead.ts'), join(directory, 'send-lead.mts'))
  const compile = [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'packages/client/tsconfig.json']
  await promisify(execFile)(process.execPath, [...compile, '--outDir', join(installed, 'dist')], {
    cwd: root,
  })
  const run = (key?: string) =>
    spawnSync(process.execPath, ['--import', 'tsx', join(directory, 'send-lead.mts')], {
      ...{ cwd: root, env: environment(key), encoding: 'utf8' },
    })
  const { stdout, stderr, status } = run()
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 })
  const [, id = ''] = /^Lead (\S+) is IN_PROGRESS; \d+ others have/.exec(stdout) ?? []
  expect(await sourceOf(id)).toBe('send-lead.ts')
  expect(run('nonsense')).toMatchObject({ status: 1, stderr: expect.stringContaining('unauthorized') })
})

test('send_lead.py sends a lead with the standard library', async ({ skip }) => {
  const isThere = spawnSync('python3', ['--version'], { encoding: 'utf8' }).status === 0
  if (!isThere) skip('python3 is not on the PATH of this machine: nothing was tried of send_lead.py')
  const run = (key?: string) =>
    spawnSync('python3', [join(examples, 'send_lead.py')], {
      ...{ env: { ...process.env, ...environment(key) }, encoding: 'utf8' },
    })
  const { stdout, stderr, status } = run()
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 })
  expect(await sourceOf(stdout.trim())).toBe('send_lead.py')
  expect(run('nonsense')).toMatchObject({ status: 1, stderr: expect.stringContaining('unauthorized') })
})

test('receive-webhooks.ts takes what is signed once, and nothing that isn’t, or is too old', async () => {
  const receiver = await startReceiverExample()
  try {
    const { webhookEndpoint, secret } = await receiver.register()
    await receiver.restartWith(secret)
    await call(`/webhook-endpoints/${webhookEndpoint.id}/test`, {})
    await waitFor('the test event', () => receiver.output().includes('webhook.test'))
    const { lead } = await call<{ lead: { id: string } }>('/leads', { firstName: 'Ada' })
    await waitFor('the lead', () => receiver.output().includes(`lead.created ${lead.id}`))

    const body = JSON.stringify({ event: 'forged', data: {} })
    const post = async (signedWith: string, at: Date, id: string = randomUUID()) => {
      const response = await fetch(receiver.address(), {
        method: 'POST',
        headers: {
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
          'webhook-signature': new Webhook(signedWith).sign(id, at, body),
        },
        body,
      })
      return response.status
    }
    const other = `whsec_${Buffer.from('another secret, as long as the first').toString('base64')}`
    expect(await post(other, new Date())).toBe(401)
    expect(await post(secret, new Date(Date.now() - 3600_000))).toBe(401)
    expect((await fetch(receiver.address(), { method: 'POST', body })).status).toBe(401)
    expect(receiver.output()).not.toContain('forged')
    expect(await post(secret, new Date(), 'again')).toBe(204)
    expect(await post(secret, new Date(), 'again')).toBe(204)
    await waitFor('the event', () => receiver.output().includes('forged'))
    expect(receiver.output().match(/forged/g)).toHaveLength(1)
  } finally {
    await receiver.stop()
  }
})

/** The receiver on a port of its own; its endpoint has to be made before it knows the secret. */
async function startReceiverExample() {
  let child: ChildProcess | undefined
  let output = ''
  let port = '0'
  const start = async (secret: string) => {
    output = ''
    child = spawn(process.execPath, ['--import', 'tsx', join(examples, 'receive-webhooks.ts')], {
      ...{ cwd: root, env: { PATH: process.env.PATH, SECRET: secret, PORT: port }, stdio: 'pipe' },
    })
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (text) => {
        output += text
      })
    const found = await waitFor('the receiver', () => /127\.0\.0\.1:(\d+)/.exec(output))
    port = found[1] ?? ''
  }
  const stop = async () => {
    const exited = child && once(child, 'exit')
    child?.kill('SIGTERM')
    await exited
  }
  const address = () => `http://127.0.0.1:${port}/hooks`
  await start('whsec_bm9uZSB5ZXQ=')
  return {
    address,
    output: () => output,
    register: () =>
      call<{ webhookEndpoint: { id: string }; secret: string }>('/webhook-endpoints', {
        url: address(),
        events: ['lead.created'],
      }),
    restartWith: async (secret: string) => {
      await stop()
      await start(secret)
    },
    stop,
  }
}

/** Blocks of a file of Bruno, by their names. */
function readBlocks(text: string): Map<string, string> {
  const blocks = text.matchAll(/^(\S+) \{\n([\s\S]*?)\n\}$/gm)
  return new Map(
    [...blocks].map(([, name = '', content = '']) => [name, content.replaceAll(/^ {2}/gm, '')] as const),
  )
}

function readPairs(text = ''): [string, string][] {
  return text
    .split('\n')
    .filter((line) => line && !line.startsWith('~'))
    .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()])
}

/** They need a file, a second lead, or an endpoint that the call before has not disabled. */
const needMore = new Set(['uploadDocuments', 'mergeLeads', 'unmergeLead', 'replayWebhookDelivery'])
const methods = ['get', 'post', 'put', 'delete']

test('the Bruno collection’s calls are taken one after the other, with the ids of what was made', async () => {
  const collection = readBlocks(await readFile(join(examples, 'bruno/collection.bru'), 'utf8'))
  const variables = new Map([
    ['baseUrl', url],
    ['apiKey', workspace.key],
  ])
  const unknown = new Set<string>()
  const fill = (text: string) =>
    text.replaceAll(/\{\{(\$?\w+)\}\}/g, (_, name: string) => {
      if (name === '$guid') return randomUUID()
      const value = variables.get(name)
      if (value === undefined) unknown.add(name)
      return value ?? ''
    })
  const requests = (await readRequests()).filter(({ name }) => !needMore.has(name))
  const destroys = ({ method, name }: { method: string; name: string }) =>
    method === 'delete' || name === 'eraseLead'
  const sent: string[] = []
  for (const request of [...requests.filter((one) => !destroys(one)), ...requests.filter(destroys)]) {
    const { name, method, blocks } = request
    unknown.clear()
    const path = readPairs(blocks.get('params:path'))
    const [, template = ''] = /^url: (.*)$/m.exec(blocks.get(method) ?? '') ?? []
    let address = fill(template)
    for (const [of, value] of path) address = address.replace(`:${of}`, encodeURIComponent(fill(value)))
    const body = blocks.get('body:json') ?? blocks.get('body:text')
    const filled = body === undefined ? undefined : fill(body)
    // Submissions and deliveries come by themselves.
    if (unknown.size > 0) continue
    const headers = [...readPairs(collection.get('headers')), ...readPairs(blocks.get('headers'))]
    const response = await fetch(address, {
      method: method.toUpperCase(),
      headers: {
        ...(blocks.has('body:json') && { 'content-type': 'application/json' }),
        ...Object.fromEntries(headers.map(([of, value]) => [of, fill(value)])),
      },
      ...(filled !== undefined && { body: filled }),
    })
    const text = await response.text()
    expect({ name, status: response.status, text: response.ok ? '' : text }).toEqual({
      ...{ name, status: expect.toSatisfy((status: number) => status < 300), text: '' },
    })
    sent.push(name)
    for (const [variable, member] of readPairs(blocks.get('vars:post-response')))
      variables.set(variable, memberOf(JSON.parse(text), member.replace(/^res\.body\./, '')))
  }
  expect(sent).toEqual(
    expect.arrayContaining(['createLead', 'getLead', 'listWebhookDeliveries', 'eraseLead']),
  )
  expect(sent.length).toBeGreaterThan(40)
})

/** In the order in which Bruno runs them. */
async function readRequests() {
  const folder = join(examples, 'bruno')
  const files = (await readdir(folder, { recursive: true })).filter((name) => /^[A-Z].*\.bru$/.test(name))
  const all = await Promise.all(
    files.map(async (file) => {
      const blocks = readBlocks(await readFile(join(folder, file), 'utf8'))
      const meta = new Map(readPairs(blocks.get('meta')))
      const method = methods.find((one) => blocks.has(one)) ?? ''
      const [place = ''] = file.split('/')
      return { name: meta.get('name') ?? '', place, seq: Number(meta.get('seq')), method, blocks }
    }),
  )
  const folders = new Map(all.filter(({ method }) => method === '').map(({ name, seq }) => [name, seq]))
  const rank = ({ place, seq }: { place: string; seq: number }) => (folders.get(place) ?? 0) * 1000 + seq
  return all.filter(({ method }) => method !== '').sort((a, b) => rank(a) - rank(b))
}

function memberOf(value: unknown, path: string): string {
  const found = path
    .replaceAll(/\[(\d+)\]/g, '.$1')
    .split('.')
    .reduce((one, name) => (one as Record<string, unknown>)[name], value)
  return String(found)
}

test('the n8n workflow leads from its webhook to a request that is taken, once however often it is tried', async () => {
  const { nodes, connections } = JSON.parse(await readFile(join(examples, 'n8n-send-lead.json'), 'utf8'))
  const [start, send] = nodes
  expect(nodes.map(({ type }: { type: string }) => type)).toEqual([
    'n8n-nodes-base.webhook',
    'n8n-nodes-base.httpRequest',
  ])
  expect(connections[start.name].main[0]).toEqual([{ node: send.name, type: 'main', index: 0 }])
  const body = { first_name: 'Rosa', last_name: 'Luna', email: 'rosa@example.com', phone: '6782319992' }
  const item = { $json: { body: { ...body, message: 'Hello' } }, $execution: { id: '77' }, $itemIndex: 0 }
  const { parameters } = send
  const headers = Object.fromEntries(
    parameters.headerParameters.parameters.map(({ name, value }: { name: string; value: string }) => [
      name,
      evaluate(value, item),
    ]),
  )
  const request = () =>
    fetch(evaluate(parameters.url, item).replace('http://127.0.0.1:3000', url), {
      method: parameters.method,
      // What its credential adds.
      headers: { ...headers, 'content-type': 'application/json', 'x-api-key': workspace.key },
      body: evaluate(parameters.jsonBody, item),
    })
  const first = await request()
  expect(first.status).toBe(200)
  const { lead } = (await first.json()) as { lead: { id: string } }
  expect(await (await request()).json()).toMatchObject({ lead: { id: lead.id } })
  expect(await call(`/leads/${lead.id}`)).toMatchObject({
    lead: {
      firstName: 'Rosa',
      phoneNumber: '+16782319992',
      source: 'n8n',
      customFields: { message: 'Hello' },
    },
  })
})

/** A parameter of n8n: text, or after `=` a template whose `{{ }}` are JavaScript. */
function evaluate(parameter: string, variables: Record<string, unknown>): string {
  if (!parameter.startsWith('=')) return parameter
  return parameter.slice(1).replaceAll(/\{\{(.*?)\}\}(?!\})/gs, (_, expression: string) => {
    const compute = new Function(...Object.keys(variables), `return (${expression})`)
    return String(compute(...Object.values(variables)))
  })
}

test('the README of the examples lists each of them', async () => {
  const readme = await readFile(join(examples, 'README.md'), 'utf8')
  for (const name of await readdir(examples)) if (name !== 'README.md') expect(readme).toContain(`](${name})`)
})
