import { type InboundBody, UnreadableBody } from '../source-kind.ts'
import { addTo, newRecord } from './json-body.ts'

const maxFields = 500

/** The texts of a form by name, in order; files are left out. Several values of one name are a list. Throws {@link UnreadableBody}. */
export async function readForm({ bytes, contentType }: InboundBody): Promise<Record<string, unknown>> {
  const fields = newRecord()
  let count = 0
  for (const [name, value] of await entriesOf(bytes, contentType)) {
    if (typeof value !== 'string') continue
    if (++count > maxFields) throw new UnreadableBody('too_many', `a form has at most ${maxFields} fields`)
    addTo(fields, name.replace(/\[\]$/, ''), value)
  }
  return fields
}

async function entriesOf(bytes: Buffer, contentType: string): Promise<Iterable<[string, unknown]>> {
  if (/^application\/x-www-form-urlencoded\b/i.test(contentType)) return new URLSearchParams(bytes.toString())
  if (!/^multipart\/form-data\b/i.test(contentType))
    throw new UnreadableBody('unexpected_body', 'the body is no form')
  try {
    const response = new Response(new Uint8Array(bytes), { headers: { 'content-type': contentType } })
    return (await response.formData()) as unknown as Iterable<[string, unknown]>
  } catch {
    throw new UnreadableBody('unexpected_body', 'the body is no form that can be read')
  }
}
