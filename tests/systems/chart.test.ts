import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { appPrograms } from '@intake/testing/app-programs'
import { type RunningApp, startProgram } from '@intake/testing/start-app'
import { type Stack, startStack } from '@intake/testing/start-stack'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { findHelm } from './chart/find-helm.ts'
import { chart, type KubernetesObject, type PodTemplate, renderChart } from './chart/render-chart.ts'
import { bucket, refused, valueSets } from './chart/value-sets.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const processes = ['gateway', 'worker', 'console'] as const

/** Who reads each setting, and whether it is secret, by the page that is made of the schemas. */
const settings = new Map<string, { isSecret: boolean; readers: string[] }>()
for (const [, name = '', does = '', readers = ''] of read('docs/configuration.md').matchAll(
  /^\| `(\w+)` \| .* \| (.*) \| (.*) \|$/gm,
)) {
  const others = settings.get(name)?.readers ?? []
  settings.set(name, { isSecret: does.endsWith('Secret.'), readers: [...others, ...readers.split(', ')] })
}

/** What validates objects of a kind. */
async function modelOf({ apiVersion, kind }: KubernetesObject) {
  const packageOf: Record<string, string> = {
    'keda.sh/v1alpha1': '@kubernetes-models/keda/',
    'monitoring.coreos.com/v1': '@kubernetes-models/prometheus-operator/',
  }
  const module = await import(`${packageOf[apiVersion] ?? 'kubernetes-models/'}${apiVersion}/${kind}`)
  return module[kind] as new (
    data: unknown,
  ) => { validate(): void }
}

const podsOf = (objects: KubernetesObject[]) =>
  objects.filter(({ kind }) => ['Deployment', 'Job'].includes(kind)).map(({ spec }) => spec.template)
const containersOf = ({ spec }: PodTemplate) => [...(spec.initContainers ?? []), ...spec.containers]
const named = (objects: KubernetesObject[], kind: string, name: string) =>
  objects.find((each) => each.kind === kind && each.metadata.name === name)
const isPartOf = (part: Record<string, string>, whole: Record<string, string> = {}) =>
  Object.entries(part).every(([name, value]) => whole[name] === value)

test('helm finds nothing wrong with the chart', () => {
  const { status, stdout } = spawnSync(
    findHelm(),
    ['lint', '--strict', chart, '--set', 'storage.s3.bucket=b'],
    {
      encoding: 'utf8',
    },
  )
  expect(status, stdout).toBe(0)
})

test('there are at least fifteen sets of values', () => {
  expect(Object.keys(valueSets).length).toBeGreaterThanOrEqual(15)
})

describe.each(Object.entries(valueSets))('%s', (_, values) => {
  const { objects, error } = renderChart(values)

  test('renders objects that Kubernetes knows', async () => {
    expect(error).toBe('')
    for (const object of objects.filter(({ kind }) => kind !== 'HTTPRoute')) {
      const Model = await modelOf(object)
      expect(() => new Model(object).validate(), `${object.kind} ${object.metadata.name}`).not.toThrow()
    }
    const places = objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)
    expect(new Set(places).size).toBe(places.length)
  })

  test('gives each process settings that it reads, each once, and secrets out of a Secret', () => {
    const containers = podsOf(objects).flatMap(containersOf)
    expect(containers.length).toBeGreaterThan(1)
    for (const { name, env } of containers) {
      const reader = name === 'migrate' ? 'admin' : name
      const names = env.map((each) => each.name)
      expect(new Set(names).size).toBe(names.length)
      expect(names).toContain('DATABASE_URL')
      for (const each of env) {
        const setting = settings.get(each.name)
        expect(setting?.readers, `${each.name} of ${name}`).toContain(reader)
        // The id of a key is no secret, but it stands beside it.
        if (setting?.isSecret) expect(each.valueFrom, each.name).toBeDefined()
        else if (each.name !== 'S3_ACCESS_KEY_ID') expect(each.value, each.name).toBeTruthy()
      }
    }
  })

  test('runs as nobody in particular, and names only what is there', () => {
    for (const template of podsOf(objects)) {
      const { spec, metadata } = template
      expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 1000 })
      const volumes = spec.volumes.map(({ name }) => name)
      for (const container of containersOf(template)) {
        expect(container.securityContext).toMatchObject({
          readOnlyRootFilesystem: true,
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
        })
        for (const mount of container.volumeMounts) expect(volumes).toContain(mount.name)
      }
      for (const { persistentVolumeClaim } of spec.volumes) {
        const claim = persistentVolumeClaim?.claimName
        if (claim && claim !== 'shared') expect(named(objects, 'PersistentVolumeClaim', claim)).toBeDefined()
      }
      const account = spec.serviceAccountName
      if (account && account !== 'default') expect(named(objects, 'ServiceAccount', account)).toBeDefined()
      expect(metadata.labels['app.kubernetes.io/name']).toBe('intake')
    }
  })

  test('services, budgets, policies and scalers find what they are for', () => {
    const pods = objects.filter(({ kind }) => kind === 'Deployment').map(({ spec }) => spec.template)
    for (const { kind, metadata, spec } of objects) {
      const what = `${kind} ${metadata.name}`
      if (kind === 'Service') {
        const pod = pods.find((each) => isPartOf(spec.selector, each.metadata.labels))
        const open = pod?.spec.containers[0]?.ports?.map(({ name }) => name)
        for (const { targetPort } of spec.ports) expect(open, what).toContain(targetPort)
      }
      if (kind === 'PodDisruptionBudget')
        expect(pods.some((each) => isPartOf(spec.selector.matchLabels, each.metadata.labels))).toBe(true)
      if (kind === 'NetworkPolicy') {
        const pod = pods.find((each) => isPartOf(spec.podSelector.matchLabels, each.metadata.labels))
        const open = pod?.spec.containers[0]?.ports?.map(({ name }) => name)
        for (const { port } of spec.ingress.flatMap(({ ports }) => ports)) expect(open, what).toContain(port)
      }
      if (kind === 'ServiceMonitor') {
        const services = objects.filter(
          (each) => each.kind === 'Service' && isPartOf(spec.selector.matchLabels, each.metadata.labels),
        )
        expect(services).toHaveLength(1)
        for (const { port } of spec.endpoints)
          expect(services[0]?.spec.ports.map(({ name }) => name)).toContain(port)
      }
      if (spec?.scaleTargetRef) {
        const target = named(objects, 'Deployment', spec.scaleTargetRef.name)
        expect(target, what).toBeDefined()
        // Otherwise each upgrade would undo what was scaled.
        expect(target?.spec.replicas).toBeUndefined()
      }
      if (kind === 'ScaledObject') expect(spec.minReplicaCount).toBeGreaterThan(0)
    }
  })
})

