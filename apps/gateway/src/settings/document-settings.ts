import { describeSetting, inSection } from '@intake/runtime/describe-setting'
import { booleanSetting, durationSetting, integerSetting, urlSetting } from '@intake/runtime/settings'
import { fileSigningSecret, publicUrl } from '@intake/runtime/shared-settings'
import { z } from 'zod'

/** Where files are kept. */
export const storageSettings = inSection('documents', {
  STORAGE: describeSetting(z.enum(['local', 's3'], 'must be local or s3').default('local'), {
    does: 'Where files are kept: `local` is a disk, `s3` a bucket.',
  }),
  STORAGE_DIR: describeSetting(z.string().min(1).default('.data/files'), {
    does: 'Folder of files on the local disk. All gateways share it.',
  }),
  FILE_SIGNING_SECRET: fileSigningSecret('random: addresses end with the process'),
  PUBLIC_URL: publicUrl('the gateway’s own address'),
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
})

/** What files may be uploaded. */
export const documentSettings = inSection('documents', {
  MAX_DOCUMENT_BYTES: describeSetting(integerSetting(100 * 1024 * 1024, { min: 1 }), {
    does: 'Largest file of a document. A larger one gets 413.',
    unit: 'bytes',
  }),
  DOCUMENT_TYPES: describeSetting(mediaTypesSetting(), {
    does: 'Media types that are taken, with commas between, such as `application/pdf,image/*`.',
  }),
  UPLOAD_TIMEOUT: describeSetting(durationSetting(3600_000, { min: 1000 }), {
    does: 'A whole upload must have arrived by then.',
  }),
})

export type StorageSettings = z.infer<z.ZodObject<typeof storageSettings>>

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

/** Media types with commas between, each `type/subtype` or `type/*`. */
function mediaTypesSetting() {
  return z
    .string()
    .default('*/*')
    .transform((text) => text.split(',').map((type) => type.trim().toLowerCase()))
    .refine(
      (types) => types.every((type) => /^(\*\/\*|[a-z]+\/(\*|[a-z0-9.+-]+))$/.test(type)),
      'must be media types such as application/pdf,image/*',
    )
}
