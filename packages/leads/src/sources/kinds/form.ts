import { createHash } from 'node:crypto'
import type { InboundBody, InboundRequest, OpenSource, SourceKind } from '../source-kind.ts'
import { readForm } from './form-body.ts'
import { addTo, filledOf, isObject, newRecord, readObject, textOf } from './json-body.ts'

/** Fields that are for us and no answers of a visitor. */
const controls = { nonce: '_nonce', loadedAt: '_loaded_at', returnTo: '_return_to' } as const
/** Without a nonce the same answers from the same address are one lead for so long. */
const sameSubmitSeconds = 600

/** An HTML form, or a page that posts JSON: the browser of a visitor sends. */
export const form: SourceKind = {
  secrets: {},
  isForBrowsers: true,
  isGenuine({ headers }, { settings: { allowedOrigins = [] } }) {
    if (allowedOrigins.length === 0) return true
    const origin = headers.origin ?? originOf(headers.referer)
    return origin !== undefined && allowedOrigins.includes(origin.toLowerCase())
  },
  async read(body, source, request) {
    const fields = await fieldsOf(body)
    const digest = digestOf(fields, request)
    const { honeypot } = source.settings
    const isFilled = honeypot !== undefined && textOf(fields[honeypot]) !== undefined
    const nonce = textOf(fields[controls.nonce])
    const isRobot = isFilled || (request !== undefined && isTooFast(fields, source, request))
    const page = textOf(request?.headers.referer)
    for (const name of [...Object.values(controls), ...(honeypot === undefined ? [] : [honeypot])])
      delete fields[name]
    return [
      {
        ...(nonce === undefined
          ? { externalId: digest, knownForSeconds: sameSubmitSeconds }
          : { externalId: nonce.slice(0, 200) }),
        isTest: false,
        isRobot,
        bytes: body.bytes,
        record: flatten(fields),
        lead: filledOf({
          attribution: filledOf({
            landingPageUrl: page?.slice(0, 2000),
            ip: request?.address ?? undefined,
            userAgent: textOf(request?.headers['user-agent'])?.slice(0, 500),
          }),
        }),
      },
    ]
  },
  answer(request, [outcome], source) {
    const { returnUrls = [] } = source.settings
    const [first] = returnUrls
    if (first !== undefined && !wantsJson(request))
      return { status: 303, body: '', location: returnUrlOf(request, returnUrls) ?? first }
    return { status: 200, body: JSON.stringify({ success: true, submissionId: outcome?.submissionId }) }
  },
  refuse: () => ({ status: 403, body: '{"message":"Pages of this origin may not send here."}' }),
  setUp: ({ settings }, address) => [
    { text: 'Give the form of your page this action, and the method “post”.', value: address },
    {
      text: 'Name the fields as you like: firstName, email and phoneNumber are known, and many other names.',
      value: null,
    },
    ...(settings.honeypot
      ? [
          {
            text: 'Add this field, hidden from people by CSS. Robots fill it.',
            value: `<input name="${settings.honeypot}" tabindex="-1" autocomplete="off">`,
          },
        ]
      : []),
    { text: 'Submit the form. The lead appears here within seconds.', value: null },
  ],
}

function originOf(address: string | undefined): string | undefined {
  return address !== undefined && URL.canParse(address) ? new URL(address).origin : undefined
}

function isTooFast(
  fields: Readonly<Record<string, unknown>>,
  { settings }: OpenSource,
  { at }: InboundRequest,
): boolean {
  const loadedAt = Number(textOf(fields[controls.loadedAt]))
  const { leastFillSeconds = 0 } = settings
  return Number.isFinite(loadedAt) && loadedAt > 0 && at.getTime() - loadedAt < leastFillSeconds * 1000
}

/** A form's fields, or those of JSON, which pages send as plain text too: that asks for no preflight. */
async function fieldsOf(body: InboundBody): Promise<Record<string, unknown>> {
  const isJson =
    /^application\/json\b/i.test(body.contentType) ||
    (/^text\/plain\b/i.test(body.contentType) && /^\s*\{/.test(body.bytes.toString('utf8', 0, 100)))
  return isJson ? { ...readObject(body.bytes) } : readForm(body)
}

/** Of the fields, not of the bytes: a browser parts the fields of each multipart form otherwise. */
function digestOf(fields: Readonly<Record<string, unknown>>, request: InboundRequest | undefined): string {
  return createHash('sha256')
    .update(request?.address ?? '')
    .update('\n')
    .update(JSON.stringify(fields))
    .digest('hex')
}

/** A browser that follows a form asks for HTML; a script for JSON, or anything. */
function wantsJson({ headers }: InboundRequest): boolean {
  const { accept = '' } = headers
  return !accept.includes('text/html')
}

/** Where the form wants its visitor back, if the source allows that: nobody may use our address to send people elsewhere. */
function returnUrlOf({ body, headers }: InboundRequest, allowed: readonly string[]): string | undefined {
  const text = body.toString()
  const isMultipart = /^multipart\/form-data\b/i.test(headers['content-type'] ?? '')
  const wanted = isMultipart
    ? new RegExp(`name="${controls.returnTo}"\\r\\n\\r\\n(.*)\\r\\n`).exec(text)?.[1]
    : new URLSearchParams(text).get(controls.returnTo)
  return wanted != null && allowed.includes(wanted) ? wanted : undefined
}

/** One level of objects, as pages group their fields. */
function flatten(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const record = newRecord()
  for (const [name, value] of Object.entries(fields))
    for (const [inner, one] of isObject(value) ? Object.entries(value) : [[name, value] as const])
      addTo(record, inner, one)
  return record
}
