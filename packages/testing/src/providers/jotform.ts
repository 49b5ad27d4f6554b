import { type FakeSender, vendorJson } from './provider.ts'

const boundary = 'JotformBoundary7MA4YWxkTrZu0gW'

/** Jotform: a multipart form, in which `rawRequest` is JSON of the answers. It signs nothing. */
export const jotform: FakeSender = {
  secrets: {},
  bodyOf({ id, fullName, email, phone, answers = {} }) {
    const [first, ...last] = (fullName ?? '').split(' ')
    const raw = vendorJson(
      {
        slug: 'submit/240000000000001',
        event_id: '240000000000001_1796000000000_x',
        ...(fullName !== undefined && { q1_name: { first, last: last.join(' ') } }),
        ...(email !== undefined && { q2_email: email }),
        ...(phone !== undefined && { q3_phone: { full: phone } }),
        ...Object.fromEntries(
          Object.entries(answers).map(([name, value], index) => [`q${index + 4}_${name}`, value]),
        ),
        buildDate: '1796000000000',
        submitSource: 'form',
      },
      { isEscaped: true },
    )
    return multipart({
      action: '',
      webhookURL: 'https://intake.example/in/x',
      username: 'someone',
      formID: '240000000000001',
      submissionID: id,
      formTitle: 'A form',
      ip: '203.0.113.7',
      rawRequest: raw.toString(),
    })
  },
  send: (body) => ({
    method: 'POST',
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    body,
  }),
}

/** The bytes of a multipart form. */
export function multipart(fields: Readonly<Record<string, string>>, parting = boundary): Buffer {
  const parts = Object.entries(fields).map(
    ([name, value]) => `--${parting}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  return Buffer.from(`${parts.join('')}--${parting}--\r\n`)
}
