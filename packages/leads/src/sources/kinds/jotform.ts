import type { SourceKind } from '../source-kind.ts'
import { readForm } from './form-body.ts'
import { addTo, filledOf, isObject, newRecord, readObject, textOf } from './json-body.ts'

/**
 * Jotform: a multipart form whose `rawRequest` is JSON of the answers. It signs nothing: the address is the secret.
 * Source: www.jotform.com/help/245-how-to-setup-a-webhook-with-jotform.
 */
export const jotform: SourceKind = {
  secrets: {},
  isGenuine: () => true,
  async read(body) {
    const form = await readForm(body)
    const raw = textOf(form.rawRequest)
    const answers = raw === undefined ? form : readObject(Buffer.from(raw))
    const record = newRecord()
    for (const [name, value] of Object.entries(answers)) {
      const question = questionOf(name)
      if (question === null) continue
      for (const [part, answer] of partsOf(question, value)) addTo(record, part, answer)
    }
    return [
      {
        externalId: textOf(form.submissionID) ?? textOf(form.submission_id) ?? null,
        isTest: false,
        bytes: body.bytes,
        record,
        lead: {
          attribution: {
            ad: filledOf({ formId: textOf(form.formID) }),
            ...filledOf({ ip: textOf(form.ip) }),
          },
        },
      },
    ]
  },
  setUp: (_source, address) => [
    { text: 'In Jotform open the form, then “Settings”, “Integrations” and “Webhooks”.', value: null },
    { text: 'Paste this as “Webhook URL” and press “Complete integration”.', value: address },
    { text: 'Submit the form. The lead appears here within seconds.', value: null },
  ],
}

/** What Jotform says of itself is no answer. */
const ofJotform = new Set([
  'slug',
  'event_id',
  'timeToSubmit',
  'validatedNewRequiredFieldIDs',
  'path',
  'submitDate',
  'buildDate',
  'jsExecutionTracker',
  'submitSource',
  'uploadServerUrl',
  'eventObserver',
  'rawRequest',
  'pretty',
  'formID',
  'submissionID',
  'webhookURL',
  'type',
  'username',
  'formTitle',
  'ip',
  'customParams',
  'product',
  'appID',
  'teamID',
  'documentID',
  'subject',
  'isSilent',
  'customBody',
  'customTitle',
  'fromTable',
  'action',
  'parent',
  'unread',
])

/** The name of a question: `q3_email` is `email`. */
function questionOf(name: string): string | null {
  if (ofJotform.has(name)) return null
  return name.replace(/^q\d+_/, '')
}

const nameParts = { first: 'First Name', middle: 'Middle Name', last: 'Last Name' } as const

/** An answer of several parts: a name, an address, a phone. Others are kept as they are. */
function partsOf(question: string, value: unknown): [string, unknown][] {
  if (!isObject(value)) return [[question, value]]
  const { full, area, phone, country, ...others } = value
  if (value.first !== undefined || value.last !== undefined)
    return Object.entries(value).map(([part, text]) => [
      Object.hasOwn(nameParts, part) ? nameParts[part as keyof typeof nameParts] : `${question} ${part}`,
      text,
    ])
  if (full !== undefined && Object.keys(value).length === 1) return [[question, full]]
  if (phone !== undefined && Object.keys(others).length === 0) {
    const parts = [textOf(country) && `+${textOf(country)?.replace(/^\+/, '')}`, textOf(area), textOf(phone)]
    return [['Phone Number', parts.filter(Boolean).join(' ')]]
  }
  const parts = Object.values(value)
  return [
    [
      question,
      parts.some((part) => typeof part === 'object')
        ? value
        : parts.flatMap((part) => textOf(part) ?? []).join(', '),
    ],
  ]
}
