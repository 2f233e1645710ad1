import { timeZoneOf } from '#kernel/calendar/time-zone.ts'
import type { Services } from '#kernel/services.ts'
import type { Connector, ShopKind, Shopkeeper } from './connectors/connector.ts'
import { connectors } from './connectors/kinds.ts'
import { type Client, clientOf } from './net/client.ts'
import { transport } from './net/transport.ts'

export type OpenShop = { connector: Connector; client: Client; keeper: Shopkeeper }

/** All that is needed to ask a shop. */
export async function openShop(
  { db, clock }: Pick<Services, 'db' | 'clock'>,
  workspaceId: string,
  kind: ShopKind,
  keeper: Shopkeeper,
  signal?: AbortSignal,
): Promise<OpenShop> {
  const connector = connectors[kind]
  const client = clientOf(transport(), {
    explain: connector.explain,
    zone: await timeZoneOf(db, workspaceId),
    now: clock.now,
    ...(connector.before && { before: connector.before }),
    ...(signal && { signal }),
  })
  return { connector, client, keeper }
}
