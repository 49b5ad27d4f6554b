import { defineConfig } from 'vitest/config'

/** Tests that start whole systems: clusters, sentinels, several servers. One file at a time, as each fills a machine. */
export default defineConfig({
  test: {
    globalSetup: './packages/testing/src/global-setup.ts',
    include: ['tests/systems/**/*.test.ts', '{apps,packages}/*/test/systems/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 120_000,
  },
})
