import { connect } from 'node:net'

/**
 * Sends inline commands (one each, such as `FLUSHALL`) to a Redis, a sentinel too, and answers its replies.
 * @throws when one is an error
 */
export async function redisCommand(redisUrl: string, ...commands: string[]): Promise<string> {
  const { hostname, port, password } = new URL(redisUrl)
  const socket = connect(Number(port), hostname)
  // Sentinels know no QUIT: PING is what the last reply is known by.
  socket.write([`AUTH ${decodeURIComponent(password)}`, ...commands, 'PING', ''].join('\r\n'))
  const answers: Buffer[] = []
  for await (const chunk of socket) {
    answers.push(chunk)
    const text = Buffer.concat(answers).toString()
    if (/^-/m.test(text)) throw new Error(`Redis answered with ${text}`)
    if (text.endsWith('+PONG\r\n')) return text
  }
  throw new Error(`Redis ended the connection after ${Buffer.concat(answers).toString()}`)
}
