import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startRedis } from '@intake/embedded/start-redis'
import { parseConfig } from '@intake/runtime/parse-config'
import { aRedisPort } from '@intake/testing/start-redis-pair'
import { waitFor } from '@intake/testing/wait-for'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { createQueues } from '../../src/create-queues.ts'
import { checkRedisSettings, redisSettings, redisSettingsOf } from '../../src/redis-settings.ts'

const schema = z.object(redisSettings()).superRefine(checkRedisSettings)

/** A certificate for `name` that is its own authority. */
function makeCertificate(directory: string, name: string) {
  const [key, certificate] = [join(directory, `${name}.key`), join(directory, `${name}.pem`)]
  const subject = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`]
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
  execFileSync('openssl', ['req', '-x509', ...kind, ...subject, '-keyout', key, '-out', certificate], {
    stdio: 'ignore',
  })
  return { key, certificate }
}

test('TLS works with an authority of its own, and a certificate that is not trusted is told', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'intake-tls-'))
  const { key, certificate } = makeCertificate(directory, 'localhost')
  const other = makeCertificate(directory, 'other')
  const port = await aRedisPort()
  const redis = await startRedis({
    dataDir: join(directory, 'redis'),
    settings: {
      'tls-port': String(port),
      'tls-cert-file': certificate,
      'tls-key-file': key,
      'tls-auth-clients': 'no',
    },
  })
  onTestFinished(async () => {
    await redis.stop()
    await rm(directory, { recursive: true, force: true })
  })
  const { password } = new URL(redis.url)
  const open = (env: Record<string, string>) => {
    const queues = createQueues({ redis: redisSettingsOf(parseConfig(schema, env)) })
    onTestFinished(() => queues.close())
    return queues
  }
  const REDIS_URL = `rediss://:${password}@localhost:${port}/1`

  const trusted = open({ REDIS_URL, REDIS_TLS_CA_FILE: certificate })
  expect(await waitFor('the check to pass', () => trusted.check().catch(() => null))).toEqual([])
  const distrusting: Record<string, string>[] = [
    { REDIS_URL },
    { REDIS_URL, REDIS_TLS_CA_FILE: other.certificate },
  ]
  for (const env of distrusting) {
    const untrusted = open(env)
    await waitFor('the refusal', () =>
      untrusted.check().then(
        () => null,
        (error: Error) => error.message.startsWith('Redis shows a certificate that is not trusted here'),
      ),
    )
  }
})
