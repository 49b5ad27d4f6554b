import { watchEventLoop } from '../src/watch-event-loop.ts'

watchEventLoop(500)
setTimeout(() => {
  while (true) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
}, 1500)
