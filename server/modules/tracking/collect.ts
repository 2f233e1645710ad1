import { isbot } from 'isbot'
import type { Static } from 'typebox'
import type { VisitBatch, VisitEvent } from '#contract/tracking.ts'
import { type Batcher, createBatcher } from '#kernel/group-commit.ts'
import type { Services } from '#kernel/services.ts'
import { defaultWorkspace, isWorkspace } from './workspace-of.ts'
import { type VisitRow, writeVisits } from './write-visits.ts'

export type Batch = Static<typeof VisitBatch>
type Item = { workspaceId: string; rows: VisitRow[] }

const batchers = new WeakMap<Services['pool'], Batcher<Item, true>>()

/** Group commit: batches that arrive together share a transaction; each is answered after it. */
export function collectorOf(services: Services): Batcher<Item, true> {
  let found = batchers.get(services.pool)
  if (!found) {
    found = createBatcher<Item, true>({
      groupOf: ({ workspaceId }) => workspaceId,
      run: async (items) => {
        await writeVisits(
          services,
          items[0]!.workspaceId,
          items.flatMap(({ rows }) => rows),
        )
        return items.map(() => true)
      },
      maxSize: 200,
      maxRunning: 1,
      maxWaiting: 20_000,
    })
    batchers.set(services.pool, found)
  }
  return found
}

/** Takes a tracker batch. Bots, unknown workspaces and addresses that are none are answered alike and not kept. */
export async function collect(services: Services, body: Batch, agent: string | undefined): Promise<void> {
  if (isBot(agent)) return
  const workspaceId = body.workspaceId ?? (await defaultWorkspace(services))
  if (!workspaceId || (body.workspaceId && !(await isWorkspace(services, body.workspaceId)))) return
  const now = services.clock.now().getTime()
  const rows: VisitRow[] = []
  for (const event of body.events) {
    const row = toRow(body.visitorId, event, now)
    if (row) rows.push(row)
  }
  if (rows.length > 0) await collectorOf(services).submit({ workspaceId, rows })
}

const botByAgent = new Map<string, boolean>()

/** The pattern is long and the same few agents come again and again. */
function isBot(agent = ''): boolean {
  let answer = botByAgent.get(agent)
  if (answer === undefined) {
    if (botByAgent.size > 2000) botByAgent.clear()
    botByAgent.set(agent, (answer = isbot(agent)))
  }
  return answer
}

const futureMs = 5 * 60_000
const pastMs = 3 * 86_400_000

function toRow(visitorId: string, event: Static<typeof VisitEvent>, now: number): VisitRow | null {
  const url = parseWebAddress(event.url)
  if (!url) return null
  const { utm } = event
  const word = (name: 'source' | 'medium' | 'campaign' | 'term' | 'content') =>
    utm?.[name] ?? url.searchParams.get(`utm_${name}`)?.slice(0, 200) ?? null
  const hasQuery = url.search.length > 1 || utm !== undefined
  const claimed = event.at ? Date.parse(event.at) : now
  return {
    at: new Date(claimed > now + futureMs || claimed < now - pastMs ? now : Math.min(claimed, now)).toISOString(),
    key: event.id,
    visitorId,
    type: event.type,
    name: event.name ?? null,
    // Query strings may carry addresses and names of people; campaign words are kept in columns of their own.
    url: url.origin + url.pathname,
    path: url.pathname.slice(0, 500),
    referrerHost: event.referrer ? (parseWebAddress(event.referrer)?.host ?? null) : null,
    utmSource: hasQuery ? word('source') : null,
    utmMedium: hasQuery ? word('medium') : null,
    utmCampaign: hasQuery ? word('campaign') : null,
    utmTerm: hasQuery ? word('term') : null,
    utmContent: hasQuery ? word('content') : null,
    properties: event.properties ? JSON.stringify(event.properties) : null,
  }
}

function parseWebAddress(text: string): URL | null {
  const url = URL.parse(text)
  return url && (url.protocol === 'https:' || url.protocol === 'http:') ? url : null
}
