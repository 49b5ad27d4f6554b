import type { Operation } from './operation.ts'
import { analyticsOperations } from './operations/analytics.ts'
import { auditOperations } from './operations/audit.ts'
import { checklistOperations } from './operations/checklist.ts'
import { documentOperations } from './operations/documents.ts'
import { importOperations } from './operations/imports.ts'
import { leadOperations } from './operations/leads.ts'
import { phoneOperations } from './operations/phone.ts'
import { privacyOperations } from './operations/privacy.ts'
import { sourceOperations } from './operations/sources.ts'
import { timelineOperations } from './operations/timeline.ts'
import { warningOperations } from './operations/warnings.ts'
import { webhookOperations } from './operations/webhooks.ts'

/** Every operation of the API. A test holds the list against the routes of app.ts. */
export const operations: Operation[] = [
  ...leadOperations,
  ...importOperations,
  ...documentOperations,
  ...checklistOperations,
  ...timelineOperations,
  ...phoneOperations,
  ...sourceOperations,
  ...privacyOperations,
  ...webhookOperations,
  ...analyticsOperations,
  ...warningOperations,
  ...auditOperations,
]