test.each(refused)('%s is refused', (_, values, message) => {
  const { error } = renderChart(values)
  expect(error.replaceAll(/\s+/g, ' ')).toMatch(message)
})

test('rules and dashboard are those of ops', () => {
  const { objects } = renderChart({
    ...bucket,
    prometheusRule: { enabled: true },
    dashboard: { enabled: true },
  })
  const rule = objects.find(({ kind }) => kind === 'PrometheusRule')
  expect(rule?.spec.groups).toEqual(parse(read('ops/alerts.yml')).groups)
  const dashboard = named(objects, 'ConfigMap', 'intake-dashboard')?.data?.['intake.json']
  expect(JSON.parse(`${dashboard}`)).toEqual(JSON.parse(read('ops/grafana/intake.json')))
})

test('only who is named may see metrics and the console', () => {
  const { objects } = renderChart({ ...bucket, networkPolicy: { enabled: true } })
  const ingressOf = (part: string) => named(objects, 'NetworkPolicy', `intake-${part}`)?.spec.ingress
  const consoles = {
    podSelector: { matchLabels: expect.objectContaining({ 'app.kubernetes.io/component': 'console' }) },
  }
  expect(ingressOf('gateway')).toEqual([
    { ports: [{ port: 'http' }] },
    { ports: [{ port: 'metrics' }], from: [consoles] },
  ])
  expect(ingressOf('worker')).toEqual([{ ports: [{ port: 'http' }], from: [consoles] }])
  expect(ingressOf('console')).toEqual([])
})

test('the key that encrypts is handed to gateways, workers and the console', () => {
  const { objects } = renderChart(valueSets['a key that encrypts'] ?? {})
  const given = podsOf(objects)
    .flatMap(containersOf)
    .filter(({ env }) => env.some(({ name }) => name === 'ENCRYPTION_KEYS'))
  expect(given.map(({ name }) => name).sort()).toEqual(['console', 'gateway', 'worker'])
})

describe('the processes', () => {
  const directory = mkdtempSync(join(tmpdir(), 'intake-chart-'))
  let stack: Stack
  const running: RunningApp[] = []
  beforeAll(async () => {
    stack = await startStack({ gateways: 0, workers: 0 })
  })
  afterAll(async () => {
    await Promise.all(running.map((app) => app.stop()))
    await stack.close()
    rmSync(directory, { recursive: true, force: true })
  })

  test.each(processes)('the %s starts with what the chart gives it, and answers its probes', async (name) => {
    const { objects } = renderChart(valueSets['files on a claim that several gateways share'] ?? {})
    const [container] = named(objects, 'Deployment', `intake-${name}`)?.spec.template.spec.containers ?? []
    expect(container?.args).toEqual([`programs/${name}.mjs`])
    const given = container?.env.map((each) => [each.name, each.value ?? `secret of ${each.name}`.padEnd(40)])
    const app = await startProgram(name, (await appPrograms())[name], {
      ...Object.fromEntries(given ?? []),
      DATABASE_URL: stack.database.url,
      REDIS_URL: stack.redisUrl,
      STORAGE_DIR: directory,
      HOST: '127.0.0.1',
      PORT: '',
      METRICS_PORT: '',
    })
    running.push(app)
    const probes = [container?.startupProbe, container?.livenessProbe, container?.readinessProbe]
    for (const probe of probes) {
      expect(probe?.httpGet.port).toBe('http')
      expect((await fetch(`${app.url}${probe?.httpGet.path}`)).status).toBe(200)
    }
  })
})
