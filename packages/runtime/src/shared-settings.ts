import { z } from 'zod'
import { describeSetting, inSection } from './describe-setting.ts'
import { logFormats } from './logger.ts'
import {
  type Bounds,
  booleanSetting,
  durationSetting,
  integerSetting,
  logLevelSetting,
  portSetting,
  urlSetting,
} from './settings.ts'

const poolers = ['none', 'transaction', 'transaction-prepared'] as const

const databaseUrlFacts = {
  does: 'Address of Postgres 15 or later. Several servers stand with commas between; `docs/postgres.md` shows all forms.',
  secret: true,
} as const

/** DATABASE_URL of gateway, worker and console, which can't start without it. `address` is what packages/database takes. */
export function requiredDatabaseUrl(address: z.ZodType<string>) {
  return inSection('required', { DATABASE_URL: describeSetting(address, databaseUrlFacts) })
}

/** DATABASE_URL of a program that finds a database without it; `unset` says which. */
export function optionalDatabaseUrl(address: z.ZodType<string>, unset: string) {
  return inSection('required', {
    DATABASE_URL: describeSetting(address.optional(), {
      ...databaseUrlFacts,
      unset,
    }),
  })
}

/** What differs between the processes: defaults and bounds, times in milliseconds. */
export type ProcessDefaults = {
  port: number
  connections: Bounds & { default: number }
  shutdownTimeout: Bounds & { default: number }
}

/** What gateway, worker and console have in common. */
export function processSettings({ port, connections, shutdownTimeout }: ProcessDefaults) {
  return inSection('processes', {
    HOST: describeSetting(z.string().default('127.0.0.1'), {
      does: 'Address on which the process listens. `0.0.0.0` is all addresses; the Docker image sets it.',
    }),
    PORT: describeSetting(portSetting(port), {
      does: 'Port on which the process listens. The worker serves health and metrics there, nothing else.',
    }),
    LOG_LEVEL: describeSetting(logLevelSetting(), {
      does: 'Least important log lines that are written: `trace` to `fatal`, or `silent`. `info` logs every call of the API, `warn` none but failures.',
    }),
    LOG_FORMAT: describeSetting(logFormatSetting().default('json'), {
      does: '`json` writes log lines for programs; `pretty` writes them for people, and one for each job, too.',
    }),
    DATABASE_CONNECTIONS: describeSetting(integerSetting(connections.default, connections), {
      does: 'Most connections to Postgres that one process opens. `docs/postgres.md` shows how to choose it.',
      unit: 'connections',
    }),
    DATABASE_POOLER: describeSetting(
      z.enum(poolers, `must be one of ${poolers.join(', ')}`).default('none'),
      {
        does: '`transaction` or `transaction-prepared` when `DATABASE_URL` is that of a PgBouncer, see `docs/postgres.md`; otherwise `none`.',
      },
    ),
    DATABASE_CONNECTION_MAX_AGE: describeSetting(
      durationSetting(30 * 60_000, { min: 1000, max: 7 * 86_400_000 }),
      {
        does: 'A connection to Postgres is replaced before it is older.',
      },
    ),
    SHUTDOWN_TIMEOUT: describeSetting(durationSetting(shutdownTimeout.default, shutdownTimeout), {
      does: 'Longest time that a shutdown takes. After it the process ends whatever is still open.',
    }),
  })
}

/** TRUSTED_PROXIES of gateway and console. `isNetwork` is what packages/leads takes. */
export function proxySettings(isNetwork: (text: string) => boolean) {
  return inSection('processes', {
    TRUSTED_PROXIES: describeSetting(networksSetting(isNetwork), {
      does: 'Addresses and networks of proxies, with commas between. Only what they say in `X-Forwarded-For` tells a client’s address.',
      unset: 'none: whoever connects is the client',
    }),
  })
}

/** STATEMENT_TIMEOUT with the default of the process. */
export function statementTimeoutSetting(defaultMs: number) {
  return inSection('processes', {
    STATEMENT_TIMEOUT: describeSetting(durationSetting(defaultMs, { min: 100 }), {
      does: 'Longest time that one SQL statement takes. A job that needs longer is split in halves.',
    }),
  })
}

