import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseAllDocuments } from 'yaml'
import { findHelm } from './find-helm.ts'

export const chart = fileURLToPath(new URL('../../../deploy/helm/', import.meta.url))

interface Reference {
  name: string
}
interface Probe {
  httpGet: { path: string; port: string }
}
interface Container {
  name: string
  image: string
  args: string[]
  env: { name: string; value?: string; valueFrom?: { secretKeyRef: { name: string; key: string } } }[]
  ports?: { name: string; containerPort: number }[]
  volumeMounts: { name: string; mountPath: string }[]
  securityContext: Record<string, unknown>
  startupProbe?: Probe
  livenessProbe?: Probe
  readinessProbe?: Probe
}
export interface PodTemplate {
  metadata: { labels: Record<string, string> }
  spec: {
    containers: Container[]
    initContainers?: Container[]
    volumes: { name: string; persistentVolumeClaim?: { claimName: string } }[]
    serviceAccountName?: string
    securityContext: Record<string, unknown>
    terminationGracePeriodSeconds?: number
  }
}
/** What the tests look at of any object of Kubernetes. */
export interface KubernetesObject {
  apiVersion: string
  kind: string
  metadata: { name: string; labels?: Record<string, string>; annotations?: Record<string, string> }
  data?: Record<string, string>
  spec: {
    template: PodTemplate
    replicas?: number
    selector: Record<string, string> & { matchLabels: Record<string, string> }
    ports: { name: string; targetPort: string | number }[]
    scaleTargetRef: Reference
    minReplicaCount?: number
    endpoints: { port: string }[]
    groups: unknown
    rules: unknown[]
    tls?: unknown[]
    podSelector: { matchLabels: Record<string, string> }
    ingress: { from?: unknown[]; ports: { port: string }[] }[]
  }
}

/** What `helm template` says of the chart with these values. */
export function renderChart(values: object): { objects: KubernetesObject[]; error: string } {
  const { status, stdout, stderr } = spawnSync(
    findHelm(),
    ['template', 'intake', chart, '--namespace', 'leads', '--values', '-'],
    {
      input: JSON.stringify(values),
      encoding: 'utf8',
      maxBuffer: 10_000_000,
    },
  )
  if (status !== 0) return { objects: [], error: stderr }
  const documents = parseAllDocuments(stdout)
  const objects = documents.map((each) => each.toJS() as KubernetesObject | null)
  return { objects: objects.filter((each) => each !== null), error: '' }
}
