import { databaseUrlSetting } from '@intake/database/database-url-setting'
import { describeSetting, inSection } from '@intake/runtime/describe-setting'
import {
  dataDirSetting,
  encryptionSettings,
  optionalDatabaseUrl,
  publicUrl,
} from '@intake/runtime/shared-settings'
import { z } from 'zod'

/** Every setting of the admin command. */
export const AdminConfig = z.object({
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
