import type { ChecklistGroup, Document, LeadAnswer } from '@intake/contracts/lead-answer'
import type { LeadJourney } from '@intake/leads/admin/read-lead-journey'
import { html } from 'hono/html'
import { fullName } from './full-name.ts'
import { callingNote, callingWords, suppressionPart } from './lead-contact.ts'
import { journeyPart } from './lead-journey.ts'
import { matchesPart } from './lead-matches.ts'
import { mergesPart } from './lead-merges.ts'
import { timeline } from './lead-timeline.ts'
import { jobsPart } from './lead-work.ts'
import { page } from './page.ts'
import { badge, dataTable, facts, folded, moment, part } from './parts.ts'
import { channelNames, channelWords } from './suppressions-page.ts'
import { words } from './words.ts'

/** All that is known of a lead and its journey. */
export function leadPage(
  slug: string,
  journey: LeadJourney,
  { token, note }: { token: string | null; note?: string | undefined },
) {
  const { lead, status, suppressed, checklistItems, documents, actionLogs, matchingLeads, callingWindow } =
    journey.answer
  return page({
    title: fullName(lead),
    section: '/leads',
    note,
    body: html`<p class="sub">${badge(words(status))} ${lead.isTest ? badge('test') : ''} ${lead.deletedAt ? badge('deleted', 'bad') : ''}
  <span class="quiet">in <a href="/workspaces/${slug}">${slug}</a></span></p>
${suppressed ? html`<p class="note bad">Not by ${channelWords(suppressed.channels)}: ${suppressed.reason}, since ${moment(suppressed.since)}.</p>` : ''}
${lead.mergedInto ? html`<p class="note">Merged into <a href="/leads/${slug}/${lead.mergedInto}">another lead</a>.</p>` : ''}
${lead.activitySummary ? html`<p class="lead">${lead.activitySummary}</p>` : ''}
<div class="columns">
${part('Fields', [
  facts([
    ['Business', lead.businessName],
    ['E-mail', lead.email],
    ['Phone', lead.phoneNumber],
    ['Time zone', lead.timezone],
    [
      'Zone from',
      [lead.timezoneSource, lead.timezoneConfidence, lead.timezoneBasis].filter(Boolean).join(', '),
    ],
    ['Other zones', lead.timezoneAlternatives.join(', ')],
    ['May be called', callingWords(lead.timezone, callingWindow, new Date())],
    ['Source', lead.source],
    ['Website', lead.website],
    ['External id', lead.externalLeadId],
    ['Portal', lead.externalPortalLink],
    ['Assigned to', words(lead.assigneeType)],
    ['Tags', lead.tags.join(', ')],
    ['Opted out', moment(lead.optOutAt)],
    ['Taken in', moment(lead.createdAt)],
    ['Changed', moment(lead.updatedAt)],
    ['Deleted', moment(lead.deletedAt)],
    ['Id', html`<code>${lead.id}</code>`],
  ]),
  callingWindow ? html`<p class="quiet">${callingNote}</p>` : html``,
])}
<div>${part('What the sender said besides', senderPart(lead))}
${part('Jobs', jobsPart(journey))}
${part('Opt-outs and consents', suppressionPart(slug, journey))}
${part('What it agreed to', consentPart(journey))}
${part('The request that made it', requestPart(journey))}</div>
</div>
${part('Journey', journeyPart(slug, journey))}
${part('Merges', mergesPart(slug, journey, token))}
${part('Timeline', timeline(actionLogs))}
${part('Matches', matchesPart(slug, lead, matchingLeads))}
${part('Checklist', checklist(checklistItems))}
${part('Documents', documentList(documents))}`,
  })
}

function consentPart({ consents }: LeadJourney) {
  return dataTable({
    caption: 'Oldest first; nothing of it is ever changed',
    columns: ['Channel', 'Said', 'What for', 'When (UTC)', 'Proof'],
    rows: consents.map((one) => [
      channelNames[one.channel],
      badge(one.status, one.status === 'granted' ? 'good' : 'bad'),
      one.purpose,
      moment(one.capturedAt),
      folded('Shown', {
        ...{ text: one.text, seller: one.seller, ip: one.ip, userAgent: one.userAgent },
        ...{ pageUrl: one.pageUrl, certificateUrl: one.certificateUrl, evidence: one.evidence },
      }),
    ]),
    empty: 'Nothing was recorded.',
  })
}

function senderPart({ attribution, customFields }: LeadAnswer['lead']) {
  if (!attribution && Object.keys(customFields).length === 0) return html`<p class="empty">Nothing.</p>`
  const text = (value: unknown) =>
    typeof value === 'string' ? html`${value}` : html`<code>${JSON.stringify(value)}</code>`
  const list = (members: object) => facts(Object.entries(members).map(([name, value]) => [name, text(value)]))
  return html`${list(attribution ?? {})}${list(customFields)}`
}

function requestPart({ origin }: LeadJourney) {
  if (!origin) return html`<p class="empty">Its timeline has no entry.</p>`
  const input = isRecord(origin.input) ? origin.input : {}
  return html`${facts([
    ['What', origin.summary],
    ['When', moment(origin.createdAt)],
    ['Request id', typeof input.requestId === 'string' ? html`<code>${input.requestId}</code>` : null],
  ])}${folded('What it set', origin.input)}`
}

function checklist(groups: readonly ChecklistGroup[]) {
  if (groups.length === 0) return html`<p class="empty">The workspace has no checklist.</p>`
  return groups.map((group) =>
    dataTable({
      caption: group.name,
      columns: ['Item', 'Value', 'Status'],
      rows: group.items.map(({ checklistItem, value, status, validationError }) => [
        html`${checklistItem.label}${checklistItem.isRequired ? '' : html` <span class="quiet">optional</span>`}`,
        value === null || value === undefined
          ? null
          : typeof value === 'string'
            ? value
            : JSON.stringify(value),
        html`${badge(words(status), status === 'COMPLETED' ? 'good' : status === 'INVALID' ? 'bad' : 'plain')}
          ${validationError ? html`<span class="quiet">${validationError}</span>` : ''}`,
      ]),
      empty: 'No items.',
    }),
  )
}

/** Names only: the console hands no files out. */
function documentList(documents: readonly Document[]) {
  return dataTable({
    caption: 'Newest first',
    columns: ['Name', 'Type', 'Bytes', 'Taken in'],
    rows: documents.map(({ filename, mimeType, size, createdAt }) => [
      filename,
      mimeType,
      size.toLocaleString('en'),
      moment(createdAt),
    ]),
    empty: 'No documents.',
  })
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
