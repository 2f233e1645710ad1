import {
  type Icon,
  IconFlag,
  IconMessage,
  IconPencil,
  IconPlayerPause,
  IconRocket,
  IconShieldCheck,
  IconShieldExclamation,
  IconTag,
  IconUsersGroup,
} from '@tabler/icons-react'
import { type Translate, useT } from '../../../kernel/i18n.tsx'
import { type RowOf, useApiPages } from '../../../kernel/query.ts'
import { Timeline, type TimelineItem } from '../../../kernel/record/timeline.tsx'

const icons: Record<string, Icon> = {
  'campaign.kickoff_recorded': IconUsersGroup,
  'campaign.launched': IconRocket,
  'campaign.resumed': IconRocket,
  'campaign.paused': IconPlayerPause,
  'campaign.finished': IconFlag,
  'campaign.guard_tripped': IconShieldExclamation,
  'campaign.guard_cleared': IconShieldCheck,
  'campaign.override_signed': IconShieldCheck,
  'campaign.offer_added': IconTag,
  'campaign.message_posted': IconMessage,
}

/** Every act of people and of the guard, with its reason and its numbers. */
export function History({ id }: { id: string }) {
  const t = useT()
  const pages = useApiPages('GET /campaigns/:id/timeline', { params: { id } })
  return (
    <Timeline
      items={pages.items.map((entry) => toItem(entry, t))}
      loading={pages.isPending || pages.isFetchingNextPage}
      hasMore={pages.hasNextPage}
      onMore={() => void pages.fetchNextPage()}
    />
  )
}

function toItem(entry: RowOf<'GET /campaigns/:id/timeline'>, t: Translate): TimelineItem {
  const { id, at, kind, actorName, departments, name, data } = entry
  const key = `timeline.${name}`
  return {
    ...{ id, at, kind, actorName, departments },
    title: t.has(key) ? t(key, valuesOf(data)) : t('timeline.other'),
    icon: icons[name] ?? IconPencil,
  }
}

/** Messages name what an event may lack: what is absent reads as empty words. */
const valuesOf = (data: Record<string, unknown>): Record<string, string | number> =>
  new Proxy<Record<string, string | number>>(
    {},
    {
      has: () => true,
      get: (_, key) => {
        const value = data[String(key)]
        return typeof value === 'number' || typeof value === 'string' ? value : value === true ? 'true' : ''
      },
    },
  )
