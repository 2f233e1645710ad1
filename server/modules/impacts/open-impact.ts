import { sql } from 'kysely'
import type { Diff } from '#contract/impacts.ts'
import type { Severity } from '#contract/kit.ts'
import type { Tx } from '#kernel/db.ts'
import { type Actor, record } from '#kernel/events.ts'
import { isId, newId } from '#kernel/id.ts'
import { downstream } from './dependants.ts'
import { describeNodes, isGone, keyOf, type Node } from './nodes.ts'
import { openTasks } from './open-tasks.ts'
import { responsibleFor } from './responsible.ts'
import { acknowledgeBy } from './rules/deadlines.ts'
import { touched } from './rules/touched.ts'
import { wrongClaims } from './wrong-claims.ts'

export type NewImpact = {
  cause: Node
  /** Where the walk begins, when the change is of several things at once; else the cause. */
  roots?: readonly Node[]
  change: Diff | readonly Diff[]
  severity: Severity
  eventName: string
  /** What makes it: the same key opens it once. Without it, cause, event and time. */
  dedupeKey?: string
  productId?: string | null
  /** When it came to pass; of what is told long afterwards, only what stood then was touched. Missing: now. */
  happenedAt?: Date | undefined
}

const longAfterwardsMs = 86_400_000

const mostItems = 2000

/**
 * Writes down what a change touches, and gives everybody who answers for something of it one task with a deadline to say that
 * he has seen it. Nothing that is still right counts: a claim that holds, a text that prints the value by itself, and what hangs
 * on those alone. Answers null when nothing is wrong, or when the same change has opened one before.
 */
export async function openImpact(tx: Tx, actor: Actor, at: Date, given: NewImpact): Promise<{ id: string } | null> {
  const { workspaceId } = actor
  const { cause, roots = [cause], eventName, severity } = given
  const change = [given.change].flat()
  const dedupeKey = given.dedupeKey ?? `${eventName} ${keyOf(cause)} ${at.toISOString()}`
  const { happenedAt = at } = given
  const asOf = at.getTime() - happenedAt.getTime() > longAfterwardsMs ? happenedAt : undefined
  const found = await downstream(tx, workspaceId, roots, mostItems, asOf)
  if (found.reached.length === 0) return null
  const described = await describeNodes(tx, workspaceId, [cause, ...found.reached.map(({ node }) => node)])
  const reached = found.reached.filter(({ node }) => !isGone(node, described))
  const claims = reached.filter(({ node }) => node.type === 'claim').map(({ node }) => node.id)
  const wrong = await wrongClaims(tx, workspaceId, claims)
  const affected = touched(
    roots.map(keyOf),
    reached.map(({ node }) => keyOf(node)),
    found.steps,
    (key) => !key.startsWith('claim:') || wrong.has(key.slice('claim:'.length)),
  )
  if (affected.size === 0) return null
  const items = reached.map(({ node, depth, via }) => {
    const { name, url, ...named } = described.get(keyOf(node)) ?? nameless(node)
    return { node, depth, via, name, url, ...named, isOpen: affected.has(keyOf(node)) }
  })
  const responsible = await responsibleFor(tx, workspaceId, items)
  const id = newId()
  const causeName = described.get(keyOf(cause))?.name ?? nameless(cause).name
  const { rows } =
    await sql`insert into impact (workspace_id, id, cause_type, cause_id, cause_name, product_id, event_name, dedupe_key, change,
      severity, opened_at, dependants, truncated)
    values (${workspaceId}, ${id}, ${cause.type}, ${cause.id}, ${causeName}, ${given.productId ?? productOf(cause)}::uuid, ${eventName}, ${dedupeKey},
      ${JSON.stringify(change)}::jsonb, ${severity}, ${at}, ${items.length}, ${found.truncated})
    on conflict (workspace_id, dedupe_key) do nothing returning id`.execute(tx)
  if (rows.length === 0) return null
  const listed = items.map((item, index) => ({
    ...item,
    ...responsible[index]![0]!,
    others: responsible[index]!.slice(1),
  }))
  await sql`insert into impact_item (workspace_id, impact_id, node_type, node_id, name, url, depth, via_type, via_id, task_key, owner_id,
      department_id, state, other_task_keys)
    select ${workspaceId}::uuid, ${id}::uuid, i.node_type, i.node_id, i.name, i.url, i.depth, i.via_type, i.via_id, i.task_key, i.owner_id,
      i.department_id, i.state, i.other_task_keys
    from jsonb_to_recordset(${JSON.stringify(
      listed.map(({ node, via, name, url, depth, taskKey, ownerId, departmentId, isOpen, others }) => ({
        ...{ node_type: node.type, node_id: node.id, via_type: via.type, via_id: via.id, name, url, depth },
        ...{ task_key: taskKey, owner_id: ownerId, department_id: departmentId, state: isOpen ? 'open' : 'unaffected' },
        other_task_keys: others.map((other) => other.taskKey),
      })),
    )}::jsonb) as i(node_type text, node_id text, name text, url text, depth integer, via_type text, via_id text, task_key text, owner_id uuid,
      department_id uuid, state text, other_task_keys text[])`.execute(tx)
  const open = listed.filter((item) => item.isOpen)
  const owners = await openTasks(tx, actor, at, {
    ...{ id, causeName, change, severity, dueAt: acknowledgeBy(severity, at) },
    items: open.flatMap(({ name, others, ...first }) =>
      [first, ...others].map(({ taskKey, ownerId, departmentId }) => ({ name, taskKey, ownerId, departmentId })),
    ),
    count: open.length,
  })
  await record(
    tx,
    actor,
    at,
    'impact.opened',
    { impactId: id, name: causeName, severity, cause, because: eventName, dependants: items.length, owners },
    [id, given.productId ?? productOf(cause) ?? '', ...open.map(({ node }) => node.id)].filter(isId).slice(0, 200),
  )
  return { id }
}

const nameless = (node: Node) => ({
  name: `${node.type} ${node.id}`.slice(0, 200),
  url: null,
  ownerId: null,
  departmentId: null,
})

/** Sides of a product begin with its id. */
function productOf({ type, id }: Node): string | null {
  const productId = id.split('/')[0] ?? ''
  return ['product', 'attribute', 'price', 'stock', 'spec'].includes(type) && isId(productId) ? productId : null
}
