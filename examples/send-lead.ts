// Sends one lead with the typed client, which repeats a call by itself where that is safe. KEY is an API key with the scopes leads:read and
// leads:write; `npm start` prints one. Build the client once: npm run build --workspace packages/client
import { createIntakeClient, IntakeProblem } from '@intake/client'

const { KEY, INTAKE_URL = 'http://127.0.0.1:3000' } = process.env
if (!KEY) throw new Error('Set KEY to an API key.')
const intake = createIntakeClient({ baseUrl: INTAKE_URL, apiKey: KEY })

try {
  const { lead, status, matchingLeads } = await intake.createLead({
    body: {
      firstName: 'Rosa',
      lastName: 'Luna',
      email: 'rosa@example.com',
      phoneNumber: '(678) 231-9992',
      source: 'send-lead.ts',
      tags: ['example'],
      customFields: { budget: '50k' },
    },
  })
  console.log(`Lead ${lead.id} is ${status}; ${matchingLeads.length} others have its phone or e-mail.`)
} catch (error) {
  if (!(error instanceof IntakeProblem)) throw error
  console.error(error.code, error.errors.map(({ pointer, message }) => `${pointer} ${message}`).join('; '))
  process.exitCode = 1
}
