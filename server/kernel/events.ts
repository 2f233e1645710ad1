import { sql } from 'kysely'
import type { Events } from '#contract/index.ts'
import type { Permission } from '#contract/permissions.ts'
import { plainArray, type Tx } from './db.ts'
import { newId } from './id.ts'
import { enqueueMany, type Job } from './jobs.ts'
import { sendAhead } from './prepared.ts'

export type ActorKind = 'member' | 'api_key' | 'visitor' | 'system'
/** Who acts, in which workspace, with which permissions. An API key acts for the member who made it. */
export type Actor = {
  kind: ActorKind
  /** Member id for members and keys; the zero UUID for visitors and the system. */
  id: string
  workspaceId: string
  permissions: ReadonlySet<Permission>
  /** The demo company lives by a clock of its own, so many days ahead. */
  clockOffsetDays?: number
}
export const nobody = '00000000-0000-0000-0000-000000000000'
export const systemActor = (workspaceId: string): Actor => ({
  kind: 'system',
  id: nobody,
  workspaceId,
  permissions: new Set(),
})
export const visitorActor = (workspaceId: string): Actor => ({ ...systemActor(workspaceId), kind: 'visitor' })

type AnyJob = Job<never>
const subscribers = new Map<string, AnyJob[]>()
/** Called once at boot per module; see `registerModules`. */
export const subscribe = (name: string, jobs: readonly AnyJob[]) =>
  void subscribers.set(name, [...(subscribers.get(name) ?? []), ...jobs])
export const clearSubscribers = () => subscribers.clear()

export type EventRecord<N extends keyof Events = keyof Events> = {
  [K in N]: {
    name: K
    data: Events[K]
    /** Records the event concerns: timelines, impact and traces find it by them. */
    subjects: readonly string[]
    at?: Date
  }
}[N]

type Recorded = { id: string; actor: Actor; at: Date; event: EventRecord; without: readonly string[] }

/**
 * Writes ledger rows and queues every subscriber's job, all in the caller's transaction, and tells live
 * screens on commit. One statement each, whatever the number of events.
 * @param without names of subscribed jobs that are not queued, because the caller does their work in this transaction
 */
export async function recordMany(
  tx: Tx,
  actor: Actor,
  at: Date,
  events: readonly EventRecord[],
  { without = [] }: { without?: readonly string[] | undefined } = {},
): Promise<void> {
  const recorded = events.map((event): Recorded => ({ id: newId(), actor, at: event.at ?? at, event, without }))
  const gathered = gathering.get(tx)
  if (gathered) gathered.push(...recorded)
  else await write(tx, recorded)
}

const gathering = new WeakMap<Tx, Recorded[]>()

/**
 * What `work` records in this transaction is written at its end at one go: for hot paths through several modules, each of
 * which has something to record. Nothing in `work` may read the ledger of this transaction.
 */
export async function recordTogether<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  const gathered: Recorded[] = []
  gathering.set(tx, gathered)
  const result = await work().finally(() => gathering.delete(tx))
  await write(tx, gathered)
  return result
}

/** Of what is recorded together, what there is so far goes now: the database writes it while the caller goes on. */
export const recordSoFar = async (tx: Tx): Promise<void> => write(tx, gathering.get(tx)?.splice(0) ?? [])

/** Between texts of one parameter; JSON never holds it bare. Cheaper than an array, whose every quote has to be escaped. */
const separator = '\u001e'

async function write(tx: Tx, recorded: readonly Recorded[]) {
  if (recorded.length === 0) return
  const column = (read: (one: Recorded) => string) => plainArray(recorded.map(read))
  const texts = (read: (one: Recorded) => string) => recorded.map(read).join(separator)
  await sendAhead(
    tx,
    sql`insert into event (workspace_id, id, at, actor_kind, actor_id, name, data, subjects)
    select e.workspace_id, e.id, e.at, e.actor_kind, e.actor_id, e.name, e.data::jsonb, e.subjects::uuid[]
    from rows from (unnest(${column(({ actor }) => actor.workspaceId)}::uuid[]), unnest(${column(({ id }) => id)}::uuid[]),
      unnest(${column(({ at }) => at.toISOString())}::timestamptz[]), unnest(${column(({ actor }) => actor.kind)}::text[]),
      unnest(${column(({ actor }) => actor.id)}::uuid[]), unnest(${column(({ event }) => event.name)}::text[]),
      string_to_table(${texts(({ event }) => JSON.stringify(event.data))}, ${separator}),
      string_to_table(${texts(({ event }) => plainArray([...new Set(event.subjects)]))}, ${separator}))
      as e (workspace_id, id, at, actor_kind, actor_id, name, data, subjects)`,
  )
  await enqueueMany(
    tx,
    recorded.flatMap(({ actor, event, without }) =>
      (subscribers.get(event.name) ?? [])
        .filter(({ name }) => !without.includes(name))
        .map((job) => ({
          job,
          payload: { ...event.data, workspaceId: actor.workspaceId } as never,
        })),
    ),
  )
  for (const [workspaceId, own] of Map.groupBy(recorded, ({ actor }) => actor.workspaceId)) {
    await announce(
      tx,
      workspaceId,
      own.map(({ event }) => event),
    )
  }
}

export const record = <N extends keyof Events>(
  tx: Tx,
  actor: Actor,
  at: Date,
  name: N,
  data: Events[N],
  subjects: readonly string[],
): Promise<void> => recordMany(tx, actor, at, [{ name, data, subjects } as EventRecord])

/** NOTIFY carries at most 8,000 bytes: names with the first subject, capped; screens refetch what they show. */
async function announce(tx: Tx, workspaceId: string, events: readonly EventRecord[]) {
  const topics = [...new Set(events.map((event) => event.name))].slice(0, 40)
  const ids = [...new Set(events.flatMap((event) => event.subjects.slice(0, 2)))].slice(0, 40)
  await sendAhead(tx, sql`select pg_notify('tandem_live', ${JSON.stringify({ workspaceId, topics, ids })})`)
}
