/** By what a try left behind: a code of ours, or Node's. The first that fits counts. */
const explanations: readonly [error: RegExp, sentence: string][] = [
  [
    /^forbidden_address$/i,
    'The address is private, loopback or reserved. WEBHOOK_ALLOW_PRIVATE=true, for gateways and workers, allows it.',
  ],
  [
    /^invalid_url$/,
    'Nothing may be sent to an address of this form. WEBHOOK_ALLOW_HTTP=true, for gateways and workers, allows http:.',
  ],
  [/^(ENOTFOUND|EAI_AGAIN)$/, 'The receiver’s name has no address. Check how it is spelled.'],
  [/^ECONNREFUSED$/, 'Nothing listens at the address. Start the receiver, or mend the port.'],
  [/^(EHOSTUNREACH|ENETUNREACH)$/, 'No way leads to the address from the worker’s network.'],
  [/^(ECONNRESET|EPIPE)$/, 'The receiver closed the connection without an answer.'],
  [/^timeout /, 'The receiver took too long. It should answer first and work afterwards.'],
  [/CERT|UNABLE_TO_VERIFY|^ERR_TLS/, 'The receiver’s certificate isn’t one that can be trusted.'],
  [/^status 3/, 'The receiver redirects. Give the endpoint the address that it leads to.'],
  [/^status (401|403)$/, 'The receiver lets nobody in. Look at its login, or at its check of the signature.'],
  [/^status (404|410)$/, 'The receiver has no such path.'],
  [/^status 5/, 'The receiver failed. Its log says why.'],
]

/** What the error of a delivery means and what to do about it; null for one that nobody put into words. */
export function explainSendError(error: string | null): string | null {
  return explanations.find(([pattern]) => pattern.test(error ?? ''))?.[1] ?? null
}
