import { defineConfig } from 'vitest/config'

const common = {
  testTimeout: 30_000,
  hookTimeout: 60_000,
  maxWorkers: 2,
}
const exclude = ['**/node_modules/**', '**/systems/**']

// Files here load the same modules, keep what they change in a database of their own, and leave the process as it was, so
// that a worker takes many of them. All others have a process each: they start servers, send signals, set clocks, or look at plans
// of statements, which a process makes anew less and less often.
const shared = [
  'apps/gateway/**/*.test.ts',
  'packages/{contracts,phone}/**/*.test.ts',
  'packages/leads/src/**/*.test.ts',
  'packages/leads/test/*.test.ts',
]

export default defineConfig({
  test: {
    globalSetup: './packages/testing/src/global-setup.ts',
    maxWorkers: 2,
    projects: [
      { test: { ...common, name: 'shared', include: shared, exclude, isolate: false } },
      {
        test: {
          ...common,
          name: 'isolated',
          include: ['packages/**/*.test.ts', 'apps/**/*.test.ts', 'tests/**/*.test.ts'],
          exclude: [...exclude, ...shared],
        },
      },
    ],
  },
})
