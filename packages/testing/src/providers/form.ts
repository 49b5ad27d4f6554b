import { type FakeSender, given } from './provider.ts'

export const shop = 'https://shop.example'

/** A browser that sends an HTML form of a page, which has a nonce. */
export const form: FakeSender = {
  secrets: {},
  settings: { allowedOrigins: [shop] },
  bodyOf({ id, fullName, email, phone, answers = {} }) {
    const fields = new URLSearchParams([
      ['_nonce', id],
      ...given({ full_name: fullName, email, phone }),
      ...Object.entries(answers).flatMap(([name, value]) =>
        [value].flat().map((one): [string, string] => [name, one]),
      ),
    ])
    return Buffer.from(fields.toString())
  },
  send: (body, { isForged = false } = {}) => ({
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      origin: isForged ? 'https://evil.example' : shop,
      referer: `${shop}/contact?utm_source=mail`,
      'user-agent': 'Mozilla/5.0 (X11; Linux x86_64)',
      accept: 'text/html,application/xhtml+xml',
    },
    body,
  }),
}
