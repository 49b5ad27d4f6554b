import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type LeadBody, makeLeads } from '../../demo/make-leads.ts'

const checklistCodes = ['business_name', 'tax_id', 'date_established', 'owner_email']
const header = [
  'First Name',
  'Middle Name',
  'Last Name',
  'Company',
  'Email',
  'Phone',
  'External Lead Id',
  'Timezone',
  'Assignee Type',
  'Did Opt Out',
  'Email Verified',
  'Tags',
  ...checklistCodes.map((code) => `checklist.${code}`),
]
const atOnce = 5000

/** Writes a CSV of made-up leads, each with an external id of its own; a few thousand are in memory at a time. */
export async function writeLeadsCsv(path: string, rows: number, seed: number): Promise<void> {
  await pipeline(Readable.from(linesOf(rows, seed)), createWriteStream(path))
}

function* linesOf(rows: number, seed: number): Generator<string> {
  yield `${header.join()}\n`
  for (let done = 0; done < rows; done += atOnce) {
    const leads = makeLeads(Math.min(atOnce, rows - done), seed + done / atOnce)
    yield leads.map((lead, index) => lineOf(lead, `row-${done + index + 1}`)).join('')
  }
}

function lineOf(lead: LeadBody, externalId: string): string {
  const valueFor = (code: string) => lead.checklistItems?.find((item) => item.code === code)?.value
  const cells = [
    lead.firstName,
    lead.middleName,
    lead.lastName,
    lead.businessName,
    lead.email,
    lead.phoneNumber,
    externalId,
    lead.timezone,
    lead.assigneeType,
    lead.didOptOut,
    lead.emailVerified,
    lead.tags?.join('; '),
    ...checklistCodes.map(valueFor),
  ]
  return `${cells.map((cell) => quote(String(cell ?? ''))).join()}\n`
}

function quote(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
