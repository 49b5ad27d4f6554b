import { z } from 'zod'
import { LeadStatus } from './lead-answer.ts'
import { Instant } from './list-leads.ts'

const count = (text: string) => z.int().describe(text)
/** What nothing records is null, never 0. */
const unrecorded = (text: string) => z.int().nullable().describe(`${text}; null: nothing records it.`)
const channel = (name: string) =>
  z
    .strictObject({ inbound: count('From leads.'), outbound: count('To leads.') })
    .describe(`Messages by ${name}.`)

/** The same of a range of leads and of one lead. */
const counts = {
  count: count('Leads.'),
  leadsCompleted: count('Leads whose status is COMPLETED.'),
  leadsOptedOut: count('Leads that have opted out.'),
  totalMessages: count('Messages of completed entries.'),
  inboundMessages: count('Those from leads.'),
  outboundMessages: count('Those to leads.'),
  channels: z
    .strictObject({ sms: channel('sms'), email: channel('email') })
    .describe('Messages by channel; those of other channels count above only.'),
  completion: z
    .strictObject({
      totalRequired: count('Required checklist items that apply.'),
      totalCompleted: count('Those that are COMPLETED.'),
      bySource: z
        .strictObject({
          agent: unrecorded('By an agent'),
          imported: count('By a call or an import.'),
          manual: unrecorded('By a person'),
          portal: unrecorded('By the lead in a portal'),
        })
        .describe('Who completed them. Values written by the API count as imported.'),
    })
    .describe('How far the checklists are.'),
  interventions: z
    .strictObject({
      documentOverrides: unrecorded('Validations of documents that a person overruled'),
      escalations: unrecorded('Leads that an agent handed to a person'),
      manualUpdates: count('MANUAL_UPDATE entries.'),
      messageEdits: unrecorded('Drafts that a person changed'),
      messageRejects: unrecorded('Drafts that a person refused'),
    })
    .describe('What people did.'),
}

export const AnalyticsCounts = z
  .strictObject(counts)
  .meta({ id: 'AnalyticsCounts', description: 'What is counted of leads.' })
export type AnalyticsCounts = z.infer<typeof AnalyticsCounts>

export const AnalyticsLead = z
  .strictObject({
    leadId: z.uuid().describe('UUID of the lead.'),
    externalId: z.string().nullable().describe('The id that your side gave it.'),
    createdAt: z.iso.datetime({ precision: 3 }).describe('When it was taken in.'),
    status: LeadStatus.describe('Where it stands.'),
    ...counts,
  })
  .meta({ id: 'AnalyticsLead', description: 'The counts of one lead.' })
export type AnalyticsLead = z.infer<typeof AnalyticsLead>

/** Query of `GET /api/v0/analytics`. */
export const AnalyticsQuery = z.object({
  start: Instant.describe('ISO 8601: leads that were taken in from then on.'),
  end: Instant.describe('ISO 8601: leads that were taken in before.'),
  format: z.enum(['json', 'csv']).default('json').describe('`csv` answers with the address of a file.'),
  token: z
    .string()
    .max(2000)
    .optional()
    .describe('From `nextToken` of the page before, with the same range.'),
})
export type AnalyticsQuery = z.output<typeof AnalyticsQuery>

const range = {
  start: z.iso.datetime({ precision: 3 }).describe('As asked.'),
  end: z.iso.datetime({ precision: 3 }).describe('As asked.'),
}

/** Answer of `GET /api/v0/analytics`. */
export const AnalyticsAnswer = z
  .strictObject({
    ...range,
    nextToken: z.string().nullable().describe('For the next page of `breakdown`; null on the last one.'),
    totals: AnalyticsCounts.describe('Of all leads of the range, on each page the same.'),
    breakdown: z.array(AnalyticsLead).describe('A lead each, oldest first, at most 500.'),
  })
  .meta({ id: 'AnalyticsAnswer', description: 'What became of the leads of a range.' })
export type AnalyticsAnswer = z.infer<typeof AnalyticsAnswer>

/** The same with `format=csv`. */
export const AnalyticsFileAnswer = z
  .strictObject({
    ...range,
    downloadUrl: z.string().describe('Address of the CSV, a line a lead, good for an hour.'),
  })
  .meta({ id: 'AnalyticsFileAnswer', description: 'Where the CSV is.' })
export type AnalyticsFileAnswer = z.infer<typeof AnalyticsFileAnswer>

/** What a token stands for: the last lead that was told, and the totals. */
export const AnalyticsPosition = z.tuple([z.uuid(), AnalyticsCounts])