/** Where webhooks may go: the gateway asks when an endpoint is made, the worker when it sends. */
export function webhookAddressSettings() {
  return inSection('webhooks', {
    WEBHOOK_ALLOW_HTTP: describeSetting(booleanSetting(false), {
      does: 'Webhooks may go to `http:` addresses.',
    }),
    WEBHOOK_ALLOW_PRIVATE: describeSetting(booleanSetting(false), {
      does: 'Webhooks may go to private and loopback addresses.',
    }),
  })
}

/** Traces. The OpenTelemetry SDK reads all but the endpoint by itself. */
export function tracingSettings() {
  return inSection('observability', {
    OTEL_EXPORTER_OTLP_ENDPOINT: describeSetting(urlSetting('http', 'https').optional(), {
      does: 'Traces go to this address by OTLP over HTTP, such as `http://collector:4318`.',
      unset: 'no traces',
    }),
    OTEL_EXPORTER_OTLP_HEADERS: describeSetting(z.string().optional(), {
      does: 'Headers that traces are sent with, such as `authorization=…`. The OpenTelemetry SDK reads it.',
      unset: 'none',
      secret: true,
    }),
    OTEL_TRACES_SAMPLER: describeSetting(z.string().optional(), {
      does: 'Which traces are recorded. The OpenTelemetry SDK reads it and defines its values.',
      unset: 'the SDK’s default',
    }),
    OTEL_TRACES_SAMPLER_ARG: describeSetting(z.string().optional(), {
      does: 'Argument of the sampler, such as a ratio. The OpenTelemetry SDK reads it.',
      unset: 'the SDK’s default',
    }),
  })
}

/** FILE_SIGNING_SECRET; `unset` says what is taken without it. */
export function fileSigningSecret(unset: string) {
  return describeSetting(z.string().min(32, 'must have at least 32 characters').optional(), {
    does: 'Signs addresses of files on the local disk, in at least 32 characters. All gateways need the same.',
    unset,
    secret: true,
  })
}

/** PUBLIC_URL; `unset` says what is taken without it. */
export function publicUrl(unset: string) {
  return describeSetting(urlSetting('http', 'https').optional(), {
    does: 'Address at which clients and senders reach the gateways. Addresses of sources, and of files on the local disk, begin with it.',
    unset,
  })
}

/** ENCRYPTION_KEYS of every program that reads or writes what is encrypted. */
export function encryptionSettings() {
  return inSection('security', { ENCRYPTION_KEYS: encryptionKeys('nothing is encrypted') })
}

/** ENCRYPTION_KEYS; `unset` says what holds without it. */
export function encryptionKeys(unset: string) {
  return describeSetting(encryptionKeysSetting(), {
    does: 'Encrypts secrets of webhooks and sources, and bodies of submissions. Each key has at least 32 characters, with commas between. The first encrypts, all decrypt; `docs/security.md` shows how to change it.',
    unset,
    secret: true,
  })
}

/** SUBMISSION_BODIES of the programs that take submissions in. */
export function submissionBodiesSetting() {
  return inSection('sources', {
    SUBMISSION_BODIES: describeSetting(z.enum(['on', 'off'], 'must be on or off').default('on'), {
      does: 'With `off` no body of a submission is kept. Then nothing can be mended or replayed.',
    }),
  })
}

function networksSetting(isNetwork: (text: string) => boolean) {
  return z
    .string()
    .default('')
    .transform((text) => text.split(/[\s,]+/).filter(Boolean))
    .refine(
      (networks) => networks.every(isNetwork),
      'must be addresses or networks such as 10.0.0.0/8, with commas between',
    )
}

function encryptionKeysSetting() {
  return z
    .string()
    .optional()
    .transform((text) => (text ? text.split(',').map((key) => key.trim()) : []))
    .refine((keys) => keys.every((key) => key.length >= 32), 'must be keys of at least 32 characters each')
}

/** LOG_FORMAT, which may have a default. */
export function logFormatSetting() {
  return z.enum(logFormats, `must be one of ${logFormats.join(', ')}`)
}

/** DATA_DIR of `npm start`, where the admin command finds the running service. */
export function dataDirSetting() {
  return inSection('local', {
    DATA_DIR: describeSetting(z.string().default('.data'), {
      does: 'Folder of data, logs and secrets of `npm start`. A relative one starts at the project’s root.',
    }),
  })
}
