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

/** Takes a tracker batch. Crawlers, unknown workspaces and addresses that are none are answered alike and not kept. */
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
/**
 * Agents of HTTP libraries: whoever sends visits from a program means to. Crawlers that carry out scripts, and so would come by
 * the tracker, call themselves browsers or by their own names.
 */
const programs =
  /^(node|undici|axios|got|ky|deno|bun|python|aiohttp|httpx|curl|wget|go-http-client|okhttp|java|apache-httpclient|guzzlehttp|php|ruby|faraday|libwww-perl|dart|postmanruntime|insomnia)\b/i

/** The pattern is long and the same few agents come again and again. */
function isBot(agent = ''): boolean {
  let answer = botByAgent.get(agent)
  if (answer === undefined) {
    if (botByAgent.size > 2000) botByAgent.clear()
    botByAgent.set(agent, (answer = isbot(agent) && !programs.test(agent)))
  }
  return answer
}

const futureMs = 5 * 60_000
const pastMs = 3 * 86_400_000
/** Shorter ids are numbers that every visitor begins anew; no id holds a point. */
const shortestOfAll = 8

function toRow(visitorId: string, event: Static<typeof VisitEvent>, now: number): VisitRow | null {
  const page = webAddress(event.url)
  if (!page) return null
  const { utm } = event
  const claimed = event.at ? Date.parse(event.at) : now
  return {
    at: new Date(claimed > now + futureMs || claimed < now - pastMs ? now : Math.min(claimed, now)).toISOString(),
    key: event.id.length < shortestOfAll ? `${visitorId}.${event.id}` : event.id,
    visitorId,
    type: event.type,
    name: event.name ?? null,
    url: page.url,
    path: page.path,
    referrerHost: event.referrer ? (webAddress(event.referrer)?.host ?? null) : null,
    utmSource: utm?.source ?? page.utm.source,
    utmMedium: utm?.medium ?? page.utm.medium,
    utmCampaign: utm?.campaign ?? page.utm.campaign,
    utmTerm: utm?.term ?? page.utm.term,
    utmContent: utm?.content ?? page.utm.content,
    properties: event.properties ? JSON.stringify(event.properties) : null,
  }
}

type WebAddress = { url: string; path: string; host: string; utm: Record<(typeof utmWords)[number], string | null> }
const utmWords = ['source', 'medium', 'campaign', 'term', 'content'] as const

const addresses = new Map<string, WebAddress | null>()

/** Many visitors look at the same pages: what was read of an address is remembered for a while. */
function webAddress(text: string): WebAddress | null {
  let address = addresses.get(text)
  if (address === undefined) {
    if (addresses.size > 2000) addresses.clear()
    addresses.set(text, (address = readWebAddress(text)))
  }
  return address
}

/** Query strings may carry addresses and names of people: of them only the campaign's words are kept. */
function readWebAddress(text: string): WebAddress | null {
  const url = URL.parse(text)
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') return null
  const words = utmWords.map((word) => [word, url.searchParams.get(`utm_${word}`)?.slice(0, 200) ?? null])
  const path = url.pathname.slice(0, 500)
  return { url: url.origin + url.pathname, path, host: url.host, utm: Object.fromEntries(words) }
}
