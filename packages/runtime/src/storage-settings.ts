import { z } from 'zod'
import { describeSetting, inSection } from './describe-setting.ts'
import { booleanSetting, urlSetting } from './settings.ts'

const settings = {
  STORAGE: describeSetting(z.enum(['local', 's3'], 'must be local or s3').default('local'), {
    does: 'Where files are kept: `local` is a disk, `s3` a bucket.',
  }),
  S3_BUCKET: describeSetting(z.string().min(1).optional(), {
    does: 'Bucket of the files. `STORAGE=s3` needs it.',
    unset: 'none',
  }),
  S3_REGION: describeSetting(z.string().min(1).default('us-east-1'), {
    does: 'Region of the bucket.',
  }),
  S3_ENDPOINT: describeSetting(urlSetting('http', 'https').optional(), {
    does: 'Address of a server that speaks S3’s protocol.',
    unset: 'Amazon’s',
  }),
  S3_FORCE_PATH_STYLE: describeSetting(booleanSetting(false), {
    does: 'Puts the bucket into the path of an address instead of its host name. Servers other than Amazon’s often need it.',
  }),
  S3_ACCESS_KEY_ID: describeSetting(z.string().min(1).optional(), {
    does: 'Id of the access key. It goes together with `S3_SECRET_ACCESS_KEY`.',
    unset: 'what the AWS SDK finds: environment, profile, role',
  }),
  S3_SECRET_ACCESS_KEY: describeSetting(z.string().min(1).optional(), {
    does: 'Secret of the access key. It goes together with `S3_ACCESS_KEY_ID`.',
    unset: 'what the AWS SDK finds: environment, profile, role',
    secret: true,
  }),
}

/** Where files are kept, of every process that stores some. `STORAGE_DIR` is for each to describe: not all have one. */
export const storageSettings = inSection('documents', settings)

export type StorageSettings = z.infer<z.ZodObject<typeof settings>>

/** Notes what S3 needs and isn't set. */
export function checkStorageSettings(config: StorageSettings, ctx: z.RefinementCtx): void {
  const refuse = (name: keyof StorageSettings, message: string) =>
    ctx.addIssue({ code: 'custom', path: [name], message })
  if (config.STORAGE === 's3' && !config.S3_BUCKET) refuse('S3_BUCKET', 'is required with STORAGE=s3')
  if (!config.S3_ACCESS_KEY_ID !== !config.S3_SECRET_ACCESS_KEY)
    refuse(
      config.S3_ACCESS_KEY_ID ? 'S3_SECRET_ACCESS_KEY' : 'S3_ACCESS_KEY_ID',
      'is required beside the other of the two',
    )
}

/** The bucket that the settings name, as a store is opened with it; null where files are on a disk. */
export function bucketOf(config: StorageSettings) {
  if (config.STORAGE !== 's3') return null
  const { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = config
  return {
    kind: 's3' as const,
    bucket: config.S3_BUCKET ?? '',
    region: config.S3_REGION,
    endpoint: config.S3_ENDPOINT,
    forcePathStyle: config.S3_FORCE_PATH_STYLE,
    credentials: accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : undefined,
  }
}
