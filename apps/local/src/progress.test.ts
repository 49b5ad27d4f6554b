import { expect, test } from 'vitest'
import { createProgress } from './progress.ts'

function screen(isTTY: boolean) {
  const written: string[] = []
  return { isTTY, write: (text: string) => written.push(text), text: () => written.join('') }
}

test('off a terminal, steps are plain lines with their details and durations', async () => {
  const plain = screen(false)
  const progress = createProgress(plain)
  await progress.step('Redis', async (say) => say('fetching'))
  await expect(progress.step('migrations', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(plain.text()).toMatch(/^ {2}Redis: fetching\n✔ Redis +0\.\d s\n✖ migrations +0\.\d s\n$/)
})

test('on a terminal, what runs is shown below what is done', async () => {
  const terminal = screen(true)
  const progress = createProgress(terminal)
  let finishSlow = () => {}
  const slow = progress.step('slow', () => new Promise<void>((resolve) => (finishSlow = resolve)))
  await progress.step('fast', async () => {})
  const [, below = ''] = terminal.text().split('fast')
  expect(below).toContain('slow 0.')
  finishSlow()
  await slow
  expect(terminal.text()).toMatch(/✔ slow +0\.\d s\n$/)
})
