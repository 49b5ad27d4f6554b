import { databaseUrlSetting } from '@intake/database/database-url-setting'
import { redisSettings } from '@intake/queue/redis-settings'
import { describeSetting, inSection } from '@intake/runtime/describe-setting'
import {
  dataDirSetting,
  encryptionSettings,
  fileSigningSecret,
  optionalDatabaseUrl,
  publicUrl,
} from '@intake/runtime/shared-settings'
import { z } from 'zod'

/** What every command goes by. */
export const ServiceSettings = z.object({
  ...optionalDatabaseUrl(databaseUrlSetting(), 'the database of the running `npm start`'),
  ...dataDirSetting(),
  ...encryptionSettings(),
  ...inSection('security', {
    ADMIN_USER: describeSetting(z.string().trim().max(100).optional(), {
      does: 'Who the admin command’s user is in the audit events.',
      unset: 'the user of the operating system',
    }),
  }),
  ...inSection('documents', { PUBLIC_URL: publicUrl('that of the running `npm start`') }),
})

/** What `doctor` looks at besides. */
export const DoctorSettings = z.object({
  ...redisSettings(),
  ...inSection('documents', {
    STORAGE_DIR: describeSetting(z.string().min(1).optional(), {
      does: 'Folder of files on the local disk. All gateways share it.',
      unset: 'that of the running `npm start`',
    }),
    FILE_SIGNING_SECRET: fileSigningSecret('that of the running `npm start`'),
  }),
})

export type DoctorSettings = z.infer<typeof DoctorSettings>

/** Every setting of the admin command. */
export const AdminConfig = z.object({ ...ServiceSettings.shape, ...DoctorSettings.shape })
