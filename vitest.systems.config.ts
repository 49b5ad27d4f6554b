import { defineConfig } from 'vitest/config'

/** Tests that start whole systems: clusters, sentinels, several servers. Two files at a time, as they wait more than they work. */
export default defineConfig({
  test: {
    globalSetup: './packages/testing/src/global-setup.ts',
    include: ['tests/systems/**/*.test.ts', '{apps,packages}/*/test/systems/**/*.test.ts'],
    maxWorkers: 2,
    testTimeout: 180_000,
    hookTimeout: 120_000,
  },
})
