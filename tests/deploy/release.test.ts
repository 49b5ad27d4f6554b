import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { parse } from 'yaml'

const root = fileURLToPath(new URL('../../', import.meta.url))
const read = (path: string) => readFileSync(`${root}${path}`, 'utf8')
const { version } = JSON.parse(read('package.json')) as { version: string }
const workflow = parse(read('.github/workflows/release.yml')) as {
  permissions: Record<string, string>
  jobs: Record<string, { permissions: Record<string, string>; steps: Step[] }>
}
interface Step {
  uses?: string
  run?: string
  with?: Record<string, unknown>
}
const steps = Object.values(workflow.jobs).flatMap((job) => job.steps)

test('workspaces, lock file and chart have one version', () => {
  const files = execFileSync('git', ['ls-files', '*package.json'], { cwd: root, encoding: 'utf8' })
  const paths = files.trim().split('\n')
  expect(paths.length).toBeGreaterThan(10)
  for (const path of paths) expect([path, JSON.parse(read(path)).version]).toEqual([path, version])
  const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, { version?: string }> }
  for (const path of paths) {
    const folder = path.replace(/\/?package\.json$/, '')
    expect([path, lock.packages[folder]?.version]).toEqual([path, version])
  }
  expect(parse(read('deploy/helm/Chart.yaml'))).toMatchObject({ version, appVersion: version })
})

test('the changelog says what is in this version, and how to upgrade to it and back', () => {
  const command = steps.map(({ run }) => run?.match(/^awk .* > notes\.md$/m)?.[0]).find(Boolean)
  const notes = execFileSync('sh', ['-c', `version=${version}; ${command?.replace('> notes.md', '')}`], {
    cwd: root,
    encoding: 'utf8',
  })
  expect(notes).toContain('### Upgrade from')
  expect(notes).toMatch(/\*\*Back to \d/)
  // Not a line of another version.
  expect(notes).not.toContain('## 0.1.0')
})

test('the published chart names the image that was built with it', () => {
  const command = steps
    .map(({ run }) => run?.match(/^sed -i (.*) deploy\/helm\/values\.yaml$/m)?.[1])
    .find(Boolean)
  const values = execFileSync('sh', ['-c', `sed ${command} deploy/helm/values.yaml`], {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, IMAGE: 'ghcr.io/acme/intake', DIGEST: `sha256:${'a'.repeat(64)}` },
  })
  expect(parse(values).image).toMatchObject({
    repository: 'ghcr.io/acme/intake',
    digest: `sha256:${'a'.repeat(64)}`,
  })
})

test('the image is built for two architectures on a base named by digest, with SBOM and provenance', () => {
  const build = steps.find(({ uses }) => uses?.startsWith('docker/build-push-action@'))
  expect(build?.with).toMatchObject({
    platforms: 'linux/amd64,linux/arm64',
    sbom: true,
    provenance: 'mode=max',
    'build-args': expect.stringContaining('NODE_IMAGE='),
  })
  const args = `${build?.with?.['build-args']}`.match(/^\w+/gm) ?? []
  for (const name of args) expect(read('Dockerfile')).toMatch(new RegExp(`^ARG ${name}=`, 'm'))
})

test('a job may only do what it says, and each action has a version', () => {
  expect(workflow.permissions).toEqual({})
  for (const { permissions } of Object.values(workflow.jobs)) expect(permissions.contents).toBeDefined()
  const used = steps.flatMap(({ uses }) => uses ?? [])
  expect(used.length).toBeGreaterThan(5)
  for (const each of used) expect(each).toMatch(/@v\d+/)
})
