import { type FakeSender, given, hmac, jsonHeaders, vendorJson } from './provider.ts'

const secret = 'whsec of the webhook'

/** Webflow forms: signs the time of sending with the body. */
export const webflow: FakeSender = {
  secrets: { signingSecret: secret },
  bodyOf: ({ id, fullName, email, phone, answers = {} }) =>
    vendorJson({
      triggerType: 'form_submission',
      payload: {
        name: 'Contact',
        siteId: '65427cf400e02b306eaa049c',
        data: Object.fromEntries([
          ...given({ 'Full Name': fullName, Email: email, 'Phone Number': phone }),
          ...Object.entries(answers),
        ]),
        schema: [{ fieldName: 'Email', fieldType: 'Email', fieldElementId: '1' }],
        submittedAt: '2026-11-30T10:00:00.000Z',
        id: BigInt(id),
        formId: '65429eadebe8a9f3a30f62d0',
      },
    }),
  send(body, { isForged = false } = {}) {
    const timestamp = String(Date.now())
    const signature = hmac(isForged ? 'a guess' : secret, `${timestamp}:`, body).toString('hex')
    return {
      method: 'POST',
      headers: { ...jsonHeaders, 'x-webflow-timestamp': timestamp, 'x-webflow-signature': signature },
      body,
    }
  },
}
