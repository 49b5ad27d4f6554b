import type { BreakableStack } from '@intake/testing/start-breakable-stack'
import { type Fault, lastFor } from '../fault.ts'

const env = { NODE_OPTIONS: `--import ${new URL('../shift-clock.mjs', import.meta.url)}` }

/** One gateway and one worker more, whose clocks jump an hour ahead, an hour behind, and back. */
export const clockJumps: Fault = {
  name: 'clock-jumps',
  unnoticed: true,
  async inflict(scene) {
    const { stack } = scene
    const slots = await addJumping(stack)
    scene.target.urls = [...scene.target.urls, ...slots.slice(0, 1).map(({ url }) => url)]
    for (let jump = 0; jump < 3; jump += 1) {
      for (const { running } of slots) if (running) process.kill(running.pid, 'SIGUSR2')
      await lastFor({ ...scene, seconds: scene.seconds / 3 })
    }
  },
}

function addJumping(stack: BreakableStack) {
  return Promise.all([stack.add('gateway', env), stack.add('worker', env)])
}
