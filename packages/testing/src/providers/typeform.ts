import { type FakeSender, hmac, jsonHeaders, vendorJson } from './provider.ts'

const secret = 'the secret of the webhook'

/** Typeform: answers by type, the titles of their questions beside them, signed in base64. */
export const typeform: FakeSender = {
  secrets: { signingSecret: secret },
  bodyOf({ id, fullName, email, phone, answers = {}, isTest }) {
    const asked: { title: string; type: string; value: unknown }[] = [
      { title: 'What is your full name?', type: 'text', value: fullName },
      { title: 'Where do we write to?', type: 'email', value: email },
      { title: 'Where do we call?', type: 'phone_number', value: phone },
      ...Object.entries(answers).map(([title, value]) =>
        typeof value === 'string'
          ? { title, type: 'choice', value: { label: value } }
          : { title, type: 'choices', value: { labels: value } },
      ),
    ].filter(({ value }) => value !== undefined)
    return vendorJson({
      event_id: '01HXYZ',
      event_type: isTest ? 'form_response_test' : 'form_response',
      form_response: {
        form_id: 'lT4Z3j',
        token: `token-${id}`,
        submitted_at: '2026-11-30T10:00:00Z',
        hidden: { utm_campaign: 'spring', crm_id: BigInt(id) },
        definition: {
          id: 'lT4Z3j',
          title: 'A form',
          fields: asked.map(({ title, type }, index) => ({ id: `f${index}`, title, type, ref: `r${index}` })),
        },
        answers: asked.map(({ type, value }, index) => ({
          type,
          [type]: value,
          field: { id: `f${index}`, type, ref: `r${index}` },
        })),
      },
    })
  },
  send: (body, { isForged = false } = {}) => ({
    method: 'POST',
    headers: {
      ...jsonHeaders,
      'typeform-signature': `sha256=${hmac(isForged ? 'a guess' : secret, body).toString('base64')}`,
    },
    body,
  }),
}
