import { defineConfig } from 'vitest/config'

/** Tests that break whole systems: several servers each, minutes each. `npm test` leaves them out. */
export default defineConfig({
  test: {
    include: ['tests/systems/**/*.test.ts'],
    globalSetup: './packages/testing/src/global-setup.ts',
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
