import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createBatcher } from './group-commit.ts'

type Item = { group: string; n: number }
type Under = { items: readonly Item[]; finish: () => void; fail: (error: Error) => void }

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

function open(options: { gatherMs?: number; maxSize?: number; maxRunningOfGroup?: number } = {}) {
  const under: Under[] = []
  const answers: number[] = []
  const batcher = createBatcher<Item, number>({
    ...options,
    groupOf: ({ group }) => group,
    run: (items) =>
      new Promise((resolve, reject) =>
        under.push({ items, finish: () => resolve(items.map(({ n }) => n * 10)), fail: reject }),
      ),
  })
  const submit = (group: string, ...numbers: number[]) => {
    for (const n of numbers)
      void batcher.submit({ group, n }).then(
        (answer) => answers.push(answer),
        () => answers.push(-n),
      )
  }
  const numbers = () => under.map(({ items }) => items.map(({ n }) => n))
  return { batcher, submit, under, numbers, answers }
}

test('what arrives while a batch is under way goes together in the next, in its own group', async () => {
  const { submit, under, numbers, answers } = open({ maxRunningOfGroup: 1 })
  submit('a', 1)
  await turn()
  submit('a', 2, 3)
  submit('b', 4)
  await turn()
  expect(numbers()).toEqual([[1], [4]])
  under[0]!.finish()
  await turn()
  expect([numbers(), answers]).toEqual([[[1], [4], [2, 3]], [10]])
})

test('the next batch waits for those that were answered and come again, and goes when all are back', async () => {
  const { submit, under, numbers } = open({ gatherMs: 5 })
  submit('a', 1, 2, 3)
  await turn()
  submit('a', 4)
  under[0]!.finish()
  await turn()
  submit('a', 5, 6)
  submit('b', 8)
  await turn()
  expect(numbers()).toEqual([[1, 2, 3], [8]])
  submit('a', 7)
  expect(numbers()).toEqual([[1, 2, 3], [8], [4, 5, 6, 7]])
})

test('it waits no longer than said for those that stay away; alone, nobody waits', async () => {
  const { submit, under, numbers } = open({ gatherMs: 5 })
  submit('a', 1, 2)
  await turn()
  under[0]!.finish()
  await turn()
  submit('a', 3)
  await vi.advanceTimersByTimeAsync(4)
  expect(numbers()).toEqual([[1, 2]])
  await vi.advanceTimersByTimeAsync(1)
  expect(numbers()).toEqual([[1, 2], [3]])
  under[1]!.finish()
  await turn()
  submit('a', 4)
  await turn()
  expect(numbers().at(-1)).toEqual([4])
})

test('a batch that fails is tried one by one: a bad member harms no other', async () => {
  const { submit, under, answers } = open({ gatherMs: 5 })
  submit('a', 1, 2, 3)
  await turn()
  under[0]!.fail(new Error('together'))
  for (const n of [1, 2, 3]) {
    await turn()
    if (n === 2) under[n]!.fail(new Error('bad'))
    else under[n]!.finish()
  }
  await turn()
  expect(answers).toEqual([10, -2, 30])
})

test('it is drained when nothing waits or runs, and refuses what would wait too long', async () => {
  const { batcher, submit, under } = open({ maxSize: 2 })
  submit('a', 1, 2, 3)
  await turn()
  let isDrained = false
  void batcher.drain().then(() => (isDrained = true))
  under[0]!.finish()
  await turn()
  expect(isDrained).toBe(false)
  for (const one of under.slice(1)) one.finish()
  await turn()
  expect(isDrained).toBe(true)
  for (let n = 0; n < 5001; n++) submit('a', n)
  await expect(batcher.submit({ group: 'a', n: 0 })).rejects.toMatchObject({ code: 'overloaded' })
})
