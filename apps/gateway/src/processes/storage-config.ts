import { randomBytes } from 'node:crypto'
import { booleanSetting, urlSetting } from '@intake/runtime/settings'
import type { StorageOptions } from '@intake/storage/create-storage'
import { z } from 'zod'

/** Where documents are kept. */
export const storageSettings = {
  STORAGE: z.enum(['local', 's3'], 'must be local or s3').default('local'),
  STORAGE_DIR: z.string().min(1).default('.data/files'),
  FILE_SIGNING_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  PUBLIC_URL: urlSetting('http', 'https').optional(),
  S3_BUCKET: z.string().min(1).optional(),
  S3_REGION: z.string().min(1).default('us-east-1'),
  S3_ENDPOINT: urlSetting('http', 'https').optional(),
  S3_FORCE_PATH_STYLE: booleanSetting(false),
  S3_ACCESS_KEY_ID: z.string().min(1).optional(),
  S3_SECRET_ACCESS_KEY: z.string().min(1).optional(),
}

type Settings = z.infer<z.ZodObject<typeof storageSettings>>

/** Notes what S3 needs and isn't set. */
export function checkStorageSettings(config: Settings, ctx: z.RefinementCtx): void {
  const refuse = (name: keyof Settings, message: string) =>
    ctx.addIssue({ code: 'custom', path: [name], message })
  if (config.STORAGE === 's3' && !config.S3_BUCKET) refuse('S3_BUCKET', 'is required with STORAGE=s3')
  if (!config.S3_ACCESS_KEY_ID !== !config.S3_SECRET_ACCESS_KEY)
    refuse(
      config.S3_ACCESS_KEY_ID ? 'S3_SECRET_ACCESS_KEY' : 'S3_ACCESS_KEY_ID',
      'is required beside the other of the two',
    )
}

/** The host as it stands in an address of this machine; one that stands for all interfaces is none. */
function hostOf(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}

/**
 * The store that the settings name. Without a signing secret a random one is taken: addresses then end with the process, and no other
 * gateway knows them.
 */
export function storageOptions(config: Settings & { HOST: string; PORT: number }): StorageOptions {
  if (config.STORAGE === 's3')
    return {
      kind: 's3',
      bucket: config.S3_BUCKET ?? '',
      region: config.S3_REGION,
      endpoint: config.S3_ENDPOINT,
      forcePathStyle: config.S3_FORCE_PATH_STYLE,
      credentials:
        config.S3_ACCESS_KEY_ID && config.S3_SECRET_ACCESS_KEY
          ? { accessKeyId: config.S3_ACCESS_KEY_ID, secretAccessKey: config.S3_SECRET_ACCESS_KEY }
          : undefined,
    }
  return {
    kind: 'local',
    directory: config.STORAGE_DIR,
    publicUrl: (config.PUBLIC_URL ?? `http://${hostOf(config.HOST)}:${config.PORT}`).replace(/\/+$/, ''),
    signingSecret: config.FILE_SIGNING_SECRET ?? randomBytes(32).toString('hex'),
  }
}
