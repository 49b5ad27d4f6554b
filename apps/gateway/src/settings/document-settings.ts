import { describeSetting, inSection } from '@intake/runtime/describe-setting'
import { durationSetting, integerSetting } from '@intake/runtime/settings'
import { fileSigningSecret, publicUrl } from '@intake/runtime/shared-settings'
import { z } from 'zod'

/** The folder of files, and how they are handed out. */
export const fileSettings = inSection('documents', {
  STORAGE_DIR: describeSetting(z.string().min(1).default('.data/files'), {
    does: 'Folder of files on the local disk. All gateways share it.',
  }),
  FILE_SIGNING_SECRET: fileSigningSecret('random: addresses end with the process'),
  PUBLIC_URL: publicUrl('the gateway’s own address'),
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

export type FileSettings = z.infer<z.ZodObject<typeof fileSettings>>

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
