import { sqlState } from './db.ts'
import { Problem } from './problem.ts'

export type Batcher<T, R> = {
  /** Answers when the batch that holds the item is committed. */
  submit(item: T): Promise<R>
  /** Resolves when nothing waits or runs. */
  drain(): Promise<void>
}
type Waiting<T, R> = { item: T; resolve: (result: R) => void; reject: (error: unknown) => void }
type Options<T, R> = {
  /** Items of different groups (workspaces) never share a batch. */
  groupOf: (item: T) => string
  /** Carries a batch out as one; answers in the same order. All or nothing. */
  run: (items: readonly T[]) => Promise<readonly R[]>
  maxSize?: number
  maxRunning?: number
  /** Batches of one group that may be under way at once; one, where they would wait for each other's locks. */
  maxRunningOfGroup?: number
  maxWaiting?: number
  /**
   * After a batch of more than one: how long at most the next of its group waits until as many have come again as were
   * just answered; a quarter of the time the batch took, where that is longer. Not at all when not said.
   */
  gatherMs?: number
}

/**
 * Group commit: what arrives while a batch is under way goes together in the next one, so that a busy moment costs few
 * transactions and a quiet one no waiting. When a batch fails, its members are tried one by one: a bad one never harms the others.
 */
export function createBatcher<T, R>(options: Options<T, R>): Batcher<T, R> {
  const { groupOf, run, maxSize = 64, maxRunning = 2, maxRunningOfGroup = maxRunning, maxWaiting = 5000 } = options
  const { gatherMs = 0 } = options
  const queues = new Map<string, Waiting<T, R>[]>()
  const runningOf = new Map<string, number>()
  /** Groups whose members have just been answered, and how many of them may be back at once. */
  const gathering = new Map<string, { enough: number; timer: NodeJS.Timeout }>()
  const idle: (() => void)[] = []
  let waiting = 0
  let running = 0
  let isScheduled = false

  /** One turn of the event loop lets requests that arrived together be read together. */
  const schedule = () => {
    if (isScheduled) return
    isScheduled = true
    setImmediate(() => {
      isScheduled = false
      start()
    })
  }
  const start = () => {
    for (let group = nextGroup(); group !== undefined; group = nextGroup()) void carryOut(group, take(group))
  }
  /** The group that waits longest among those that may begin. */
  const nextGroup = (): string | undefined => {
    if (running >= maxRunning) return undefined
    for (const group of queues.keys())
      if (!gathering.has(group) && (runningOf.get(group) ?? 0) < maxRunningOfGroup) return group
    return undefined
  }
  /** What is left of the group goes behind the others. */
  const take = (group: string): Waiting<T, R>[] => {
    const queue = queues.get(group)!
    queues.delete(group)
    const batch = queue.splice(0, maxSize)
    if (queue.length > 0) queues.set(group, queue)
    waiting -= batch.length
    return batch
  }
  const gather = (group: string, answered: number, tookMs: number) => {
    const enough = Math.min(maxSize, answered + (queues.get(group)?.length ?? 0))
    clearTimeout(gathering.get(group)?.timer)
    gathering.set(group, { enough, timer: setTimeout(gathered, Math.max(gatherMs, tookMs / 4), group) })
  }
  const gathered = (group: string) => {
    clearTimeout(gathering.get(group)?.timer)
    gathering.delete(group)
    start()
  }
  const carryOut = async (group: string, batch: readonly Waiting<T, R>[]) => {
    running++
    runningOf.set(group, (runningOf.get(group) ?? 0) + 1)
    let results: readonly R[] = []
    const started = performance.now()
    try {
      results = await run(batch.map(({ item }) => item))
    } catch {
      for (const one of batch) await alone(one)
    }
    running--
    if (runningOf.get(group) === 1) runningOf.delete(group)
    else runningOf.set(group, runningOf.get(group)! - 1)
    if (gatherMs > 0 && batch.length > 1) gather(group, batch.length, performance.now() - started)
    // What waits goes before the answers: the database works while they are written.
    start()
    for (const [index, result] of results.entries()) batch[index]!.resolve(result)
    if (running === 0 && waiting === 0) for (const done of idle.splice(0)) done()
  }
  const alone = async ({ item, resolve, reject }: Waiting<T, R>) => {
    try {
      resolve((await retryTransient(() => run([item])))[0]!)
    } catch (error) {
      reject(error)
    }
  }
  return {
    submit: (item) =>
      new Promise<R>((resolve, reject) => {
        if (waiting >= maxWaiting) return reject(new Problem('overloaded'))
        const group = groupOf(item)
        const queue = queues.get(group)
        if (queue) queue.push({ item, resolve, reject })
        else queues.set(group, [{ item, resolve, reject }])
        waiting++
        const held = gathering.get(group)
        if (!held) schedule()
        else if (queues.get(group)!.length >= held.enough) gathered(group)
      }),
    drain: () =>
      running === 0 && waiting === 0 ? Promise.resolve() : new Promise((resolve) => void idle.push(resolve)),
  }
}

const transient = new Set(['40001', '40P01', '55P03', '23505'])

/** Deadlocks and races for the same new identity pass by themselves. */
async function retryTransient<R>(work: () => Promise<R>): Promise<R> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (attempt === 4 || !transient.has(sqlState(error) ?? '')) throw error
    }
  }
}
