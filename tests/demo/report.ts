import type { GetLeadAnswer } from '@intake/contracts/lead-answer'
import { ms, quantile, table, tally } from './figures.ts'
import type { EnrichedLead } from './wait-until-enriched.ts'
import { whyZoneless } from './why-zoneless.ts'

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
  const zones = new Set(answers.flatMap(({ lead }) => lead.timezone ?? []))
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
        ['with a time zone', `${leads.length - zoneless.length} in ${zones.size} zones`],
        ['with matches', matchFigures(answers)],
        [
          'sent',
          `${Math.round(leads.length / sendingSeconds)} leads/s, ${concurrency} at a time, in ${sendingSeconds.toFixed(1)} s${repeated}`,
        ],
        ...timeFigures(leads),
      ],
    ),
  ].join('\n\n')
}

function timeFigures(leads: EnrichedLead[]): string[][] {
  const timings = leads.flatMap(({ timing }) => timing ?? [])
  const times = timings.map(({ enrichedMs }) => enrichedMs)
  const gaps = timings.map(({ resolutionMs }) => resolutionMs)
  return [
    [
      'time to enriched',
      `p50 ${ms(quantile(times, 0.5))}, p95 ${ms(quantile(times, 0.95))}, max ${ms(Math.max(...times))}`,
    ],
    ['', `from the answer to the POST until the first GET that showed it, for ${times.length} leads;`],
    [
      '',
      `resolution: the GET before was ${ms(quantile(gaps, 0.5))} earlier (p50), ${ms(quantile(gaps, 0.95))} (p95)`,
    ],
  ]
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
  const sharedBy = { phone: new Set<string>(), email: new Set<string>() }
  const ours = new Set(answers.map(({ lead }) => lead.id))
  for (const { lead, matchingLeads } of answers)
    for (const { id, matchedOn } of matchingLeads)
      for (const field of matchedOn) {
        sharedBy[field].add(lead.id)
        if (ours.has(id)) sharedBy[field].add(id)
      }
  const all = new Set([...sharedBy.phone, ...sharedBy.email])
  return `${all.size} leads (${sharedBy.phone.size} share a phone, ${sharedBy.email.size} an e-mail)`
}
