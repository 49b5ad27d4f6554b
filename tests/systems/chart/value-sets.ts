import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { chart } from './render-chart.ts'

export const bucket = { storage: { s3: { bucket: 'files' } } }
const local = { type: 'local', publicUrl: 'https://leads.example.com' }
const peer = { namespaceSelector: { matchLabels: { name: 'a' } } }

const examples = Object.fromEntries(
  readdirSync(join(chart, 'examples')).map((name) => [
    `examples/${name}`,
    parse(readFileSync(join(chart, 'examples', name), 'utf8')) as object,
  ]),
)

/** Sets of values, each with something that others lack. */
export const valueSets: Record<string, object> = {
  ...examples,
  'as little as possible': bucket,
  'an image by digest, from a private registry': {
    ...bucket,
    image: { repository: 'r.example.com/intake', digest: `sha256:${'a'.repeat(64)}` },
    imagePullSecrets: [{ name: 'registry' }],
  },
  'a key that encrypts': { ...bucket, secret: { encryptionKeys: true } },
  'S3 of another maker': {
    storage: {
      s3: { bucket: 'files', endpoint: 'http://minio:9000', forcePathStyle: true, keysInSecret: true },
    },
  },
  'files on a claim that several gateways share': {
    storage: { ...local, local: { existingClaim: 'shared' } },
  },
  'files on a new claim for many': {
    storage: { ...local, local: { accessMode: 'ReadWriteMany', storageClass: 'nfs' } },
  },
  'migrations by Argo CD, as their owner': {
    ...bucket,
    migration: { mode: 'argocd', databaseUrl: { name: 'owner', key: 'uri' } },
  },
  'migrations by each pod': { ...bucket, migration: { mode: 'initContainer' } },
  'migrations by hand': { ...bucket, migration: { mode: 'none' } },
  'without a console': { ...bucket, console: { enabled: false } },
  'a console for operators': {
    ...bucket,
    console: { ingress: { enabled: true, host: 'console.example.com', tlsSecret: 'console' } },
    networkPolicy: { enabled: true, clients: [peer], operators: [peer], egress: [{ to: [peer] }] },
  },
  'a route of the Gateway API': {
    ...bucket,
    httpRoute: { enabled: true, hostnames: ['leads.example.com'], parentRefs: [{ name: 'public' }] },
  },
  'many processes behind a pooler': {
    ...bucket,
    settings: { DATABASE_POOLER: 'transaction', LOG_LEVEL: 'warn' },
    gateway: { replicas: 20 },
    worker: { replicas: 10 },
  },
  'a Redis behind sentinels': {
    ...bucket,
    settings: { REDIS_MODE: 'sentinel', REDIS_NODES: 'a:26379,b:26379', REDIS_SENTINEL_MASTER: 'main' },
    secret: {
      more: {
        gateway: ['REDIS_SENTINEL_PASSWORD'],
        worker: ['REDIS_SENTINEL_PASSWORD'],
        console: ['REDIS_SENTINEL_PASSWORD'],
      },
    },
  },
  'a place on the nodes': {
    ...bucket,
    nodeSelector: { pool: 'leads' },
    tolerations: [{ key: 'leads', operator: 'Exists' }],
    affinity: { podAntiAffinity: {} },
    priorityClassName: 'high',
    podAnnotations: { a: 'b' },
    podLabels: { team: 'leads' },
  },
  'an authority of its own for TLS': {
    ...bucket,
    extraVolumes: [{ name: 'ca', configMap: { name: 'ca' } }],
    extraVolumeMounts: [{ name: 'ca', mountPath: '/etc/intake' }],
    secret: { more: { gateway: ['OTEL_EXPORTER_OTLP_HEADERS'], worker: ['OTEL_EXPORTER_OTLP_HEADERS'] } },
  },
  'objects of the user': {
    ...bucket,
    serviceAccount: { create: false },
    extraManifests: [
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: '{{ .Release.Name }}-mine' },
        data: { a: 'b' },
      },
    ],
  },
}

/** Values that must not render, and what the refusal says. */
export const refused: [string, object, RegExp][] = [
  ['no bucket', {}, /storage\.s3\.bucket is needed/],
  [
    'more connections than Postgres allows',
    { ...bucket, gateway: { replicas: 5 } },
    /may open 115 connections.*Postgres allows 100/,
  ],
  [
    'as many as autoscaling may start',
    { ...bucket, gateway: { autoscaling: { enabled: true, maxReplicas: 6 } } },
    /may open 127 connections/,
  ],
  [
    'two gateways with a volume for one',
    { storage: { type: 'local', publicUrl: 'https://a.example' } },
    /Several gateways need one volume/,
  ],
  [
    'addresses of files that begin with nothing',
    { gateway: { replicas: 1 }, storage: { type: 'local' } },
    /storage\.publicUrl is needed/,
  ],
  [
    'a secret among the settings',
    { ...bucket, gateway: { settings: { FILE_SIGNING_SECRET: 'x'.repeat(32) } } },
    /invalid propertyName 'FILE_SIGNING_SECRET'/,
  ],
  [
    'a setting that there isn’t',
    { ...bucket, gateway: { settings: { RATE_LIMITS: 5 } } },
    /invalid propertyName 'RATE_LIMITS'/,
  ],
  [
    'a setting of another process',
    { ...bucket, worker: { settings: { RATE_LIMIT: 5 } } },
    /invalid propertyName 'RATE_LIMIT'/,
  ],
  ['a setting that the chart makes', { ...bucket, gateway: { settings: { PORT: 80 } } }, /PORT is set by/],
  [
    'an end before the shutdown is done',
    { ...bucket, worker: { terminationGracePeriodSeconds: 20 } },
    /worker\.terminationGracePeriodSeconds \(20\) must be longer/,
  ],
  [
    'a delay that leaves no time',
    { ...bucket, gateway: { shutdown: { delay: 20, timeout: 30 } } },
    /gateway\.shutdown\.delay \(20\) may be half/,
  ],
  [
    'no worker at all',
    { ...bucket, worker: { autoscaling: { enabled: true, minReplicas: 0 } } },
    /minReplicas/,
  ],
  [
    'autoscaling that asks nobody',
    { ...bucket, worker: { autoscaling: { enabled: true, maxReplicas: 3 } } },
    /worker\.autoscaling\.prometheus is needed/,
  ],
  ['an ingress without a host', { ...bucket, ingress: { enabled: true } }, /ingress\.host is needed/],
  ['a value that is misspelt', { ...bucket, gateways: {} }, /additional properties 'gateways' not allowed/],
]
