import { z } from 'zod'
import { Consent } from './consent.ts'
import { Lead } from './lead.ts'
import { ActionLog, ChecklistGroup, Document, LeadStatus } from './lead-answer.ts'
import { Suppressed } from './opt-out-channels.ts'
import { GetSubmissionAnswer } from './sources.ts'
import { Suppression } from './suppressions.ts'

/** Answer of `GET /api/v1/leads/{id}/export`: all that is kept of one person. */
export const ExportLeadAnswer = z
  .strictObject({
    exportedAt: z.iso.datetime({ precision: 3 }).describe('When it was made.'),
    lead: Lead.describe('The lead itself.'),
    status: LeadStatus.describe('Where the lead stands.'),
    suppressed: Suppressed.nullable().describe('What the lead must not be contacted by.'),
    checklistItems: z.array(ChecklistGroup).describe('The full checklist.'),
    documents: z
      .array(Document)
      .describe(
        'All files, with addresses that are good for an hour; without them for a key that lacks `leads:read`.',
      ),
    consents: z.array(Consent).describe('What the lead agreed to and took back.'),
    suppressions: z.array(Suppression).describe('What was told of its number and address.'),
    submissions: z.array(GetSubmissionAnswer).describe('What it came in as, bodies among it.'),
    actionLogs: z.array(ActionLog).describe('The whole timeline, newest first.'),
  })
  .meta({ id: 'ExportLeadAnswer', description: 'All that is kept of one person.' })
export type ExportLeadAnswer = z.infer<typeof ExportLeadAnswer>
