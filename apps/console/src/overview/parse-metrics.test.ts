import { expect, test } from 'vitest'
import { parseMetrics } from './parse-metrics.ts'

test('samples come with their labels; comments and broken lines are left out', () => {
  const text = `# HELP a b\n# TYPE a counter\na 3\nb{x="1",y="a \\"b\\""} 0.5\n\nnot a sample\nc{le="+Inf"} 7 1700000000`
  expect(parseMetrics(text)).toEqual([
    { name: 'a', labels: {}, value: 3 },
    { name: 'b', labels: { x: '1', y: 'a \\"b\\"' }, value: 0.5 },
    { name: 'c', labels: { le: '+Inf' }, value: 7 },
  ])
})
