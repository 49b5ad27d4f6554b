import type { GetLeadAnswer } from '@intake/contracts/lead-answer'
import type { EnrichedLead } from './wait-until-enriched.ts'

export interface RunFigures {
  leads: EnrichedLead[]
  sendingSeconds: number
  concurrency: number
  retries: number
}

/** What a run showed, as tables for a terminal. */
export function describeRun({ leads, sendingSeconds, concurrency, retries }: RunFigures): string {
  const answers = leads.map(({ answer }) => answer)
  const zoneless = answers.filter(({ lead }) => lead.timezone === null)
  const times = leads.map(({ enrichedMs }) => enrichedMs)
  const resolutions = leads.map(({ resolutionMs }) => resolutionMs)
  const repeated = retries > 0 ? `, ${retries} calls tried again` : ''
  return [
    zoneTable(answers.filter(({ lead }) => lead.timezone !== null)),
    table(
      ['WITHOUT A TIME ZONE, BECAUSE', 'LEADS'],
      tally(zoneless.map(whyZoneless)).map(([reason, count]) => [reason, String(count)]),
    ),
    table(
      ['FIGURE', 'VALUE'],
      [
        ['leads enriched', String(leads.length)],
        [
          'with a time zone',
          `${leads.length - zoneless.length} in ${new Set(answers.map((a) => a.lead.timezone)).size - (zoneless.length > 0 ? 1 : 0)} zones`,
        ],
        ['with matches', matchFigures(answers)],
        [
          'sent',
          `${Math.round(leads.length / sendingSeconds)} leads/s, ${concurrency} at a time, in ${sendingSeconds.toFixed(1)} s${repeated}`,
        ],
        [
          'time to enriched',
          `p50 ${ms(quantile(times, 0.5))}, p95 ${ms(quantile(times, 0.95))}, max ${ms(Math.max(...times))}`,
        ],
        ['', 'from the answer to the POST until the first GET that showed it;'],
        [
          '',
          `each was asked for about every ${ms(quantile(resolutions, 0.5))} (p95 ${ms(quantile(resolutions, 0.95))})`,
        ],
      ],
    ),
  ].join('\n\n')
}

const confidences = ['high', 'medium', 'low'] as const

function zoneTable(answers: GetLeadAnswer[]): string {
  const rows = tally(answers.map(({ lead }) => lead.timezone ?? '')).map(([zone, count]) => {
    const there = answers.filter(({ lead }) => lead.timezone === zone)
    const inferred = there.filter(({ lead }) => lead.timezoneSource === 'phone')
    const counts = confidences.map(
      (level) => inferred.filter(({ lead }) => lead.timezoneConfidence === level).length,
    )
    return [
      zone,
      String(count),
      ...[...counts, there.length - inferred.length].map((number) => (number ? String(number) : '-')),
    ]
  })
  return table(['TIME ZONE', 'LEADS', ...confidences.map((level) => level.toUpperCase()), 'GIVEN'], rows)
}

/** A match found later shows on the earlier lead too, so both count although the earlier one was looked at before. */
function matchFigures(answers: GetLeadAnswer[]): string {
  const ours = new Set(answers.map(({ lead }) => lead.id))
  const matched = new Set<string>()
  for (const { lead, matchingLeads } of answers) {
    if (matchingLeads.length > 0) matched.add(lead.id)
    for (const { id } of matchingLeads) if (ours.has(id)) matched.add(id)
  }
  const within = answers.filter(({ matchingLeads }) => matchingLeads.some(({ id }) => ours.has(id))).length
  return `${matched.size} leads (${within} of them found one of this run when they were looked at)`
}

const kindReasons: Record<string, string> = {
  toll_free: 'toll-free number',
  premium_rate: 'premium-rate number',
  shared_cost: 'shared-cost number',
  personal_number: 'personal number',
  voip: 'number on the internet',
}

function whyZoneless({ lead, actionLogs }: GetLeadAnswer): string {
  if (lead.phoneNumber === null) return 'no phone number given'
  if (!/^\+\d+$/.test(lead.phoneNumber)) return 'phone number that cannot be read'
  const { country, kind } = phoneOf(actionLogs)
  const reason = kind && kindReasons[kind]
  if (reason) return `${reason}, which has no place`
  return country ? `no zone known for this number (${country})` : 'number of an unknown place'
}

/** The phone as the timeline describes it. */
function phoneOf(actionLogs: GetLeadAnswer['actionLogs']): { country?: string | null; kind?: string | null } {
  const output = actionLogs.find(({ type }) => type === 'API_ACTIVITY')?.output
  const phone = output && typeof output === 'object' && 'phone' in output ? output.phone : null
  return phone && typeof phone === 'object' ? phone : {}
}

/** Each value and how often it occurs, most frequent first. */
function tally(values: string[]): [string, number][] {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].sort(([a, m], [b, n]) => n - m || a.localeCompare(b))
}

/** The smallest value that so large a part of the values doesn't exceed. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? 0
}

function ms(duration: number): string {
  return duration < 1000 ? `${Math.round(duration)} ms` : `${(duration / 1000).toFixed(1)} s`
}

function table(head: string[], rows: string[][]): string {
  const lines = [head, ...rows]
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
