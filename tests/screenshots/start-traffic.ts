import { makeBody } from '../bench/load/make-body.ts'

/** Sends leads to each of the gateways in turn, with a refused body now and then, until it is stopped. */
export function startTraffic({ urls, key, clients }: { urls: string[]; key: string; clients: number }) {
  const seed = Date.now() % 1_000_000
  let sent = 0
  let isRunning = true
  let last: string | undefined

  async function send(number: number) {
    // Each third lead comes again from another source, and each fiftieth call is wrong.
    const body = number % 50 === 0 ? '{}' : makeBody(seed, number % 3 === 0 ? number + 1 : number)
    const response = await fetch(`${urls[number % urls.length]}/api/v1/leads`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': key },
      body,
    })
    const { lead } = (await response.json()) as { lead?: { id: string } }
    if (lead && number % 3 === 1) last = lead.id
  }
  const runs = Array.from({ length: clients }, async () => {
    while (isRunning) await send(sent++)
  })
  return {
    sent: () => sent,
    /** Of a lead that came lately. */
    leadId: () => last,
    async stop() {
      isRunning = false
      await Promise.all(runs)
    },
  }
}
